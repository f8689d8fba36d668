// The settings as the parts of the bot want them.

import { consoleHome, consolePlatform, type EntraId } from '../domain/actor.js'
import type { Approval } from '../domain/approval.js'
import type { Access } from '../domain/grants.js'
import type { AlertRoute } from '../domain/route.js'
import type { Tenant } from '../domain/tenant.js'
import type { HourMinute } from '../domain/time-zone.js'
import { protectedKeys } from './conflicts.js'
import { toBusinessHours, toLadder, toStepChannel } from './escalation.js'
import { toPortals } from './portals.js'
import type { BotSettings } from './schema.js'

type TenantSettings = BotSettings['tenants'][number]
type RouteSettings = TenantSettings['channels'][number]

/** The settings, or the few of them that a reading console needs: nobody acts there, so it need not know directories. */
type AccessSettings = Pick<BotSettings, 'access'> &
  Partial<Pick<BotSettings, 'slack' | 'teams'>> & {
    readonly tenants: readonly (Pick<TenantSettings, 'id'> & {
      readonly backend?: TenantSettings['backend'] | { readonly cloud: string }
    })[]
  }

export function toAccess({ access, slack, teams, tenants }: AccessSettings): Access {
  const people = access.flatMap((entry) => {
    const { role, addresses, name, tenants: bound } = entry
    const given = {
      role,
      addresses,
      ...(name === undefined ? {} : { name }),
      ...(bound === undefined ? {} : { tenants: bound }),
    }
    return toKeys(entry).map((key) => [key, given] as const)
  })
  const groups = access.flatMap((entry) => {
    const key = toGroupKey(entry)
    return key === undefined ? [] : [{ key, ...entry }]
  })
  const homes = [
    `console:${consoleHome}`,
    ...(slack === undefined ? [] : [`slack:${slack.teamId}`]),
    ...(teams === undefined ? [] : [`teams:${teams.tenantId}`]),
  ]
  const directories = new Map(
    tenants.flatMap(({ id, backend }) =>
      backend !== undefined && 'tenantId' in backend ? [[id, backend.tenantId]] : [],
    ),
  )
  return {
    homes: new Set(homes),
    people: new Map(people),
    groups: new Map(groups.map(({ key, role }) => [key, role])),
    groupTenants: new Map(
      groups.flatMap(({ key, tenants: bound }) => (bound === undefined ? [] : [[key, bound]])),
    ),
    accounts: new Map(
      toAccounts(access, { teams: teams?.tenantId, only: findOnly([...directories.values()]) }),
    ),
    entries: new Map(
      access.map(toKeys).flatMap((keys) => (keys.length < 2 ? [] : keys.map((key) => [key, keys.join('+')]))),
    ),
    entraPlatforms: new Map(teams === undefined ? [] : [['teams', teams.tenantId]]),
    directories,
  }
}

type AccessEntry = BotSettings['access'][number]

function toGroupKey({ slackGroup, entraGroup }: AccessEntry): string | undefined {
  if (slackGroup !== undefined) return `slack:${slackGroup}`
  return entraGroup === undefined ? undefined : `teams:${entraGroup}`
}

/** The ids of the one person an entry names, as actor keys; none for a group. */
export function toKeys({ slack: member, entra, console: user }: AccessEntry): readonly string[] {
  return [
    ...(member === undefined ? [] : [`slack:${member}`]),
    ...(entra === undefined ? [] : [`teams:${entra}`]),
    ...(user === undefined ? [] : [`${consolePlatform}:${user}`]),
  ]
}

/** An id on Teams is the account in Entra itself; beside others it is theirs too. */
function toAccounts(
  access: BotSettings['access'],
  { teams, only }: Readonly<Record<'teams' | 'only', string | undefined>>,
): readonly (readonly [string, EntraId])[] {
  return access.flatMap((entry) => {
    const objectId = entry.entra ?? entry.entraId
    const account = { objectId: objectId ?? '', directoryId: entry.entraTenantId ?? teams ?? only }
    return objectId === undefined ? [] : toKeys(entry).map((key) => [key, account] as const)
  })
}

export function toApproval({ approval, protected: entities }: BotSettings): Approval {
  const { perHour, ...twoPeople } = approval.twoPeople
  return {
    ...approval,
    twoPeople: { ...twoPeople, ...(perHour === undefined ? {} : { perHour }) },
    protected: entities.flatMap(({ rule, ...by }) =>
      protectedKeys.flatMap((key) => {
        const value = by[key]
        return value === undefined ? [] : [{ by: key, value, rule }]
      }),
    ),
  }
}

function findOnly(values: readonly string[]): string | undefined {
  const distinct = [...new Set(values)]
  return distinct.length === 1 ? distinct[0] : undefined
}

interface GivenTenant {
  readonly tenant: Tenant
  readonly backend: TenantSettings['backend']
}

export function toTenants({ tenants }: Pick<BotSettings, 'tenants'>): readonly GivenTenant[] {
  return tenants.map(
    ({ id, name, pollSeconds, timeZone, backend, mode, channels, defenderAlerts, early }) => {
      const routes = channels.flatMap(toRoutes)
      const portals = toPortals(backend.kind === 'exchange' ? backend.cloud : undefined)
      const watching = mode === 'watch' ? ({ isWatchOnly: true } as const) : {}
      const alerts = defenderAlerts ? ({ hasAlertsInStep: true } as const) : {}
      return {
        tenant: {
          id,
          name,
          pollSeconds,
          timeZone,
          routes,
          portals,
          readFrom: toReadFrom(backend),
          ...watching,
          ...alerts,
          ...toEarly(early),
        },
        backend,
      }
    },
  )
}

function toReadFrom(backend: TenantSettings['backend']): string {
  if (backend.kind === 'sandbox') return backend.kind
  const { kind, organization, tenantId, appId, cloud } = backend
  return [kind, organization, tenantId, appId, cloud].join(' ')
}

function toEarly(given: TenantSettings['early']): Pick<Tenant, 'early'> {
  if (given === undefined) return {}
  const { nearLimitPercent, alerts } = given
  return { early: { alerts, ...(nearLimitPercent === undefined ? {} : { nearLimitPercent }) } }
}

function toRoutes({
  slack,
  teams,
  timeZone,
  handover,
  businessHours,
  reminders,
  escalate = [],
  ...heeded
}: RouteSettings) {
  const more = {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(handover === undefined ? {} : { handover: handover.map(toHourMinute) }),
    ...(businessHours === undefined ? {} : { businessHours: toBusinessHours(businessHours) }),
    ...(reminders === undefined ? {} : { reminders }),
    ...(escalate.length === 0 ? {} : { ladders: escalate.map(toLadder) }),
  }
  return [
    ...(slack === undefined ? [] : [{ platform: 'slack', channel: slack } as const]),
    ...(teams === undefined ? [] : [{ platform: 'teams', channel: teams } as const]),
  ].map((channel): AlertRoute => ({ channel, ...heeded, ...more }))
}

function toHourMinute(text: string): HourMinute {
  const [hour = 0, minute = 0] = text.split(':').map(Number)
  return { hour, minute }
}

type ExchangeSettings = Extract<TenantSettings['backend'], { readonly kind: 'exchange' }>

/** How Reprieve signs in to the organisation. The settings hold certificate and key as one text. */
export function toExchangeIdentity({
  tenantId,
  organization,
  appId,
  certificate,
  clientSecret,
}: ExchangeSettings) {
  const ids = { tenantId, organization, appId }
  if (certificate === undefined)
    return { ...ids, credential: { kind: 'secret', clientSecret: clientSecret ?? '' } as const }
  const privateKey = findPem(certificate, /PRIVATE KEY/)
  return {
    ...ids,
    credential: {
      kind: 'certificate',
      certificate: findPem(certificate, /^CERTIFICATE$/),
      privateKey,
    } as const,
  }
}

/** The first block whose label fits; a chain's further certificates come after the one that counts. */
function findPem(text: string, label: RegExp): string {
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g)
  return [...blocks].find(([, name = '']) => label.test(name))?.[0] ?? ''
}

/** Also those that get the card only when nobody takes it on. */
function listChannels(tenants: BotSettings['tenants'], platform: 'slack' | 'teams'): readonly string[] {
  const routes = tenants.flatMap(({ channels }) => channels)
  const own = routes.flatMap((route) => route[platform] ?? [])
  const later = routes
    .flatMap(({ escalate = [] }) => escalate.flatMap(({ steps }) => steps.map(toStepChannel)))
    .flatMap((one) => (one?.platform === platform ? [one.channel] : []))
  return [...new Set([...own, ...later])]
}

/** Where alerts go by the settings. */
export function listAlertChannels({
  tenants,
}: Pick<BotSettings, 'tenants'>): Readonly<Record<'slack' | 'teams', readonly string[]>> {
  return { slack: listChannels(tenants, 'slack'), teams: listChannels(tenants, 'teams') }
}

type PlatformsOf = Pick<BotSettings, 'slack' | 'teams' | 'access' | 'tenants'>

/** As the Slack platform wants them. Undefined when it is not set up. */
export function toSlackSettings({ slack, access, tenants }: PlatformsOf) {
  if (slack === undefined) return undefined
  return {
    ...slack,
    accessGroups: access.flatMap(({ slackGroup }) => slackGroup ?? []),
    alertChannels: listChannels(tenants, 'slack'),
  }
}

/** As the Teams platform wants them, with the groups it has to look people up in. Undefined when it is not set up. */
export function toTeamsSettings({ teams, access, tenants }: PlatformsOf) {
  if (teams === undefined) return undefined
  const { appId, appType, tenantId, appPassword, certificate, cloud, privateAnswers, serviceUrls } = teams
  const accessGroups = access.flatMap(({ entraGroup }) => entraGroup ?? [])
  const alertChannels = listChannels(tenants, 'teams')
  const ids = { appId, appType, tenantId, cloud, privateAnswers, accessGroups, alertChannels, serviceUrls }
  if (appPassword !== undefined) return { ...ids, appPassword }
  if (certificate === undefined) return ids
  const { thumbprint, privateKey } = certificate
  return { ...ids, certificateThumbprint: thumbprint, certificatePrivateKey: privateKey }
}
