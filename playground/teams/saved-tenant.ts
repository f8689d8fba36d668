// What of the Teams tenant survives a restart: its keys, the bot's token, and everything that was posted.
import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { z } from 'zod'
import { once } from '../../src/concurrency/once.js'

const card = z.record(z.string(), z.unknown())
export type Card = z.infer<typeof card>

const storedActivity = z.object({
  id: z.string(),
  /** The channel's id, or that of a personal chat. */
  place: z.string(),
  /** Of the thread's first post; undefined for a first post. */
  rootId: z.string().optional(),
  /** A person's Teams id, or the bot's. */
  from: z.string(),
  text: z.string(),
  textFormat: z.enum(['markdown', 'plain', 'xml']),
  cards: z.array(card),
  edited: z.boolean(),
  /** The one member of the channel who sees it, by Teams id; everybody when undefined. */
  onlyFor: z.string().optional(),
  /** Cards that one person got in answer to a click, by Teams id; others keep seeing `cards`. */
  privateCards: z.record(z.string(), card),
})
export type StoredActivity = z.infer<typeof storedActivity>

export const savedTenant = z.object({
  version: z.literal(1),
  outboundToken: z.string().min(20),
  keyId: z.string().min(8),
  privateKey: z.custom<JWK>((value) => typeof value === 'object' && value !== null && 'd' in value),
  lastId: z.number(),
  activities: z.array(storedActivity),
  /** Teams ids of the people whose personal chat with the bot it was told of. */
  chatsInstalled: z.array(z.string()).default([]),
})
export type SavedTenant = z.infer<typeof savedTenant>

/** One for every tenant of this process: to make one takes longer than all else that begins a scene. */
const getKey = once(async () => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return exportJWK(privateKey)
})

export async function createFreshTenant(): Promise<SavedTenant> {
  return {
    version: 1,
    outboundToken: `playground-${randomBytes(24).toString('hex')}`,
    keyId: randomBytes(8).toString('hex'),
    privateKey: await getKey(),
    lastId: 0,
    activities: [],
    chatsInstalled: [],
  }
}
