import { z } from 'zod'
import type { Draft } from '../../config/index.js'
import { ConfigError } from '../../errors.js'
import { getTenant } from '../../features/entrance/get-tenant.js'

const tenantsSchema = z.array(z.looseObject({ id: z.string(), name: z.string() }))

export type WrittenTenant = z.infer<typeof tenantsSchema>[number]

/** As they stand in the file. @throws ConfigError when they come from elsewhere. */
export function listWritten(draft: Draft): readonly WrittenTenant[] {
  const written = draft.read(['tenants']) ?? []
  const read = tenantsSchema.safeParse(written)
  if (read.success) return read.data
  throw new ConfigError([
    'tenants: is no plain list of organisations with id and name in this file, so it is not changed from here. Change it where it comes from.',
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
  const tenants = listWritten(draft)
  return tenants.indexOf(getTenant(tenants, wanted))
}
