/** Longer than any sentence of Exchange that tells an admin something. */
const longestText = 300

const patterns: readonly (readonly [RegExp, string])[] = [
  // A stack trace, from its first line on.
  [/(^|\s+)at [\w.`<>+[\],]+\([\s\S]*$/, ''],
  [/\s*\[Server=[^\]]{0,400}\]\s*/gi, ' '],
  // "couldn't be found on 'DB8PR01A02DC001.EURPR01A002.PROD.OUTLOOK.COM'"
  [
    /\s+(?:on|from|by)(?: (?:the )?server)? ['"]?[\w-]+(?:\.[\w-]+){1,5}\.(?:outlook|exchangelabs|office365)\.\w{2,3}['"]?/gi,
    '',
  ],
  [/\b[\w-]+(?:\.[\w-]+){0,5}\.prod\.(?:outlook|exchangelabs)\.\w{2,3}\b/gi, 'a server'],
  [/[\s\p{Cc}]+/gu, ' '],
]

/** What Microsoft wrote about a refusal, fit to be shown: one line without stack traces and names of its servers. */
export function scrub(text: string): string {
  const clean = patterns.reduce((left, [pattern, by]) => left.replace(pattern, by), text).trim()
  return clean.length > longestText ? `${clean.slice(0, longestText - 1)}…` : clean
}
