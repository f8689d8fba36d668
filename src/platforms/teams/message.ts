import { z } from 'zod'

/** Whoever is meant is told; the text holds the same tag. Source: learn.microsoft.com, channel and group conversations. */
const mentionSchema = z.object({
  type: z.literal('mention'),
  text: z.string(),
  /** A tag of the team tells everybody who has it. */
  mentioned: z.object({ id: z.string(), name: z.string(), type: z.literal('tag').optional() }),
})
type Mention = z.infer<typeof mentionSchema>

/** Shows what somebody asked privately above its answer. */
interface Quote {
  readonly type: 'targetedMessageInfo'
  readonly messageId: string
}

/** What `render` gives: a card, or a line of Markdown with everything from outside already escaped. */
const renderedSchema = z.union([
  z.looseObject({ type: z.literal('AdaptiveCard'), fallbackText: z.string().optional() }),
  z.object({ type: z.literal('message'), text: z.string(), entities: z.array(mentionSchema).optional() }),
])

export interface Activity {
  readonly type: 'message'
  readonly text?: string
  readonly textFormat?: 'markdown'
  readonly summary?: string
  readonly attachments?: readonly object[]
  readonly entities?: readonly (Mention | Quote)[]
  readonly channelData?: object
}

const cardType = 'application/vnd.microsoft.card.adaptive'
const messageType = 'application/vnd.microsoft.activity.message'

/** What a client presses by itself for a reader it finds in `refresh`; no button has it. */
export const resumeVerb = 'resume'

interface Delivery {
  /** Also puts it into the activity feed and notifies. */
  readonly alert: boolean
  /** Teams ids of those who have a private page open in its place and whose clients are to ask for it again. */
  readonly readers?: readonly string[]
}

export function toActivity(rendered: unknown, { alert, readers = [] }: Delivery): Activity {
  const content = renderedSchema.parse(rendered)
  const channelData = alert ? { channelData: { notification: { alert: true } } } : {}
  if (content.type === 'message') return { ...toLine(content.text, content.entities), ...channelData }
  // A message that is only a card has no text of its own for the notification.
  const summary = content.fallbackText === undefined ? {} : { summary: content.fallbackText }
  const attachment = { contentType: cardType, content: { ...content, ...toRefresh(readers) } }
  return { type: 'message', ...summary, attachments: [attachment], ...channelData }
}

// Without `userIds` every client of the channel would ask.
export function toRefresh(readers: readonly string[]): object {
  if (readers.length === 0) return {}
  const action = { type: 'Action.Execute', title: 'Refresh', verb: resumeVerb, data: {} }
  return { refresh: { action, userIds: readers } }
}

export function toLine(text: string, entities: readonly Mention[] = []): Activity {
  // A notification shows no tags.
  const summary = text.replaceAll(/<\/?at>/g, '')
  const mentions = entities.length === 0 ? {} : { entities }
  return { type: 'message', text, textFormat: 'markdown', summary, ...mentions }
}

/** Words alone, which no button stands below. */
export function isLine(rendered: unknown): boolean {
  return renderedSchema.parse(rendered).type === 'message'
}

/** The body of the answer to an invoke, for the clicker alone. */
export function toInvokeBody(rendered: unknown): object {
  const content = renderedSchema.parse(rendered)
  return content.type === 'message'
    ? toInvokeMessage(content.text)
    : { statusCode: 200, type: cardType, value: content }
}

export function toInvokeMessage(text: string): object {
  return { statusCode: 200, type: messageType, value: text }
}
