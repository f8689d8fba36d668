// Checks what stands beside the journal against its digests: a text that was changed, and one that is gone although
// nobody had it erased.
import { join } from 'node:path'
import { z } from 'zod'
import { type Erasure, isErased, parseErasedEvent } from '../../domain/erase.js'
import { toDigest } from '../chain.js'
import { isMissing } from './disk.js'
import { listLogFiles } from './line-log.js'
import type { Link } from '../link.js'
import { scanLines } from './scan-lines.js'
import { type TextLine, textLineSchema } from './texts.js'

interface Spot {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
}

interface Found extends Spot {
  readonly digests: Readonly<Record<string, string>>
}

/** Of every text that can be read, by the number of its entry. @param outbox what may not be in a file yet. */
export async function readDigests(
  folder: string,
  outbox: readonly TextLine[],
): Promise<ReadonlyMap<number, Found>> {
  const found = new Map<number, Found>(
    outbox.map(({ seq, texts }) => [seq, { file: 'state.json', line: 1, digests: toDigests(texts) }]),
  )
  for (const { name } of await listLogFiles(folder, 'texts')) {
    let line = 0
    await scanLines(join(folder, name), (text) => {
      line += 1
      const read = parseText(text)
      if (read !== undefined) found.set(read.seq, { file: name, line, digests: toDigests(read.texts) })
      return true
    }).catch((error: unknown) => {
      // Erased meanwhile.
      if (!isMissing(error)) throw error
    })
  }
  return found
}

function parseText(text: string) {
  try {
    return textLineSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function toDigests(texts: TextLine['texts']) {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, toDigest(text)]))
}

interface Broken extends Spot {
  readonly seq: number
  readonly problem: string
}

export interface TextCheck {
  /** Every entry, in order. */
  see(link: Link, spot: Spot): void
  judge(): { readonly whole: number; readonly erased: number; readonly broken: Broken | undefined }
}

const eventSchema = z.object({
  at: z.number(),
  incidentId: z.string().optional(),
  digests: z.record(z.string(), z.json()).optional(),
})

interface Missing extends Spot {
  readonly seq: number
  readonly at: number
  readonly incidentId?: string | undefined
  readonly count: number
}

/** @param upTo the last entry whose texts must have been there when the digests were read. */
export function createTextCheck(found: ReadonlyMap<number, Found>, upTo: number): TextCheck {
  const erasures: Erasure[] = []
  const missing: Missing[] = []
  let whole = 0
  let changed: Broken | undefined

  function check({ seq, event }: Link, spot: Spot): void {
    const { digests = {}, ...about } = eventSchema.parse(event)
    const names = Object.keys(digests)
    if (names.length === 0) return
    const line = found.get(seq)
    if (line === undefined) return void missing.push({ seq, ...about, ...spot, count: names.length })
    const { file } = line
    const wrong = [...new Set([...names, ...Object.keys(line.digests)])].find(
      (name) => line.digests[name] !== digests[name],
    )
    if (wrong === undefined) whole += names.length
    else changed ??= { seq, file, line: line.line, problem: `its text "${wrong}" is not what it was` }
  }

  return {
    see(link, spot) {
      const erasure = parseErasedEvent(link.event)
      if (erasure !== undefined) erasures.push(erasure)
      if (link.seq <= upTo) check(link, spot)
    },
    judge() {
      const isGone = (one: Missing) => erasures.some((erasure) => isErased(one, erasure))
      const lost = missing.find((one) => !isGone(one))
      const erased = missing.filter(isGone).reduce((sum, { count }) => sum + count, 0)
      return { whole, erased, broken: changed ?? (lost === undefined ? undefined : toLost(lost)) }
    },
  }
}

function toLost({ seq, file, line }: Missing): Broken {
  return { seq, file, line, problem: 'its texts are not there any more, and nobody had them erased' }
}
