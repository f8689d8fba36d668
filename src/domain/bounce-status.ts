// Finds the bounce's own status in a text: not one of an older bounce that is quoted, not a header's, not a version.

export interface BounceStatus {
  readonly code: string
  /** The text it stands in, without what is quoted in it. */
  readonly text: string
  readonly at: number
  /** Whether a server's reply or a field of a report holds it; otherwise it only stands there as people write one. */
  readonly isReply: boolean
}

// Not part of a longer number: 10.5.1.8 is an IP address and 15.1.80 a version.
const anyCode = /(?<![\w.])[45]\.\d{1,3}\.\d{1,3}(?![\w]|\.\d)/g
/** What stands right before a status that a server gave. */
const reply = /(?:(?<!\d)[45]\d\d[ ;#-]{0,3}b?['"‘“]?|#|LED=|smtp;\s?|<)$/i
const statusField = /(?:^|\s)(?:Status: ?|dsn=)$/i
const errorWord =
  /(?:@[\w.-]{3,60}|error|code|status|bounce|ndr|dsn|info|response was|fehler\w*|erreur|errore|fout\w*|returned|then|a|an|the|with|get|got|mit|says?|does|about|explain|means?|bedeutet|signifie|significa)[ :='"(<#]{1,4}$/i
/** On a line that speaks of a program, a number is its version. */
const versionWord = /\b(?:version|firmware|release|build|update|upgrade|ios|android|patch|v\.)(?![\w-])/i
/** 5.7.26: the fifth of July, in half of the world. */
export const dateLike = /^[45]\.(?:[1-9]|1[0-2])\.(?:1\d|2\d|3\d)$/
const ordinary = /^[45]\.0\.0$/
const headerLine =
  /^(?:Received|X-[\w-]+|Authentication-Results|ARC-[\w-]+|DKIM-[\w-]+|Message-ID|References|In-Reply-To|Subject|Return-Path|User-Agent|Received-SPF):/i
const bareSeparator = /^(?:_{10,}|begin forwarded message:|original message headers:?)$/i
/** Longer ones are text. */
const longestSeparator = 160
const inlineSeparator =
  /\s(?=-{4,} ?[^-\s][^-]{0,80}-{4,}\s|Original message headers:|(?:From|Von|De|Da|Van): ?[^\n]{1,120}? (?:Sent|Date|Gesendet|Envoyé|Enviado|Inviato|Verzonden): )/i
/** How a mail that is answered begins: who wrote it, and in the next lines when. */
const headOfOlder = /^(?:From|Von|De|Da|Van|Från|Fra|Od|Lähettäjä|От|差出人|发件人|寄件者) ?: ?\S/i
const headGoesOn =
  /^(?:Sent|Date|To|Gesendet|Datum|An|Envoyé|À|Enviado|Para|Fecha|Data|Inviato|A|Verzonden|Aan|Skickat|Till|Sendt|Til|Wysłano|Do|Отправлено|Кому|送信日時|宛先|发送时间|收件人) ?: ?\S/i
const wrote =
  /^.{6,200}(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napisał\(?a?\)?|написал\(?а?\)?) ?:$/i

/** Nobody quotes deeper. */
const deepest = 30

/** The texts of it, what was written last first; each deeper one is older. */
export function listLevels(text: string): readonly string[] {
  const levels = Array.from({ length: deepest + 1 }, (): string[] => [])
  let below = 0
  const lines = unfold(text)
  for (const [at, line] of lines.entries()) {
    const quoted = /^(?:\s{0,3}[>|]){1,9}/.exec(line)?.[0] ?? ''
    const bare = line.slice(quoted.length)
    if (isSeparator(bare.trim()) || beginsOlder(bare.trim(), lines.slice(at + 1, at + 4))) below += 1
    const depth = Math.min(below + quoted.replaceAll(/\s/g, '').length, deepest)
    if (!headerLine.test(bare.trim())) levels[depth]?.push(bare.trim())
  }
  return levels.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
}

/** `---- Original message ----`, whatever it says in whichever language. Each pattern reads a line once. */
function isSeparator(line: string): boolean {
  if (line.length > longestSeparator) return false
  const isFramed = /^[-_]{2}/.test(line) && /[-_]{2}$/.test(line) && /[^-_\s]/.test(line)
  return isFramed || bareSeparator.test(line)
}

function beginsOlder(line: string, next: readonly string[]): boolean {
  if (line.length > 400) return false
  if (wrote.test(line)) return true
  return headOfOlder.test(line) && next.some((one) => headGoesOn.test(one.replace(/^[\s>|]{1,9}/, '')))
}

function unfold(text: string): readonly string[] {
  const lines: string[] = []
  let parts: string[] = []
  // A header or a field goes on in lines that begin with a blank.
  for (const line of text
    .split(inlineSeparator)
    .flatMap((part, at) => (at === 0 ? part : `---- older ----\n${part}`).split(/\r?\n/))) {
    if (/^[ \t]+\S/.test(line) && /^[\w-]{3,40}:/.test(parts[0] ?? '')) parts.push(line.trim())
    else {
      if (parts.length > 0) lines.push(parts.join(' '))
      parts = [line]
    }
  }
  return [...lines, parts.join(' ')]
}

/** No bounce has more. */
const mostStatuses = 20

/** Those of the newest part that has any, each code once, all of them as sure as the surest. */
export function listStatuses(text: string): readonly BounceStatus[] {
  for (const level of listLevels(text)) {
    const found = listInLevel(level)
    if (found.length > 0) return found
  }
  return []
}

function listInLevel(text: string): readonly BounceStatus[] {
  const best = new Map<string, BounceStatus>()
  let highest = 1
  for (const match of text.matchAll(anyCode)) {
    const code = match[0]
    const rank = toRank(code, text, match.index)
    if (rank < highest) continue
    if (rank > highest) best.clear()
    highest = rank
    if (!best.has(code) && best.size < mostStatuses)
      best.set(code, { code, text, at: match.index, isReply: rank >= 6 })
  }
  return [...best.values()]
}

/** How surely this is the status, and of two as sure the one that is final. 0: it is none. */
function toRank(code: string, text: string, at: number): number {
  const before = text.slice(Math.max(0, at - 80), at)
  const last = code.startsWith('5') ? 1 : 0
  if (ordinary.test(code)) return 1
  if (reply.test(before)) return 8 + last
  if (statusField.test(before)) return 6 + last
  if (versionWord.test(toLine(text, at))) return 0
  if (at === 0 || /[\n>*`'"(]\s?$/.test(before)) return 4 + last
  return errorWord.test(before) ? 2 + last : 0
}

function toLine(text: string, at: number): string {
  const begin = text.slice(Math.max(0, at - 100), at)
  const end = text.slice(at, at + 100)
  return `${begin.slice(begin.lastIndexOf('\n') + 1)}${end.split('\n', 1)[0] ?? ''}`
}
