// What Reprieve asks of others, as tables of the docs and as one file for programs: made from the lists in src, never by hand.
import { cloudNames } from '../../src/backends/exchange/clouds.js'
import { cmdletNames, findPage, getCmdletSurface } from '../../src/backends/exchange/surface/cmdlets.js'
import { type CmdletFeatureWords, cmdletFeatures } from '../../src/backends/exchange/surface/features.js'
import { graphRoutes } from '../../src/backends/exchange/surface/graph.js'
import { type GraphFeatureWords, graphFeatures } from '../../src/backends/exchange/surface/graph-features.js'
import { toContainScript, toUnblockScript } from '../../src/backends/exchange/surface/role-script.js'
import { slackMethods } from '../../src/platforms/slack/methods.js'
import { connectorCalls, groupCalls } from '../../src/platforms/teams/calls.js'

type Row = readonly string[]

const graphFeatureList: readonly (readonly [string, GraphFeatureWords])[] = Object.entries(graphFeatures)
const cmdletFeatureList: readonly (readonly [string, CmdletFeatureWords])[] = Object.entries(cmdletFeatures)

const code = (text: string) => `\`${text}\``

function toTable(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function listCmdlets(feature: string): readonly string[] {
  return cmdletNames.filter((name) => getCmdletSurface(name).feature === feature)
}

function toCmdletTable(): string {
  const rows = cmdletFeatureList.map(([id, { name, role }]) => [
    name,
    listCmdlets(id).map(code).join(', '),
    role,
  ])
  return toTable(['Reprieve does', 'with', 'a role that brings it'], rows)
}

function toGraphTable(): string {
  const rows = graphFeatureList.map(([, { does, needs, licence = '', role }]) => {
    const permissions = needs.map(([least]) => code(least)).join(', ')
    return [does, role === undefined ? permissions : `${permissions} and the Entra role **${role}**`, licence]
  })
  return toTable(['Feature', 'Permission', 'Licence'], rows)
}

const usual = 'as worldwide'
const untold = 'cannot be told here'

/** Only what one of the clouds cannot tell, or tells in another way. */
function toCloudTable(): string {
  const others = cloudNames.filter((name) => name !== 'worldwide')
  const graph = graphFeatureList.map(([id, { does }]) => {
    const routes = graphRoutes.filter(({ features }) => features.some((one) => one === id))
    const toCell = (cloud: (typeof others)[number]) => {
      const lacking = routes.filter(({ notIn }) => notIn.includes(cloud))
      const [first] = lacking.flatMap(({ elseBy }) => elseBy ?? [])
      return lacking.length === 0 ? usual : first === undefined ? untold : `by ${code(first)}`
    }
    return [does, ...others.map(toCell)]
  })
  const exchange = cmdletFeatureList.map(([id, { name }]) => {
    const surfaces = cmdletNames.map(getCmdletSurface).filter(({ feature }) => feature === id)
    const toCell = (cloud: (typeof others)[number]) =>
      surfaces.some(({ silentIn = [] }) => silentIn.includes(cloud)) ? untold : usual
    return [name, ...others.map(toCell)]
  })
  const rows = [...exchange, ...graph].filter(([, ...cells]) => cells.some((cell) => cell !== usual))
  return toTable(['', ...others.map(code)], rows)
}

function toSlackTable(): string {
  const rows = Object.entries(slackMethods).map(([name, { scopes }]) => [
    code(name),
    scopes.length === 0 ? 'every token' : scopes.map(code).join(', '),
  ])
  return toTable(['Method', 'Scope'], rows)
}

function toTeamsTable(): string {
  const rows = [...connectorCalls, ...groupCalls].map(({ does, method, path, permissions }) => [
    does,
    code(`${method} ${path}`),
    permissions.length === 0 ? 'the app is there' : permissions.map(code).join(', '),
  ])
  return toTable(['Reprieve asks', 'with', 'what it takes'], rows)
}

const fence = '`'.repeat(3)
const toPowerShell = (text: string) => `${fence}powershell\n${text}\n${fence}`

export interface DocumentedTable {
  readonly page: string
  /** Between `<!-- table: NAME -->` and `<!-- end -->`. */
  readonly name: string
  readonly text: string
}

export const tables: readonly DocumentedTable[] = [
  {
    page: 'docs/connect-exchange.md',
    name: 'role-unblock',
    text: toPowerShell(`Connect-ExchangeOnline\n\n${toUnblockScript({ isWatchOnly: false })}`),
  },
  { page: 'docs/connect-exchange.md', name: 'role-contain', text: toPowerShell(toContainScript()) },
  { page: 'docs/connect-exchange.md', name: 'cmdlets', text: toCmdletTable() },
  { page: 'docs/connect-exchange.md', name: 'graph', text: toGraphTable() },
  { page: 'docs/connect-exchange.md', name: 'clouds', text: toCloudTable() },
  { page: 'docs/connect-slack.md', name: 'slack', text: toSlackTable() },
  { page: 'docs/connect-teams.md', name: 'teams', text: toTeamsTable() },
]

const toMarks = ({ name }: DocumentedTable) => [`<!-- table: ${name} -->\n`, '\n<!-- end -->'] as const

/** @throws Error when the page has no place for it. */
export function fillTable(page: string, table: DocumentedTable): string {
  const [begin, end] = toMarks(table)
  const from = page.indexOf(begin)
  const to = page.indexOf(end, from)
  if (from < 0 || to < 0) throw new Error(`${table.page} has no place for the table ${table.name}.`)
  return `${page.slice(0, from + begin.length)}${table.text}${page.slice(to)}`
}

/** `docs/surface.json`: the same for programs. */
export function toSurfaceJson(): string {
  const surface = {
    cmdlets: Object.fromEntries(
      cmdletNames.map((name) => [name, { ...getCmdletSurface(name), page: findPage(name) ?? null }]),
    ),
    graph: graphRoutes.map(({ page, ...route }) => ({
      ...route,
      page: `https://learn.microsoft.com/graph/api/${page}`,
    })),
    graphPermissions: graphFeatures,
    slack: Object.fromEntries(
      Object.entries(slackMethods).map(([name, method]) => [
        name,
        { ...method, page: `https://docs.slack.dev/reference/methods/${name}` },
      ]),
    ),
    teams: { connector: connectorCalls, graph: groupCalls },
  }
  return `${JSON.stringify(surface, undefined, 2)}\n`
}
