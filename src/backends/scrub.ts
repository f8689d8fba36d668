/** Longer than any sentence of Exchange that tells an admin something. */
const longestText = 300
/** What is looked at of a text: the sentence comes first, and what follows it is a stack. */
const longestRead = 4_096

// None begins with an unbounded run of what may be repeated: on a long text that would be tried anew at every character.
const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [\s\S]*?(?:-----END [^-]*-----|$)/g, '(removed)'],
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, '(removed)'],
  // A stack trace, from its first line on; an inner exception; where in a script it was; Entra's numbers of the request.
  [/(?:^|\s)at [\w.`<>+[\],]+\([\s\S]*$/, ''],
  [/\s---> [\s\S]*$/, ''],
  [/\n[ \t]*(?:At [^\n]*:\d+|---|\+ )[\s\S]*$/, ''],
  [/\s(?:Trace|Correlation) ID:[\s\S]*$/, ''],
  [/\[Server=[^\]]{0,400}\]/gi, ' '],
  // "couldn't be found on 'DB8PR01A02DC001.EURPR01A002.PROD.OUTLOOK.COM'"
  [
    /\s(?:on|from|by)(?: (?:the )?server)? ['"]?[\w-]+(?:\.[\w-]+){1,5}\.(?:outlook|exchangelabs|office365)\.\w{2,3}['"]?/gi,
    '',
  ],
  [/(?<![\w-])[\w-]+(?:\.[\w-]+){0,5}\.prod\.(?:outlook|exchangelabs)\.\w{2,3}\b/gi, 'a server'],
  // "AM0PR04MB1234"
  [/\b[A-Z][A-Z0-9]{2,3}PR\d{2}[A-Z]{2}\d{2,5}\b/g, 'a server'],
  [/(?:[A-Za-z]:)?[\\/](?:[\w.-]+[\\/])+[\w.-]+\.psm?1(?::\d+)?/g, 'a script'],
  [/[\s\p{Cc}]+/gu, ' '],
]

/**
 * What Microsoft wrote about a refusal, fit to be shown: one line without stack traces, names of its servers, tokens and
 * keys.
 */
export function scrub(text: string): string {
  return cut(clean(text), longestText)
}

/** The same of a whole object as JSON, for the log. */
export function scrubLong(text: string): string {
  return cut(clean(text), longestRead)
}

function clean(text: string): string {
  return patterns
    .reduce((left, [pattern, by]) => left.replace(pattern, by), text.slice(0, longestRead))
    .trim()
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
