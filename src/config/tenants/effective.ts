// What holds for one tenant in the end, and where each value of it was written.
import { findRow, toRows } from '../rows.js'
import type { BotSettings } from '../schema.js'
import { isWritten, type Origin, toKeys } from './gather.js'
import { findPlace, isOwn, type Origins } from './places.js'

export interface Effective {
  /** Below the tenant: `backend.appId`. */
  readonly path: string
  /** Of a secret only that it is there. */
  readonly value: string
  /** "tenants.csv, line 12"; "the usual" where nobody says anything. */
  readonly from: string
}

interface Loaded {
  readonly settings: Pick<BotSettings, 'tenants'>
  readonly origins: Origins | undefined
}

/** Empty when there is no such tenant. */
export function tellTenant({ settings, origins }: Loaded, tenantId: string): readonly Effective[] {
  const at = settings.tenants.findIndex(({ id }) => id === tenantId)
  const rows = toRows()
  return listLeaves(settings.tenants[at]).map(({ path, value }) => ({
    path,
    value: findRow(`tenants[].${path}`, rows)?.isSecret === true ? '(a secret)' : value,
    from: toFrom(origins, at, path),
  }))
}

function toFrom(origins: Origins | undefined, at: number, path: string): string {
  const tenant = origins?.gathered.tenants[at]
  if (origins === undefined || tenant === undefined) return 'the environment'
  const isSaid = isOwn(tenant, path) || isWritten(origins.gathered.defaults, toKeys(path))
  const isOfRow = tenant.origin.kind === 'csv' && (path === 'id' || path === 'backend.kind')
  if (!isSaid && !isOfRow && !path.startsWith('channels[')) return 'the usual'
  const { where, line } = findPlace(origins.gathered, tenant, path, origins.yaml)
  return line === undefined ? where : `${where}, line ${line}`
}

function listLeaves(value: unknown, path = ''): readonly { readonly path: string; readonly value: string }[] {
  if (Array.isArray(value)) {
    if (value.every((one) => typeof one !== 'object')) return [{ path, value: value.join(', ') }]
    return value.flatMap((one: unknown, at) => listLeaves(one, `${path}[${at}]`))
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, one]: [string, unknown]) =>
      listLeaves(one, path === '' ? name : `${path}.${name}`),
    )
  return value === undefined
    ? []
    : [{ path, value: typeof value === 'string' ? value : JSON.stringify(value) }]
}

/** "990 from tenants.csv, 8 from tenants.d, 2 written out" */
export function tellSources({ gathered }: Origins): string {
  const names = gathered.tenants.map(({ origin }) => toSourceName(origin))
  return [...new Set(names)]
    .map((name) => `${names.filter((one) => one === name).length.toLocaleString('en-US')} ${name}`)
    .join(', ')
}

function toSourceName(origin: Origin): string {
  switch (origin.kind) {
    case 'list':
      return 'written out'
    case 'csv':
      return `from ${origin.file}`
    case 'folder':
      return `from ${origin.file.replace(/[\\/][^\\/]*$/, '')}`
    default:
      return origin satisfies never
  }
}
