// The one list of everything that people or time can ask for, in the order of the help.
import type { z } from 'zod'
import type { Card as AnyCard, Catalogue } from '../ports.js'
import { alertChannel } from './alert-channel/index.js'
import { approval } from './approval/index.js'
import { askOwner } from './ask-owner/index.js'
import { blindness } from './blindness/index.js'
import { breakGlassFeature } from './break-glass/index.js'
import { browse } from './browse/index.js'
import type { Card } from './cards.js'
import { claim } from './claim/index.js'
import { containment } from './containment/index.js'
import { defender } from './defender/index.js'
import { doctor } from './doctor/index.js'
import { drill } from './drill/index.js'
import { early } from './early/index.js'
import { entrance } from './entrance/index.js'
import { escalation } from './escalation/index.js'
import { evidence } from './evidence/index.js'
import { explain } from './explain/index.js'
import { collect, type Feature, toEventRows, toTaskTable } from './feature.js'
import { forgetting } from './forgetting/index.js'
import { handover } from './handover/index.js'
import { help } from './help/index.js'
import { history } from './history/index.js'
import { incident } from './incident/index.js'
import { mailFlow } from './mail-flow/index.js'
import { mute } from './mute/index.js'
import { pager } from './pager/index.js'
import { policies } from './policies/index.js'
import { privacy } from './privacy/index.js'
import { reminders } from './reminders/index.js'
import { replicas } from './replicas/index.js'
import { retire } from './retire/index.js'
import { review } from './review/index.js'
import { settings } from './settings/index.js'
import { snooze } from './snooze/index.js'
import { status } from './status/index.js'
import { storeIdentity } from './store-identity/index.js'
import { stormReview } from './storm-review/index.js'
import { unblock } from './unblock/index.js'
import { unread } from './unread/index.js'
import { verdict } from './verdict/index.js'
import { watch } from './watch/index.js'

const list = [
  entrance,
  watch,
  unread,
  blindness,
  evidence,
  verdict,
  // After it, whose verdict goes by the answer.
  askOwner,
  incident,
  browse,
  // Before whoever else says who is at it: what sleeps, and what is known, waits for nobody.
  snooze,
  mute,
  stormReview,
  early,
  approval,
  escalation,
  pager,
  reminders,
  claim,
  review,
  containment,
  unblock,
  mailFlow,
  defender,
  breakGlassFeature,
  handover,
  drill,
  history,
  explain,
  policies,
  status,
  settings,
  replicas,
  storeIdentity,
  privacy,
  retire,
  doctor,
  alertChannel,
  forgetting,
  help,
] as const

export const features: readonly Feature[] = list

/** What platforms know of all this. */
export const catalogue: Catalogue = {
  cards: collect(features.map(({ cards }) => cards)),
  presses: collect(features.map(({ presses }) => presses)),
}

/** What the duty of each kind of task must look like. */
export const duties: ReadonlyMap<string, z.ZodType> = new Map(
  [...toTaskTable(features)].map(([kind, { schema }]) => [kind, schema]),
)
export const taskKinds: readonly string[] = [...duties.keys()]

/** How each type of event in the journal is told. */
export const eventRows = toEventRows(features)

/** The names of what features have of one part. */
type NamesOf<Some, Part extends keyof Feature> = Some extends { readonly [Key in Part]: infer Rows }
  ? keyof Rows & string
  : never
export type PressName = NamesOf<(typeof list)[number], 'presses'>

export const pressNames: readonly PressName[] = features
  .flatMap(({ presses }) => Object.keys(presses ?? {}))
  .filter(isPressName)

function isPressName(name: string): name is PressName {
  return catalogue.presses.has(name)
}

/** What can be typed, in the order of the help. */
export const verbs: readonly string[] = features.flatMap(({ commands }) => Object.keys(commands ?? {}))

/** The same in one line each, for the lists that Slack and Teams keep. */
export const commandHints: readonly {
  readonly verb: string
  readonly usage: string
  readonly text: string
}[] = features.flatMap(({ commands }) =>
  Object.entries(commands ?? {}).map(([verb, { text, hint }]) => ({ verb, usage: verb, text, ...hint })),
)

/** A card that came back through a port. @throws Error when this program has none of that name. */
export function toCard(card: AnyCard): Card {
  if (isOurs(card)) return card
  throw new Error(`There is no card ${card.name}.`)
}

function isOurs(card: AnyCard): card is Card {
  return catalogue.cards.has(card.name)
}
