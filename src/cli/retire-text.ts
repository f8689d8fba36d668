// The words of "reprieve retire": what is outstanding, and what a person removes afterwards.
import type { BotSettings } from '../config/index.js'
import type { RetireAnswer } from '../doors/control.js'
import type { Outstanding } from '../features/retire/outstanding.js'
import { toCountText } from '../features/words/words.js'
import { toPapers } from '../run/papers.js'
import { toDeadLine } from './dead-text.js'
import type { TakenOut } from './take-out.js'

export function toOutstandingText(one: Outstanding): string {
  const rows = [
    ...one.steps.map(
      ({ entity, title, canBeGivenBack }) =>
        `  Not given back: ${title}, ${entity}${canBeGivenBack ? '' : ' (by hand: how it was before is not known)'}`,
    ),
    ...one.underWay.map(({ entity, what }) => `  Under way: ${what}, ${entity}`),
    ...(one.open.length === 0
      ? []
      : [
          `  Open: ${toCountText(one.open.length, 'restriction')}, whose cards will say that nobody watches any more`,
        ]),
    ...one.snoozed.map(({ entity }) => `  Asleep: ${entity}`),
    ...one.mutes.map(({ about, by, until }) => `  Muted: ${about}, by ${by} until ${until}`),
  ]
  const head = `${one.tenant} (${one.tenantId})`
  return [head, ...(rows.length === 0 ? ['  Nothing is outstanding.'] : rows)].map(toDeadLine).join('\n')
}

export interface Removal {
  readonly where: string
  readonly what: readonly string[]
}

export function toNames(tenants: BotSettings['tenants']): string {
  return tenants.map(({ name }) => name).join(', ')
}

interface Removing {
  /** What the bot said that runs on. */
  readonly live: RetireAnswer | undefined
  readonly settings: BotSettings
  readonly tenants: BotSettings['tenants']
  readonly taken: TakenOut | undefined
}

export function toRemovals({ settings, tenants, taken, live }: Removing): readonly Removal[] {
  const left = settings.tenants.filter((one) => !tenants.includes(one))
  const isAll = left.length === 0
  const appsLeft = left.flatMap(({ backend }) => (backend.kind === 'exchange' ? [backend.appId] : []))
  return [
    ...tenants.flatMap((tenant) => toOrganisationRemovals(tenant, appsLeft)),
    ...(isAll ? toPlatformRemovals(settings) : []),
    {
      where: 'This machine',
      what: isAll
        ? [
            'The service, the settings file and the file with its secrets',
            `${settings.store === undefined ? settings.dataFolder : 'The database'}: it holds the journal. Keep it as long as you have to`,
          ]
        : toOwnRemovals(tenants, { taken, live }),
    },
  ].filter(({ what }) => what.length > 0)
}

function toOwnRemovals(
  tenants: BotSettings['tenants'],
  { taken, live }: Pick<Removing, 'taken' | 'live'>,
): readonly string[] {
  const elsewhere = taken?.elsewhere ?? tenants.map(({ id }) => id)
  const variables = taken?.variables ?? []
  return [
    ...(elsewhere.length === 0
      ? []
      : [`Take ${elsewhere.join(', ')} out of what lists the organisations, before the next start`]),
    ...(variables.length === 0 ? [] : [`Variables that nothing refers to any more: ${variables.join(', ')}`]),
    ...(live === undefined ? ['Start Reprieve again'] : []),
    ...(live === undefined || live.waiting.length === 0
      ? []
      : [
          `Start Reprieve again when it suits: ${live.waiting.join(', ')} changed, which a running bot does not take up`,
        ]),
  ]
}

function toOrganisationRemovals(
  { name, mode, backend }: BotSettings['tenants'][number],
  appsLeft: readonly string[],
): readonly Removal[] {
  if (backend.kind !== 'exchange') return []
  const { appId, tenantId } = backend
  const isShared = appsLeft.includes(appId)
  return [
    {
      where: `Entra of ${name} (${tenantId})`,
      what: [
        `Enterprise applications > ${appId} > Properties > Delete: takes the consent and every directory role with it`,
        isShared
          ? 'The app registration and its certificate stay: other organisations use them'
          : `App registrations > ${appId} > Delete, with its certificates and secrets; delete the private key where it is kept`,
      ],
    },
    {
      where: `Exchange of ${name}, in PowerShell`,
      what: toPapers({ name, mode, backend }).removalScript.split('\n'),
    },
  ]
}

function toPlatformRemovals({ slack, teams }: BotSettings): readonly Removal[] {
  return [
    ...(slack === undefined
      ? []
      : [
          {
            where: `Slack (${slack.teamId})`,
            what: [
              'api.slack.com/apps > the app > Basic Information > Delete App: takes every token with it',
            ],
          },
        ]),
    ...(teams === undefined
      ? []
      : [
          {
            where: 'Teams',
            what: [
              'Remove the app from its team, and in the Teams admin center from Manage apps',
              `portal.azure.com > the Azure Bot ${teams.appId} > Delete, and its app registration in Entra`,
            ],
          },
        ]),
  ]
}
