// The channel's messages: posting, finding, changing; every change is saved and announced.
import type { Clock } from '../../src/ports.js'
import type { Changes } from '../changes.js'
import type { SavedState } from '../saved.js'
import { type BlockElement, type CheckedBlock, elementsOf } from './block-schema.js'
import { withIds } from './content.js'
import type { SavedWorkspace, StoredAttachment, StoredBlock, StoredMessage } from './saved-workspace.js'

/** Older messages scroll out of sight; the file stays small. */
const KEPT_MESSAGES = 1000

interface Draft {
  readonly channelId: string
  readonly userId: string
  readonly threadTs?: string | undefined
  readonly isAlsoInChannel?: boolean | undefined
  readonly onlyFor?: string | undefined
  readonly text?: string | undefined
  readonly blocks?: readonly CheckedBlock[] | undefined
  readonly attachments?: readonly DraftAttachment[] | undefined
  readonly metadata?: unknown
}
type DraftAttachment = {
  readonly blocks?: readonly CheckedBlock[] | undefined
  readonly [field: string]: unknown
}

type MessageChange = Pick<Draft, 'text' | 'blocks' | 'attachments' | 'metadata'>

export interface Messages {
  all(): readonly StoredMessage[]
  find(ts: string): StoredMessage | undefined
  post(draft: Draft): Promise<StoredMessage>
  change(message: StoredMessage, change: MessageChange): Promise<void>
  remove(message: StoredMessage): Promise<void>
  nextId(prefix: string): string
}

export function createMessages(parts: {
  readonly state: SavedState<SavedWorkspace>
  readonly clock: Pick<Clock, 'now'>
  readonly changes: Changes
}): Messages {
  const { state, clock, changes } = parts
  const saved = state.value

  const nextTs = () => {
    saved.lastMicroseconds = Math.max(clock.now() * 1000, saved.lastMicroseconds + 1)
    const seconds = Math.floor(saved.lastMicroseconds / 1_000_000)
    return `${seconds}.${String(saved.lastMicroseconds % 1_000_000).padStart(6, '0')}`
  }
  const nextId = (prefix: string) => {
    saved.lastId += 1
    return `${prefix}${saved.lastId.toString(36)}`
  }
  const named = (list: readonly CheckedBlock[]): StoredBlock[] => [...withIds(list, () => nextId('b'))]
  const framed = (list: readonly DraftAttachment[]): StoredAttachment[] =>
    list.map(({ blocks, ...rest }, index) => ({ ...rest, id: index + 1, blocks: blocks && named(blocks) }))
  const keep = async () => {
    changes.publish()
    await state.commit()
  }

  return {
    all: () => saved.messages,
    find: (ts) => saved.messages.find((message) => message.ts === ts),
    nextId,
    async post(draft) {
      const { text = '', blocks = [], attachments = [], ...rest } = draft
      const message: StoredMessage = {
        metadata: undefined,
        ...rest,
        ts: nextTs(),
        text,
        blocks: named(blocks),
        attachments: framed(attachments),
      }
      saved.messages.push(message)
      if (saved.messages.length > KEPT_MESSAGES) saved.messages.shift()
      await keep()
      return message
    },
    async change(message, change) {
      // chat.update: what is left out stays, an empty list removes.
      if (change.text !== undefined) message.text = change.text
      if (change.blocks !== undefined) message.blocks = named(change.blocks)
      if (change.attachments !== undefined) message.attachments = framed(change.attachments)
      if (change.metadata !== undefined) message.metadata = change.metadata
      message.editedTs = nextTs()
      await keep()
    },
    async remove(message) {
      saved.messages = saved.messages.filter((each) => each !== message)
      await keep()
    },
  }
}

export interface FoundElement {
  readonly element: BlockElement
  readonly blockId: string
  /** Of the attachment whose block this is; undefined for the message's own blocks. */
  readonly attachmentId: number | undefined
}

export function findElement(
  message: Pick<StoredMessage, 'blocks' | 'attachments'>,
  target: { readonly blockId: string; readonly actionId: string },
): FoundElement | undefined {
  const frames = [
    { id: undefined, blocks: message.blocks },
    ...message.attachments.map(({ id, blocks }) => ({ id, blocks: blocks ?? [] })),
  ]
  for (const { id, blocks } of frames) {
    const block = blocks.find((each) => each.block_id === target.blockId)
    const element = block && elementsOf(block).find((each) => each.action_id === target.actionId)
    if (element) return { element, blockId: target.blockId, attachmentId: id }
  }
  return undefined
}

/** As Slack puts it on the wire. */
export function toWireMessage(
  message: StoredMessage,
  workspace: { botId: string; botUserId: string; appId: string; teamId: string },
) {
  const isBot = message.userId === workspace.botUserId
  return {
    type: 'message',
    ts: message.ts,
    user: message.userId,
    team: workspace.teamId,
    text: message.text,
    blocks: message.blocks,
    attachments: message.attachments,
    ...(isBot ? { bot_id: workspace.botId, app_id: workspace.appId } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.editedTs === undefined ? {} : { edited: { user: message.userId, ts: message.editedTs } }),
    ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
  }
}
