// Texts that are kept beside the journal: the record holds their digests alone.
import type { JournalEvent, SaltedTexts } from '../domain/journal.js'
import type { CreateId } from '../ports.js'
import { toDigest } from './chain.js'

export interface Salted {
  /** For the chain. */
  readonly event: JournalEvent
  /** For beside it; undefined when there is nothing. */
  readonly texts: SaltedTexts | undefined
}

/** A salt for each text: what a short one was cannot be found out by trying. */
export function saltTexts({ texts, ...event }: JournalEvent, createId: CreateId): Salted {
  const given = Object.entries(texts ?? {})
  if (given.length === 0) return { event, texts: undefined }
  const salted = given.map(([name, value]) => [name, { salt: createId(), value }] as const)
  const digests = salted.map(([name, text]) => [name, toDigest(text)] as const)
  return {
    event: { ...event, digests: Object.fromEntries(digests) },
    texts: Object.fromEntries(salted),
  }
}
