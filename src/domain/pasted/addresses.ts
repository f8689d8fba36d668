// Mail addresses in whatever mail, chat and ticket programs make of them: names with brackets, links, lists, quotes.
import { toVisible } from './visible.js'
import { openLinks, unwrapAddress } from './wrapped.js'

/** RFC 5321: 64 before the @, 255 after it. */
const longestAddress = 320
const domain = String.raw`(?:[\p{L}\p{N}\p{M}](?:[\p{L}\p{N}\p{M}_-]{0,62})\.){1,8}[\p{L}\p{N}\p{M}-]{2,63}`
const whole = new RegExp(`^[^@]{1,64}@${domain}$`, 'u')
/** A local part in quotes may hold whatever else ends an address. */
const quoted = new RegExp(String.raw`"((?:[^"\\\n]|\\.){1,62})"@(${domain})`, 'gu')
const between = /[\s<>"(),;:|[\]{}`«»„“”‹›「」『』【】。、・•·→—–]+/
/** Slack takes the part behind the @ for a link of its own. */
const linkedDomain = /@<(?:https?:\/\/)?[^<>|\s]{1,255}\|([^<>|\s]{1,255})>/gi
/** How people keep an address from being taken for one: `laura[at]contoso[.]com`. */
const defanged = [
  [/ ?[[({] ?(?:at|@) ?[\])}] ?/gi, '@'],
  [/ ?[[({] ?(?:dot|\.) ?[\])}] ?/gi, '.'],
] as const

/** Each once, in their order, in lower case. */
export function findAddresses(text: string): readonly string[] {
  const plain = defanged.reduce(
    (rest, [pattern, character]) => rest.replace(pattern, character),
    openLinks(toVisible(text).replace(linkedDomain, '@$1')).replace(/[。｡](?=[\p{L}\p{N}])/gu, '.'),
  )
  const inQuotes = [...plain.matchAll(quoted)].map(([address]) => address.toLowerCase())
  const rest = plain.replace(quoted, ' ')
  const found = [...inQuotes, ...listWords(rest)]
  // Blanks around the @ are a slip, but only where there is no other reading.
  return [...new Set(found.length > 0 ? found : listWords(rest.replace(/ {0,3}@ {0,3}/g, '@')))]
}

function listWords(text: string): readonly string[] {
  return text
    .split(between)
    .filter((word) => word.length <= longestAddress && word.includes('@'))
    .map(trimMarks)
    .map((word) => unwrapAddress(word).toLowerCase())
    .filter((word) => whole.test(word))
}

/** Marks of emphasis and of the sentence around it are no part of it; an underscore in front may be. */
function trimMarks(word: string): string {
  const bare = word.replace(/^['*~=/#&?!@]+|['*~.!?=/\\]+$/g, '').replace(/^[^\P{S} -~]+|[^\P{S} -~]+$/gu, '')
  return /_$/.test(bare) ? bare.replace(/^_+|_+$/g, '') : bare
}
