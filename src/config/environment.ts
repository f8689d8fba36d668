// One tenant by environment variables alone, held to the same schema as the file.
import type { Role } from '../domain/grants.js'
import { whoKeys } from './conflicts.js'
import { guid } from './formats.js'
import type { Problem } from './problem.js'
import { type Environment, findVariable } from './references.js'
import { type Row, toRowPath, toTyped } from './rows.js'

export interface EnvironmentRead {
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** The variable a path came from, or should come from. */
  toLabel(path: string): string
}

const lists = [
  { variable: 'REPRIEVE_APPROVERS', role: 'approver' },
  { variable: 'REPRIEVE_OPERATORS', role: 'operator' },
  { variable: 'REPRIEVE_VIEWERS', role: 'viewer' },
] as const satisfies readonly { readonly variable: string; readonly role: Role }[]

const sections = [
  'server',
  'dataFolder',
  'store',
  'storeId',
  'retentionDays',
  'cards',
  'logLevel',
  'slack',
  'teams',
]

export function readEnvironment(environment: Environment, rows: readonly Row[]): EnvironmentRead {
  const given = rows.flatMap((row) => {
    const value = row.variable === undefined ? undefined : findVariable(environment, row.variable)
    return value === undefined ? [] : [{ path: row.path, value: toTyped(value, row) }]
  })
  const own = given.filter(({ path }) => sections.includes(path.split('.')[0] ?? ''))
  const access = readAccess(environment)
  const base = toTree([...own, ...(own.some(({ path }) => path === 'slack.appToken') ? [socketMode] : [])])
  const backend = toBackend(given)
  const value = { ...base, tenants: [toTenant(environment, { base, backend })], access: access.entries }
  const variables = new Map(rows.map((row) => [row.path, row.variable]))
  return {
    value,
    problems: access.problems,
    toLabel: (path) => access.toLabel(path) ?? toVariable(path, variables),
  }
}

/** Nobody makes an app-level token for anything else. */
const socketMode = { path: 'slack.mode', value: 'socket' }

interface Leaf {
  readonly path: string
  readonly value: string | number | boolean
}

const backendPath = 'tenants[].backend.'

/** Whoever names anything of a real organisation means it; without that there is the sandbox. */
function toBackend(given: readonly Leaf[]): Record<string, unknown> {
  const leaves = given
    .filter(({ path }) => path.startsWith(backendPath))
    .map(({ path, value }) => ({ path: path.slice(backendPath.length), value }))
  return leaves.length === 0 ? { kind: 'sandbox' } : { kind: 'exchange', ...toTree(leaves) }
}

function toTree(leaves: readonly Leaf[]): Record<string, unknown> {
  const heads = new Set(leaves.map(({ path }) => path.split('.')[0] ?? path))
  return Object.fromEntries(
    [...heads].map((head) => {
      const inner = leaves.filter(({ path }) => path.startsWith(`${head}.`))
      const leaf = leaves.find(({ path }) => path === head)
      const below = inner.map(({ path, value }) => ({ path: path.slice(head.length + 1), value }))
      return [head, leaf?.value ?? toTree(below)]
    }),
  )
}

interface Own {
  readonly base: Record<string, unknown>
  readonly backend: Record<string, unknown>
}

function toTenant(environment: Environment, { base, backend }: Own) {
  const slack = findVariable(environment, 'SLACK_CHANNEL')
  const mode = findVariable(environment, 'REPRIEVE_MODE')
  const teams =
    findVariable(environment, 'TEAMS_CHANNEL') ?? (base.teams === undefined ? undefined : 'installed')
  return {
    id: 'main',
    name: findVariable(environment, 'REPRIEVE_TENANT_NAME') ?? 'Our organisation',
    backend,
    ...(mode === undefined ? {} : { mode }),
    channels: [...(slack === undefined ? [] : [{ slack }]), ...(teams === undefined ? [] : [{ teams }])],
  }
}

function readAccess(environment: Environment) {
  const written = lists.flatMap(({ variable, role }) =>
    (findVariable(environment, variable) ?? '')
      .split(',')
      .map((entry, at) => ({ entry: entry.trim(), label: `${variable} (entry ${at + 1})`, role }))
      .filter(({ entry }) => entry !== ''),
  )
  const read = written.map(({ entry, label, role }) => ({ label, parsed: parseEntry(entry, role) }))
  const good = read.flatMap(({ label, parsed }) => (parsed === undefined ? [] : [{ label, parsed }]))
  const bad = read.filter(({ parsed }) => parsed === undefined)
  return {
    entries: good.map(({ parsed }) => parsed),
    problems: bad.map(({ label }) => ({
      path: label,
      what: `does not begin with ${kinds}`,
      remedy: howToList,
    })),
    toLabel(path: string): string | undefined {
      const at = /^access\[(\d+)\]/.exec(path)?.[1]
      return at === undefined ? undefined : good[Number(at)]?.label
    },
  }
}

const kinds = `${whoKeys.map((key) => `${key}:`).join(', ')}`
const joint = new RegExp(`\\+(?=\\s*(?:${whoKeys.join('|')}):)`)
const howToList = 'Write entries such as slack:U0123456789=maya@contoso.com, separated by commas'

/**
 * `slack:U123=maya@contoso.com;maya@fabrikam.com`; among them the Entra object id, which is no address. What one person
 * acts by is joined: `slack:U123+console:maya`.
 */
function parseEntry(entry: string, role: Role): object | undefined {
  const [, who = '', addresses] = /^([^=]*)(?:=(.*))?$/.exec(entry) ?? []
  const ids = who.split(joint).map((one) => /^(\w+):(.*)$/.exec(one.trim()) ?? [])
  if (!ids.every(([, key]) => whoKeys.some((known) => known === key))) return undefined
  const own = addresses?.split(';').map((one) => one.trim())
  const entraId = own?.find((one) => guid.safeParse(one).success)
  return {
    ...Object.fromEntries(ids.map(([, key = '', id = '']) => [key, id.trim()])),
    role,
    ...(own === undefined ? {} : { addresses: own.filter((one) => one !== entraId) }),
    ...(entraId === undefined ? {} : { entraId }),
  }
}

function toVariable(path: string, variables: ReadonlyMap<string, string | undefined>): string {
  if (path === 'tenants[0].channels') return 'SLACK_CHANNEL, TEAMS_CHANNEL'
  return variables.get(toRowPath(path)) ?? path
}
