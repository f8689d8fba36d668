import { z } from 'zod'
import type { Actor } from '../../domain/actor.js'
import type { Press } from '../../domain/press.js'
import { type Incoming, toThreadId, withoutThread } from './incoming.js'
import { resumeVerb } from './message.js'
import { pageKey } from './page-marks.js'

const dataSchema = z.record(z.string(), z.unknown())
const executeSchema = z.object({
  action: z.object({ verb: z.string(), data: dataSchema.optional() }),
})
const submitSchema = dataSchema.pipe(z.looseObject({ action: z.string() }))

const resumeSchema = z.union([
  z.object({ trigger: z.literal('automatic') }),
  z.object({ action: z.object({ verb: z.literal(resumeVerb) }) }),
])

/** A button as Teams sends it, before it is known who pressed it. */
export interface Button {
  readonly action: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Whether a button of this name is this program's. */
export type IsOurs = (action: string) => boolean

/** `value` of an `adaptiveCard/action` invoke. Undefined for a button that is not ours. */
export function findExecute(value: unknown, isOurs: IsOurs): Button | undefined {
  const { data } = executeSchema.safeParse(value)
  if (data === undefined || !isOurs(data.action.verb)) return undefined
  return { action: data.action.verb, data: data.action.data ?? {} }
}

/** Whether a card's `refresh` sent it: by itself, or because somebody chose "Refresh" in the message's menu. */
export function isResume(value: unknown): boolean {
  return resumeSchema.safeParse(value).success
}

/** `value` of the message that `Action.Submit` sends, from clients that do not know `Action.Execute`. */
export function findSubmit(value: unknown, isOurs: IsOurs): Button | undefined {
  const { data } = submitSchema.safeParse(value)
  return data !== undefined && isOurs(data.action) ? { action: data.action, data } : undefined
}

const ownKeys: readonly string[] = ['action', 'incidentId', 'confirmationId', 'reviewId', 'revision', pageKey]
const mostValues = 200

export function toPress(actor: Actor, { action, data }: Button, incoming: Incoming): Press {
  const { conversation } = incoming
  const values = Object.entries(data)
    .filter(([key]) => !ownKeys.includes(key) && /^[a-zA-Z][\w.-]{0,100}$/.test(key))
    .flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[key, value]] : []))
    .slice(0, mostValues)
  return {
    actor,
    action,
    incidentId: toId(data.incidentId),
    confirmationId: toId(data.confirmationId),
    reviewId: toId(data.reviewId),
    revision: toRevision(data.revision),
    values: Object.fromEntries(values),
    ...(conversation.conversationType === 'channel'
      ? { channel: { platform: 'teams', channel: withoutThread(conversation.id) }, ...findMessage(incoming) }
      : {}),
  }
}

/** The first message of a thread; replies are nothing that stands by itself. */
function findMessage({ conversation, replyToId }: Incoming): Pick<Press, 'on'> {
  const channel = withoutThread(conversation.id)
  return replyToId !== undefined && conversation.id === toThreadId(channel, replyToId)
    ? { on: { platform: 'teams', channel, message: replyToId } }
    : {}
}

/** Pages that an older version drew carry none. */
function toRevision(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined
}

function toId(value: unknown): string {
  return typeof value === 'string' && value.length <= 200 ? value : ''
}
