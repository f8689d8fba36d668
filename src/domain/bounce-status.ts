// Finds the bounce's own status in a text: not one of an older bounce that is quoted, not a header's, not a version.

export interface BounceStatus {
  readonly code: string
  /** The text it stands in, without what is quoted in it. */
  readonly text: string
  readonly at: number
}

// Not part of a longer number: 10.5.1.8 is an IP address and 15.1.80 a version.
const anyCode = /(?<![\w.])[45]\.\d{1,3}\.\d{1,3}(?![\w]|\.\d)/g
/** What stands right before a status that a server gave. */
const reply = /(?:(?<!\d)[45]\d\d[ ;#-]{0,3}|#|LED=|smtp;\s?|<)$/i
const statusField = /(?:^|\s)Status: ?$/i
const errorWord =
  /(?:@[\w.-]{3,60}|error|code|status|bounce|ndr|fehler\w*|erreur|errore|fout\w*|returned|then|a|an|the|with|get|got|mit|says?)[ :='"(<#]{1,4}$/i
const ordinary = /^[45]\.0\.0$/
const headerLine =
  /^(?:Received|X-[\w-]+|Authentication-Results|ARC-[\w-]+|DKIM-[\w-]+|Message-ID|References|In-Reply-To|Subject|Return-Path|User-Agent|Received-SPF):/i
const separator =
  /^\s*(?:[-_]{2,}\s*\S.{0,120}\S\s*[-_]{2,}|_{10,}|begin forwarded message:|original message headers:?)\s*$/i
const inlineSeparator = /\s(?=-{4,} ?[^-\s][^-]{0,80}-{4,}\s|Original message headers:)/i

/** Nobody quotes deeper. */
const deepest = 30

/** The texts of it, what was written last first; each deeper one is older. */
export function listLevels(text: string): readonly string[] {
  const levels = Array.from({ length: deepest + 1 }, (): string[] => [])
  let below = 0
  for (const line of unfold(text)) {
    const quoted = /^(?:\s{0,3}[>|]){1,9}/.exec(line)?.[0] ?? ''
    const bare = line.slice(quoted.length)
    if (separator.test(bare)) below += 1
    const depth = Math.min(below + quoted.replaceAll(/\s/g, '').length, deepest)
    if (!headerLine.test(bare.trim())) levels[depth]?.push(bare.trim())
  }
  return levels.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
}

function unfold(text: string): readonly string[] {
  const lines: string[] = []
  let parts: string[] = []
  // A header or a field goes on in lines that begin with a blank.
  for (const line of text
    .split(inlineSeparator)
    .flatMap((part, at) => (at === 0 ? part : `---- ----\n${part}`).split(/\r?\n/))) {
    if (/^[ \t]+\S/.test(line) && /^[\w-]{3,40}:/.test(parts[0] ?? '')) parts.push(line.trim())
    else {
      if (parts.length > 0) lines.push(parts.join(' '))
      parts = [line]
    }
  }
  return [...lines, parts.join(' ')]
}

export function findStatus(text: string): BounceStatus | undefined {
  for (const level of listLevels(text)) {
    const found = findInLevel(level)
    if (found !== undefined) return found
  }
  return undefined
}

function findInLevel(text: string): BounceStatus | undefined {
  let best: (BounceStatus & { readonly rank: number }) | undefined
  for (const match of text.matchAll(anyCode)) {
    const code = match[0]
    const rank = toRank(code, text, match.index)
    if (rank > (best?.rank ?? 0)) best = { code, text, at: match.index, rank }
  }
  return best
}

/** How surely this is the status, and of two as sure the one that is final. 0: it is none. */
function toRank(code: string, text: string, at: number): number {
  const before = text.slice(Math.max(0, at - 80), at)
  const last = code.startsWith('5') ? 1 : 0
  if (ordinary.test(code)) return 1
  if (reply.test(before)) return 8 + last
  if (statusField.test(before)) return 6 + last
  if (at === 0 || /[\n>*`'"(]\s?$/.test(before)) return 4 + last
  return errorWord.test(before) ? 2 + last : 0
}
