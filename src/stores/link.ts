import { z } from 'zod'
import { type ChainHead, toHash } from './chain.js'

/** A journal line as a link of the chain; the event itself is read only when somebody asks for it. */
const linkSchema = z.strictObject({
  seq: z.number(),
  event: z.unknown(),
  previousHash: z.string(),
  hash: z.string(),
})
export type Link = z.infer<typeof linkSchema>

export function parseLink(text: string): Link | undefined {
  try {
    return linkSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Why a link does not belong behind `last`, in words; undefined when it does. */
export function findBreak(link: Link, last: ChainHead): string | undefined {
  if (link.seq !== last.seq + 1) return `it is numbered ${link.seq}`
  if (link.previousHash !== last.hash) return 'it does not follow from the entry before'
  if (toHash(link) !== link.hash) return 'its content does not match its hash'
  return undefined
}
