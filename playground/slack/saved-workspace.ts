// What of the Slack workspace survives a restart: its secrets, its messages and how far its ids have come.
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { personKeys } from '../people.js'
import type { CheckedBlock } from './block-schema.js'

/** Written by ourselves after `blocks` checked it, so only the frame is checked again. */
const storedBlocks = z.custom<readonly StoredBlock[]>((value) => Array.isArray(value))
export type StoredBlock = CheckedBlock & { readonly block_id: string }

const storedAttachment = z.looseObject({
  id: z.number(),
  color: z.string().optional(),
  text: z.string().optional(),
  blocks: storedBlocks.optional(),
})
export type StoredAttachment = z.infer<typeof storedAttachment>

const storedMessage = z.object({
  ts: z.string(),
  channelId: z.string(),
  threadTs: z.string().optional(),
  /** A reply that stands in the channel as well: `reply_broadcast`. */
  isAlsoInChannel: z.boolean().optional(),
  /** A user id, the bot's user id, or `USLACKBOT`. */
  userId: z.string(),
  /** Ephemeral: the only user who sees it. */
  onlyFor: z.string().optional(),
  text: z.string(),
  blocks: storedBlocks,
  attachments: z.array(storedAttachment),
  metadata: z.unknown().optional(),
  editedTs: z.string().optional(),
})
export type StoredMessage = z.infer<typeof storedMessage>

const storedHome = z.object({
  id: z.string(),
  owner: z.enum(personKeys),
  hash: z.string(),
  blocks: storedBlocks,
  privateMetadata: z.string(),
  callbackId: z.string(),
  externalId: z.string(),
})
export type StoredHome = z.infer<typeof storedHome>

export const savedWorkspace = z.object({
  version: z.literal(1),
  botToken: z.string().min(20),
  signingSecret: z.string().min(20),
  /** Of the newest message, in microseconds: a `ts` never repeats. */
  lastMicroseconds: z.number(),
  lastId: z.number(),
  messages: z.array(storedMessage),
  /** By person; absent in what was saved before there were any. */
  homes: z.record(z.string(), storedHome).default({}),
})
export type SavedWorkspace = z.infer<typeof savedWorkspace>

export function createFreshWorkspace(): SavedWorkspace {
  return {
    version: 1,
    botToken: `xoxb-playground-${randomBytes(18).toString('hex')}`,
    signingSecret: randomBytes(16).toString('hex'),
    lastMicroseconds: 0,
    lastId: 0,
    messages: [],
    homes: {},
  }
}
