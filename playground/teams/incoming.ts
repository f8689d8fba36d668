// What a bot may post: an activity, read and checked the way Teams' connector does.
import { z } from 'zod'
import type { Said } from './posts.js'
import { failure, type Reply } from './reply.js'

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive'

/** Teams counts a message in UTF-16 and refuses more than about 100 KB. */
const MESSAGE_LIMIT_BYTES = 100 * 1024
const CARD_VERSION_LIMIT = 1.5

const adaptiveCard = z.looseObject({
  type: z.literal('AdaptiveCard'),
  version: z
    .string()
    .regex(/^1\.\d$/)
    .refine((version) => Number(version) <= CARD_VERSION_LIMIT, 'Teams draws Adaptive Cards up to 1.5'),
  body: z.array(z.looseObject({ type: z.string() })).optional(),
  actions: z.array(z.looseObject({ type: z.string() })).optional(),
})

const outgoingActivity = z.looseObject({
  type: z.string(),
  text: z.string().nullish(),
  textFormat: z.enum(['markdown', 'plain', 'xml']).nullish(),
  summary: z.string().nullish(),
  entities: z.array(z.looseObject({ type: z.string() })).nullish(),
  attachments: z.array(z.looseObject({ contentType: z.string(), content: z.unknown() })).nullish(),
})

export type ReadActivity =
  | { readonly kind: 'message'; readonly said: Said }
  /** Typing and other signs that leave nothing behind. */
  | { readonly kind: 'sign' }
  | { readonly kind: 'refused'; readonly reply: Reply }

export function readActivity(given: unknown): ReadActivity {
  const read = outgoingActivity.safeParse(given)
  if (!read.success) return refused('BadSyntax', z.prettifyError(read.error))
  const { type, textFormat, attachments } = read.data
  const text = showMentions(read.data.text ?? '', read.data.entities ?? [])
  if (type !== 'message') return { kind: 'sign' }
  if (JSON.stringify(read.data).length * 2 > MESSAGE_LIMIT_BYTES) {
    return { kind: 'refused', reply: failure(413, 'MessageSizeTooBig', 'Message size too large.') }
  }
  const cards = (attachments ?? []).map((attachment) => readCard(attachment))
  const bad = cards.find((card) => !card.success)
  if (bad?.error) return refused('BadSyntax', z.prettifyError(bad.error))
  const drawn = cards.flatMap((card) => (card.data ? [card.data] : []))
  if (!text && drawn.length === 0) return refused('BadSyntax', 'Activity must have text or attachments.')
  return { kind: 'message', said: { text, textFormat: textFormat ?? 'markdown', cards: drawn } }
}

const mention = z.object({
  type: z.literal('mention'),
  text: z.string().regex(/^<at>[^<>]+<\/at>$/),
  mentioned: z.object({ id: z.string().min(1), name: z.string().min(1) }),
})

/** Teams draws a mention where its tag stands in the text, and leaves a tag that no entity belongs to as it is. */
function showMentions(text: string, entities: readonly unknown[]): string {
  return entities.reduce<string>((shown, entity) => {
    const read = mention.safeParse(entity)
    return read.success ? shown.replace(read.data.text, `**@${read.data.text.slice(4, -5)}**`) : shown
  }, text)
}

export function readCard(attachment: { readonly contentType: string; readonly content?: unknown }) {
  return adaptiveCard.safeParse(attachment.contentType === CARD_TYPE ? attachment.content : undefined)
}

function refused(code: string, message: string): ReadActivity {
  return { kind: 'refused', reply: failure(400, code, message) }
}
