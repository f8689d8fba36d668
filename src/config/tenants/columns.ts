// What may stand at the head of a CSV of tenants. Each column is a setting of one tenant; everything else, secrets above
// all, comes from `defaults`.

export interface Column {
  readonly name: string
  /** Below the tenant. Several channels of one platform stand in one cell, with blanks between. */
  readonly path: readonly string[]
  readonly type?: 'number' | 'boolean'
  readonly other?: string
}

/** In the order in which a file is best written. */
export const tenantColumns = [
  { name: 'id', path: ['id'] },
  { name: 'name', path: ['name'] },
  { name: 'tenantId', path: ['backend', 'tenantId'] },
  { name: 'domain', path: ['backend', 'organization'], other: 'organization' },
  { name: 'slack', path: ['slack'] },
  { name: 'teams', path: ['teams'] },
  { name: 'mode', path: ['mode'] },
  { name: 'timeZone', path: ['timeZone'] },
  { name: 'pollSeconds', path: ['pollSeconds'], type: 'number' },
  { name: 'defenderAlerts', path: ['defenderAlerts'], type: 'boolean' },
  { name: 'appId', path: ['backend', 'appId'] },
  { name: 'cloud', path: ['backend', 'cloud'] },
  { name: 'transport', path: ['backend', 'transport'] },
  { name: 'backend', path: ['backend', 'kind'] },
] as const satisfies readonly Column[]

/** The column that a setting of a tenant comes from. */
export function findColumn(path: string): string | undefined {
  const channel = /^channels\[\d+\]\.(slack|teams)$/.exec(path)?.[1]
  return channel ?? tenantColumns.find((column) => column.path.join('.') === path)?.name
}

function toPlainName(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '')
}

/** As it stands in the first line of a file. */
export function findByName(name: string): Column | undefined {
  const wanted = toPlainName(name)
  const columns: readonly Column[] = tenantColumns
  return columns.find((one) => [one.name, one.other ?? ''].some((known) => toPlainName(known) === wanted))
}
