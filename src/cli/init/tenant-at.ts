import { z } from 'zod'
import type { Draft } from '../../config/index.js'
import { ConfigError } from '../../errors.js'
import { getTenant } from '../../features/entrance/get-tenant.js'

const tenantsSchema = z.array(z.looseObject({ id: z.string().optional(), name: z.string().optional() }))

interface WrittenTenant {
  /** Where it stands in the list. */
  readonly at: number
  readonly id: string
  readonly name: string
}

/** As many entries as the list has, files and folders of tenants among them. @throws ConfigError when it is none. */
export function countEntries(draft: Draft): number {
  return readEntries(draft).length
}

/** Those that are written out in the file. @throws ConfigError when its tenants are no list. */
function listWritten(draft: Draft): readonly WrittenTenant[] {
  return readEntries(draft).flatMap(({ id, name }, at) =>
    id === undefined || name === undefined ? [] : [{ at, id, name }],
  )
}

function readEntries(draft: Draft) {
  const read = tenantsSchema.safeParse(draft.read(['tenants']) ?? [])
  if (read.success) return read.data
  throw new ConfigError([
    'tenants: is no list in this file. Change the CSV or the folder that it names: docs/many-tenants.md.',
  ])
}

/** The first tenant's variables have the plain names. */
export function toSuffix(draft: Draft, tenantAt: number): string {
  const id = draft.readText(['tenants', tenantAt, 'id']) ?? ''
  return tenantAt === 0 ? '' : `_${id.toUpperCase().replaceAll('-', '_')}`
}

/** The first unless another one is named. @throws RefusedError when none is called so. */
export function findTenantAt(draft: Draft, wanted: string | undefined): number {
  if (wanted === undefined) return 0
  return getTenant(listWritten(draft), wanted).at
}
