// Secrets inside texts: those that are known, in every spelling they travel in, and whatever looks like one.

import { createFinder, pieceLength, type Span } from './known.js'

const masked = '[secret]'

/** A shorter value would tear holes into ordinary words, and protects nothing. */
const shortestSecret = pieceLength

/** Names of what is secret, as keys of fields, headers, forms and JSON write them. */
export const secretNames =
  /secret|passw(?:or)?d|passphrase|token|authorization|certificate|private.?key|api.?key|assertion|credential|cookie|signature/i

const named = `[\\w-]{0,40}(?:${secretNames.source})[\\w-]{0,40}`

/** None of them can be made to run over a text again and again: every start is rare or every repetition is bounded. */
const secretTexts: readonly RegExp[] = [
  // Slack: tokens, app-level tokens, response URLs.
  /\bxox[a-z][.-][\w.-]+/g,
  /\bxapp-[\w-]+/g,
  /(?<=hooks\.slack\.com\/)[\w/-]+/g,
  /(?<=\bBearer\s{1,9})[\w.~+/=-]{6,}/gi,
  // "Basic authentication" is a word, and base64 has digits or humps.
  /(?<=\b[Bb]asic\s{1,9})(?=\S{0,200}(?:[a-z][A-Z]|\d))[\w+/=-]{6,}/g,
  // Also as JSON writes it, with \n for the ends of its lines, and cut off before its end.
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\w\s+/=\\]*(?:-----END [A-Z ]{0,40}-----)?/g,
  // The password of a URL.
  /(?<=:\/\/[^\s/:@]{0,100}:)[^\s/@]{1,200}(?=@)/g,
  // A header on a line of its own; the first line of a stack looks like one.
  new RegExp(`(?<=^[ \\t]{0,9}${named}(?<!Error):[ \\t]{0,9})\\S[^\\r\\n]*`, 'gim'),
  // A member of JSON, also of JSON within JSON; a field of a form or of a query.
  new RegExp(`(?<="${named}\\\\?"\\s{0,9}:\\s{0,9}\\\\?")(?:[^"\\\\]|\\\\[^"])+`, 'gi'),
  new RegExp(`(?<=${named}=)[^&;<\\s"']+`, 'gi'),
]

/** Looks like a JWT, and is one when a part begins as JSON in base64 does. */
const dotted = /(?<![\w-])[\w-]{11,}\.[\w-]+\.[\w-]*/g

export type Mask = (text: string) => string

/** @param secrets values that must not appear anywhere, whatever they look like. */
export function createMask(secrets: readonly string[]): Mask {
  const spellings = secrets.filter((secret) => secret.length >= shortestSecret).flatMap(toSpellings)
  const find = createFinder(new Set(spellings.filter((spelling) => spelling.length >= shortestSecret)))
  return (text) => {
    const unknown = hide(text, find(text))
    const seen = unknown.replace(dotted, (found) => (found.includes('eyJ') ? masked : found))
    return secretTexts.reduce((left, pattern) => left.replace(pattern, masked), seen)
  }
}

function hide(text: string, spans: readonly Span[]): string {
  let at = 0
  let shown = ''
  for (const { from, to } of spans) {
    shown += `${text.slice(at, from)}${masked}`
    at = to
  }
  return spans.length === 0 ? text : shown + text.slice(at)
}

/** As it is, in JSON, in a query, in a form, in base64 by itself, and each line of one that has several. */
function toSpellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    ...toLines(secret),
  ]
}

/** Of a key or certificate in PEM, one line alone is too much already; its frame is not secret. */
function toLines(secret: string): readonly string[] {
  const lines = secret.split(/\s*\n\s*/)
  return lines.length === 1 ? [] : lines.filter((line) => line.length >= 16 && !line.startsWith('-----'))
}
