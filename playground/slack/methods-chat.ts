// chat.*: what a bot says. Names, arguments and errors are those of Slack's Web API.
import { z } from 'zod'
import { findChannel, findPersonByUserId, toPlaceId, WORKSPACE } from './channels.js'
import { messageAttachments, messageBlocks, messageMetadata, toSlackMessages } from './content.js'
import { toWireMessage } from './messages.js'
import type { WorkspaceParts } from './parts.js'
import type { StoredMessage } from './saved-workspace.js'

export type Answer =
  | { readonly ok: true; readonly [field: string]: unknown }
  | {
      readonly ok: false
      readonly error: string
      readonly response_metadata?: { readonly messages: readonly string[] }
      /** Of `blocks.validate`. */
      readonly errors?: readonly object[]
    }
export type Arguments = Readonly<Record<string, unknown>>
export type Method = (given: Arguments) => Answer | Promise<Answer>

const TEXT_LIMIT = 40_000

const content = z.object({
  text: z.string().optional(),
  blocks: messageBlocks.optional(),
  attachments: messageAttachments.optional(),
  metadata: messageMetadata.optional(),
  thread_ts: z.string().optional(),
  // A form has words only.
  reply_broadcast: z.union([z.boolean(), z.stringbool()]).optional(),
})
type Content = z.infer<typeof content>

export function failed(error: string, messages: readonly string[] = []): Answer {
  return { ok: false, error, ...(messages.length > 0 ? { response_metadata: { messages } } : {}) }
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '')

export function chatMethods(parts: WorkspaceParts): Readonly<Record<string, Method>> {
  const { messages } = parts
  const findOwn = (given: Arguments): StoredMessage | undefined => {
    const found = messages.find(text(given.ts))
    return found?.channelId === given.channel && found?.onlyFor === undefined ? found : undefined
  }
  return {
    'chat.postMessage': async (given) => {
      const channel = toPlaceId(text(given.channel))
      if (!findChannel(channel)) return failed('channel_not_found')
      const read = readContent(given)
      if ('ok' in read) return read
      const message = await messages.post(toDraft({ ...given, channel }, read))
      return {
        ok: true,
        channel: message.channelId,
        ts: message.ts,
        message: toWireMessage(message, WORKSPACE),
      }
    },
    'chat.postEphemeral': async (given) => {
      if (!findChannel(text(given.channel))) return failed('channel_not_found')
      const reader = findPersonByUserId(text(given.user))
      if (!reader) return failed('user_not_in_channel')
      const read = readContent(given)
      if ('ok' in read) return read
      const message = await messages.post({ ...toDraft(given, read), onlyFor: reader.slack.userId })
      return { ok: true, message_ts: message.ts }
    },
    'chat.update': async (given) => {
      if (!findChannel(text(given.channel))) return failed('channel_not_found')
      const message = findOwn(given)
      if (!message) return failed('message_not_found')
      if (message.userId !== WORKSPACE.botUserId) return failed('cant_update_message')
      const read = readContent(given)
      if ('ok' in read) return read
      await messages.change(message, read)
      const { channelId: channel, ts, text: shown } = message
      return { ok: true, channel, ts, text: shown, message: toWireMessage(message, WORKSPACE) }
    },
    'chat.delete': async (given) => {
      const message = findOwn(given)
      if (!message) return failed('message_not_found')
      if (message.userId !== WORKSPACE.botUserId) return failed('cant_delete_message')
      await messages.remove(message)
      return { ok: true, channel: message.channelId, ts: message.ts }
    },
  }
}

/** Checked content, or what Slack says is wrong with it. */
export function readContent(given: Arguments): Content | Answer {
  const read = content.safeParse(given)
  if (!read.success) return toContentError(read.error)
  const { text: said = '', blocks = [], attachments = [] } = read.data
  if (said === '' && blocks.length === 0 && attachments.length === 0) return failed('no_text')
  if (said.length > TEXT_LIMIT) return failed('msg_too_long')
  return read.data
}

function toContentError(error: z.ZodError): Answer {
  const field = String(error.issues[0]?.path[0] ?? '')
  if (field === 'metadata') return failed('metadata_must_be_sent_as_json', toSlackMessages(error, ''))
  const known = field === 'blocks' || field === 'attachments'
  return failed(known ? `invalid_${field}` : 'invalid_arguments', toSlackMessages(error, ''))
}

function toDraft(given: Arguments, read: Content) {
  const { thread_ts: threadTs, reply_broadcast: isBroadcast, ...rest } = read
  const isAlsoInChannel = threadTs !== undefined && isBroadcast === true ? true : undefined
  return { ...rest, threadTs, isAlsoInChannel, channelId: text(given.channel), userId: WORKSPACE.botUserId }
}
