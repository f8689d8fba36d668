// Checks a whole record entry by entry, on whatever medium it lies: its chain, and what stands beside it against its
// digests. A text that was changed is found, and one that is gone although nobody had it erased.
import { z } from 'zod'
import { type Erasure, parseErasedEvent } from '../domain/erase.js'
import type { Instant } from '../domain/instant.js'
import type { SaltedTexts } from '../domain/journal.js'
import type { JournalPlace, JournalVerdict } from '../ports.js'
import { type ChainHead, chainStart, toDigest } from './chain.js'
import { findBreak, type Link, parseLink } from './link.js'

export interface FoundTexts extends JournalPlace {
  /** Undefined when they cannot be read. */
  readonly texts: SaltedTexts | undefined
}

export interface CheckParts {
  /** The last entry that must be there, as something else on the medium says. */
  readonly written: ChainHead
  /** What says so: `state.json`. */
  readonly witness: string
  /** How a hash begins that is looked for. */
  readonly head: string | undefined
  /** What stands beside an entry. Asked for in the order of the entries. */
  findTexts(seq: number): Promise<FoundTexts | undefined>
  /** The last entry whose texts must be there by now, or be erased. */
  readonly textsUpTo: number
  /** As many as are known before; those that come later in the record count as well. */
  readonly erasures: readonly Erasure[]
}

export interface JournalCheck {
  /** The next one, in order. Why the record is broken there, in words; undefined when it is not. */
  see(text: string, place: JournalPlace): Promise<string | undefined>
  last(): ChainHead
  /** @param place where the next entry would be. */
  end(place: JournalPlace): JournalVerdict
}

export function createJournalCheck(parts: CheckParts): JournalCheck {
  const { written, witness, head } = parts
  const texts = createTextCheck(parts)
  let last = chainStart
  let headSeq: number | undefined
  return {
    last: () => last,
    async see(text, place) {
      const link = parseLink(text)
      if (link === undefined) return 'it is not a journal entry'
      const problem = findBreak(link, last)
      if (problem !== undefined) return problem
      if (link.seq === written.seq && link.hash !== written.hash) return `${witness} knows another one`
      last = { seq: link.seq, hash: link.hash }
      if (head !== undefined && link.hash.startsWith(head)) headSeq = link.seq
      await texts.see(link, place)
      return undefined
    },
    end(place) {
      if (last.seq < written.seq)
        return toBroken(
          last.seq + 1,
          place,
          `the journal ends here, but ${written.seq} entries have been written`,
        )
      const { whole, erased, broken } = texts.judge()
      if (broken !== undefined) return broken
      return {
        ok: true,
        entries: last.seq,
        ...(headSeq === undefined ? {} : { headSeq }),
        ...(whole + erased === 0 ? {} : { texts: { whole, erased } }),
      }
    },
  }
}

type Broken = Extract<JournalVerdict, { readonly ok: false }>

export function toBroken(seq: number, { place, file, line }: JournalPlace, problem: string): Broken {
  return {
    ok: false,
    seq,
    place,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    problem,
  }
}

const eventSchema = z.object({
  at: z.number(),
  incidentId: z.string().optional(),
  digests: z.record(z.string(), z.json()).optional(),
})

interface Missing {
  readonly seq: number
  readonly place: JournalPlace
  readonly at: number
  readonly incidentId?: string | undefined
  readonly count: number
}

function createTextCheck({ erasures, findTexts, textsUpTo }: CheckParts) {
  const known = createErasures()
  erasures.forEach(known.add)
  /** What no erasure that is known by now tells of: few, or the record is broken. */
  const missing: Missing[] = []
  let whole = 0
  let erased = 0
  let changed: Broken | undefined

  async function check({ seq, event }: Link, place: JournalPlace): Promise<void> {
    const { digests = {}, at, incidentId } = eventSchema.parse(event)
    const count = Object.keys(digests).length
    if (count === 0) return
    const found = await findTexts(seq)
    if (found?.texts === undefined) {
      const one = { seq, place, at, incidentId, count }
      if (known.covers(one)) erased += count
      else missing.push(one)
      return
    }
    const wrong = findWrong(found.texts, digests)
    if (wrong === undefined) whole += count
    else changed ??= toBroken(seq, found, `its text "${wrong}" is not what it was`)
  }

  return {
    async see(link: Link, place: JournalPlace): Promise<void> {
      const erasure = parseErasedEvent(link.event)
      if (erasure !== undefined) known.add(erasure)
      if (link.seq <= textsUpTo) await check(link, place)
    },
    judge() {
      const lost = missing.find((one) => !known.covers(one))
      const later = missing.filter(known.covers).reduce((sum, { count }) => sum + count, 0)
      const broken = changed ?? (lost === undefined ? undefined : toLost(lost))
      return { whole, erased: erased + later, broken }
    },
  }
}

/** A retention of ten years is thousands of them: of all that were for everything, the latest moment says it all. */
function createErasures() {
  let before = Number.NEGATIVE_INFINITY
  const ofIncidents = new Map<string, Instant>()
  return {
    add(erasure: Erasure): void {
      const { incidentId } = erasure
      if (incidentId === undefined) before = Math.max(before, erasure.before)
      else ofIncidents.set(incidentId, Math.max(erasure.before, ofIncidents.get(incidentId) ?? 0))
    },
    covers: ({ at, incidentId }: Pick<Missing, 'at' | 'incidentId'>) =>
      at < before || at < (ofIncidents.get(incidentId ?? '') ?? 0),
  }
}

/** The name of a text that is not the one that its digest was made of. */
function findWrong(texts: SaltedTexts, digests: Readonly<Record<string, unknown>>): string | undefined {
  const names = new Set([...Object.keys(digests), ...Object.keys(texts)])
  return [...names].find((name) => {
    const text = texts[name]
    return text === undefined || toDigest(text) !== digests[name]
  })
}

function toLost({ seq, place }: Missing): Broken {
  return toBroken(seq, place, 'its texts are not there any more, and nobody had them erased')
}
