// Finds known texts within another, in a time that does not depend on how many are known: each is filed under a short piece of
// itself, and a text is looked through once for pieces that anything is filed under.

/** Of a piece, in characters; nothing shorter can be found. */
export const pieceLength = 6
/** Places of one text that are tried for a piece that nothing else is filed under. */
const mostPieces = 8

interface Filed {
  readonly text: string
  /** Where its piece is in it. */
  readonly offset: number
}

/** From where to where, the end not included. */
export interface Span {
  readonly from: number
  readonly to: number
}

export type FindKnown = (text: string) => readonly Span[]

/** Spans that overlap come as one, in order. @param known none shorter than a piece. */
export function createFinder(known: ReadonlySet<string>): FindKnown {
  const filed = new Map<string, Filed[]>()
  for (const text of known) {
    const offset = choosePiece(filed, text)
    const piece = text.slice(offset, offset + pieceLength)
    const others = filed.get(piece)
    if (others === undefined) filed.set(piece, [{ text, offset }])
    else others.push({ text, offset })
  }
  const isMaybe = createSieve(filed.keys(), filed.size)
  return (text) => {
    const spans: Span[] = []
    if (filed.size === 0) return spans
    for (const at of isMaybe(text))
      for (const one of filed.get(text.slice(at, at + pieceLength)) ?? []) {
        const from = at - one.offset
        if (from >= 0 && text.startsWith(one.text, from)) spans.push({ from, to: from + one.text.length })
      }
    return unite(spans)
  }
}

/** Texts of one kind begin alike: a piece further on tells them apart. */
function choosePiece(filed: ReadonlyMap<string, readonly Filed[]>, text: string): number {
  const last = text.length - pieceLength
  const many = Math.min(mostPieces, last + 1)
  let best = 0
  let fewest = Number.POSITIVE_INFINITY
  for (let part = 1; part <= many && fewest > 0; part += 1) {
    const offset = Math.floor((last * part) / many)
    const others = filed.get(text.slice(offset, offset + pieceLength))?.length ?? 0
    if (others < fewest) [best, fewest] = [offset, others]
  }
  return best
}

const base = 0x01_00_01_93
/** What the first character of a piece has been multiplied by when the next one comes. */
const highest = Array.from({ length: pieceLength - 1 }).reduce<number>((power) => Math.imul(power, base), 1)

/** Tells without looking anything up where no piece is, by a number that rolls along the text. */
function createSieve(pieces: Iterable<string>, many: number) {
  const bits = Math.min(24, Math.max(10, Math.ceil(Math.log2(many + 1)) + 3))
  const seen = new Uint8Array(2 ** bits)
  const toPlace = (rolled: number) => Math.imul(rolled, 0x9e_37_79_b1) >>> (32 - bits)
  for (const piece of pieces) {
    let rolled = 0
    for (let at = 0; at < pieceLength; at += 1) rolled = (Math.imul(rolled, base) + piece.charCodeAt(at)) | 0
    seen[toPlace(rolled)] = 1
  }
  return function* (text: string): Generator<number> {
    let rolled = 0
    for (let at = 0; at < text.length; at += 1) {
      const gone = at < pieceLength ? 0 : Math.imul(text.charCodeAt(at - pieceLength), highest)
      rolled = (Math.imul((rolled - gone) | 0, base) + text.charCodeAt(at)) | 0
      if (at >= pieceLength - 1 && seen[toPlace(rolled)] === 1) yield at - pieceLength + 1
    }
  }
}

function unite(spans: readonly Span[]): readonly Span[] {
  const united: Span[] = []
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    const last = united.at(-1)
    if (last !== undefined && from < last.to)
      united[united.length - 1] = { from: last.from, to: Math.max(last.to, to) }
    else united.push({ from, to })
  }
  return united
}
