// Pressing a card's button: the invoke that goes out, and what its answer means for the one who pressed.
import { z } from 'zod'
import { parseJson } from '../http.js'
import type { PersonKey } from '../people.js'
import type { TypedActivity } from './envelope.js'
import { CARD_TYPE, readCard } from './incoming.js'
import type { Card } from './saved-tenant.js'

export interface TeamsExecute {
  readonly person: PersonKey
  readonly activityId: string
  readonly action: TeamsAction
}

/** The button's action with the inputs of its card merged into `data`, as Teams sends it. */
export interface TeamsAction {
  readonly type: 'Action.Execute' | 'Action.Submit'
  readonly verb?: string | undefined
  readonly id?: string | undefined
  readonly title?: string | undefined
  readonly data: Readonly<Record<string, unknown>>
  /** `automatic` when a card's `refresh` asked for it. */
  readonly trigger?: 'manual' | 'automatic' | undefined
}

export function toInvoke({ trigger = 'manual', ...action }: TeamsAction): TypedActivity {
  if (action.type === 'Action.Submit') return { type: 'message', value: action.data }
  return { type: 'invoke', name: 'adaptiveCard/action', value: { action, trigger } }
}

export type InvokeAnswer =
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'toast'; readonly text: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'failed' }

const answerSchema = z.looseObject({
  statusCode: z.number(),
  type: z.string().optional(),
  value: z.unknown(),
})

export function followInvoke(text: string): InvokeAnswer {
  if (text.trim() === '') return { kind: 'nothing' }
  const json = parseJson(text)
  const answer = json.ok ? answerSchema.safeParse(json.value) : undefined
  if (!answer?.success || answer.data.statusCode !== 200) return { kind: 'failed' }
  const { type = '', value } = answer.data
  if (type === 'application/vnd.microsoft.activity.message') {
    return typeof value === 'string' ? { kind: 'toast', text: value } : { kind: 'failed' }
  }
  const card = type === CARD_TYPE ? readCard({ contentType: type, content: value }) : undefined
  return card?.success ? { kind: 'card', card: card.data } : { kind: 'failed' }
}
