// The journal's hash chain: changing, dropping or inserting an entry breaks every hash after it.
import { createHash } from 'node:crypto'
import type { JournalEntry, JournalEvent, SaltedTexts } from '../domain/journal.js'

export interface ChainHead {
  /** Sequence number of the last entry; 0 before the first. */
  readonly seq: number
  /** Its hash. */
  readonly hash: string
}

/** `event` is whatever the medium holds: a member that no schema knows is a change too. */
interface Link {
  readonly seq: number
  readonly previousHash: string
  readonly event: unknown
}

export const chainStart: ChainHead = { seq: 0, hash: '0'.repeat(64) }

export function toEntry(head: ChainHead, event: JournalEvent): JournalEntry {
  const seq = head.seq + 1
  return { seq, event, previousHash: head.hash, hash: toHash({ seq, previousHash: head.hash, event }) }
}

/**
 * SHA-256, in hex, over the UTF-8 bytes of `[seq,previousHash,event]` as canonical JSON (RFC 8785: no white space,
 * members sorted by UTF-16 code units), so that it survives a medium that reorders members, such as jsonb.
 */
export function toHash(entry: Link): string {
  const text = toCanonicalJson([entry.seq, entry.previousHash, entry.event])
  return createHash('sha256').update(text).digest('hex')
}

/** SHA-256, in hex, over the UTF-8 bytes of `[salt,value]` as canonical JSON. */
export function toDigest({ salt, value }: SaltedTexts[string]): string {
  return createHash('sha256')
    .update(toCanonicalJson([salt, value]))
    .digest('hex')
}

function toCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toCanonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members: [string, unknown][] = Object.entries(value)
  const texts = members
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${toCanonicalJson(member)}`)
  return `{${texts.join(',')}}`
}
