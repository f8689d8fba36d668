// What is allowed but probably not meant. Said at every start.
import { hearsAnything } from '../domain/route.js'
import { toListText } from '../domain/words.js'
import type { BotSettings } from './schema.js'
import { isPlainText } from './store.js'

export function findWarnings(settings: BotSettings): readonly string[] {
  return [
    ...findAccessWarnings(settings),
    ...findChannelWarnings(settings),
    ...findHostWarnings(settings.server.host),
    ...findCloudWarnings(settings),
    ...findProxyWarnings(settings),
    ...findStoreWarnings(settings),
    ...findAlertWarnings(settings),
    ...findSandboxWarnings(settings),
  ]
}

/** A line each would bury everything else. */
const fewTenants = 3

function findSandboxWarnings({ tenants }: BotSettings): readonly string[] {
  const names = tenants.filter(({ backend }) => backend.kind === 'sandbox').map(({ name }) => name)
  return names.length > fewTenants
    ? [`${names.length} tenants are sandboxes: nothing real is watched or unblocked (${toListText(names)}).`]
    : names.map((name) => `The tenant ${name} is a sandbox: nothing real is watched or unblocked.`)
}

/** What is asked for and does nothing. */
function findAlertWarnings({ tenants }: BotSettings): readonly string[] {
  const asking = tenants.filter(({ defenderAlerts }) => defenderAlerts)
  const watched = asking.filter(({ mode }) => mode === 'watch')
  const elsewhere = asking.filter(
    ({ mode, backend }) => mode !== 'watch' && backend.kind === 'exchange' && backend.cloud === 'china',
  )
  const tell = (given: typeof tenants, why: string) =>
    (given.length > fewTenants
      ? [toListText(given.map(({ name }) => name))]
      : given.map(({ name }) => name)
    ).map((names) => `defenderAlerts of ${names} does nothing: ${why}.`)
  return [
    ...tell(watched, 'an organisation that is only watched is not changed'),
    ...tell(elsewhere, 'Microsoft does not offer these alerts in this cloud'),
  ]
}

function findAccessWarnings({ access, slack, teams }: BotSettings): readonly string[] {
  const unreachable = access.flatMap((entry, at) => {
    if (entry.console !== undefined) return []
    if ((entry.slack ?? entry.slackGroup) !== undefined)
      return slack === undefined ? [`access[${at}] means nobody: Slack is not set up.`] : []
    return teams === undefined ? [`access[${at}] means nobody: Teams is not set up.`] : []
  })
  if (access.length === 0)
    return ['Nobody is listed in "access": nobody may see, review or unblock anything.']
  const approvers = access.filter(({ role }) => role === 'approver')
  if (approvers.length === 0)
    return ['No approver is listed in "access": nobody may unblock.', ...unreachable]
  return [...(approvers.some(isInChat) ? [] : [unwritable]), ...unreachable]
}

const unwritable =
  'No approver is listed in "access" by an id or a group of Slack or Teams: when a card can be shown in no channel, nobody can be written to in person. Add one.'

function isInChat({ console, ...entry }: BotSettings['access'][number]): boolean {
  return console === undefined || (entry.slack ?? entry.entra) !== undefined
}

function findChannelWarnings(settings: BotSettings): readonly string[] {
  const routes = settings.tenants.flatMap(({ channels }) => channels)
  const idle = (['slack', 'teams'] as const)
    .filter((platform) => settings[platform] !== undefined)
    .filter((platform) => routes.every((route) => route[platform] === undefined))
    .map((platform) => `No tenant has a channel on ${platform}: it takes commands, but no alert goes there.`)
  const deaf = settings.tenants.flatMap(({ channels }, tenant) =>
    channels.flatMap((route, at) => (hearsAnything(route) ? [] : [`tenants[${tenant}].channels[${at}]`])),
  )
  const paths = deaf.length > fewTenants ? [toListText(deaf)] : deaf
  const never = paths.map((path) => `${path} never hears of anything: no connector is of severity medium.`)
  return [...idle, ...never]
}

/** What the proxy is not asked for, or cannot be. */
function findProxyWarnings({ proxy, noProxy = '', teams, tenants }: BotSettings): readonly string[] {
  if (proxy === undefined) return []
  const isMachineAsked = teams?.appType === 'UserAssignedMsi' && !noProxy.includes('169.254.')
  const powershell = tenants.filter(
    ({ backend }) => backend.kind === 'exchange' && backend.transport === 'powershell',
  )
  return [
    ...(isMachineAsked
      ? [
          'The tokens of a managed identity come from this machine itself, which no proxy reaches: add 169.254.169.254 to noProxy, and to NO_PROXY when HTTPS_PROXY is set.',
        ]
      : []),
    ...(powershell.length > 0 && /\/\/[^/]*@/.test(proxy)
      ? [
          'The proxy wants a name and a password: that all of the PowerShell module sends them is not known. Let this host through without, or use transport rest.',
        ]
      : []),
  ]
}

function findStoreWarnings({ store }: BotSettings): readonly string[] {
  return store !== undefined && isPlainText(store)
    ? [
        'store.url says sslmode=disable: its password, and all that is kept, cross the network as they are. Leave that to a network of your own.',
      ]
    : []
}

function findCloudWarnings({ teams, tenants }: BotSettings): readonly string[] {
  if (teams === undefined) return []
  const { cloud, tenantId } = teams
  const others = tenants.flatMap(({ name, backend }) =>
    backend.kind === 'exchange' && backend.cloud !== cloud ? [{ name, ...backend }] : [],
  )
  const same = others.find((other) => other.tenantId === tenantId)
  if (same !== undefined)
    return [
      `teams.cloud is ${cloud}, and the same tenant as ${same.name} is in ${same.cloud}: one of the two is wrong.`,
    ]
  return others.length > 0 && others.length === tenants.length
    ? [
        `teams.cloud is ${cloud}, and no organisation is in that cloud: check that the bot was registered there.`,
      ]
    : []
}

function findHostWarnings(host: string): readonly string[] {
  const isOpen = host === '0.0.0.0' || /^[0:]+$/.test(host)
  return isOpen
    ? [`The server listens on ${host}, every network of this machine: TLS has to end in front of it.`]
    : []
}
