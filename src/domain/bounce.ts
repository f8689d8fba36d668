// Reads a pasted bounce: what it means, and which addresses it names. Whole messages are pasted, quoted, broken into
// lines and run through HTML; every step below is linear in what it is given.
import { type BounceMeaning, type BounceSubject, bounceEntries } from './bounce-entries.js'

/** Whom it concerns, in words. */
export const subjectWords: Readonly<Record<BounceSubject, string>> = {
  sender: 'one sender',
  connector: 'an inbound connector',
  tenant: 'the whole organisation',
  'address-quota': 'one sender and its quota',
  'ip-address': 'the server the mail was sent from',
  policy: 'a policy of the organisation',
  recipient: 'the recipient',
}

/** What people paste can be a whole message; what counts stands well within this many characters. */
const longestText = 20_000
/** RFC 5321: 64 before the @, 255 after it. */
const longestAddress = 320

// Not part of a longer number: 10.5.1.8 is an IP address and 15.1.80 a version.
const anyCode = /(?<![\w.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)/g

/**
 * The meaning of a pasted bounce; undefined when nothing in it is known. A code tells more than words, which can be
 * quoted anywhere; of several codes the one that tells most.
 */
export function findBounceMeaning(text: string): BounceMeaning | undefined {
  const read = toPlainText(text)
  const codes: readonly string[] = read.match(anyCode) ?? []
  return findByCode(read, codes) ?? findByWords(read)
}

function findByCode(read: string, codes: readonly string[]): BounceMeaning | undefined {
  for (const { codes: known, words, needsWords, ...meaning } of bounceEntries) {
    const code = codes.find((one) => (known === undefined ? one === meaning.code : known.test(one)))
    if (code !== undefined && (needsWords !== true || words?.test(read) === true)) return { ...meaning, code }
  }
  return undefined
}

function findByWords(read: string): BounceMeaning | undefined {
  const found = bounceEntries.find(({ words }) => words?.test(read) === true)
  if (found === undefined) return undefined
  const { codes: _, words: __, needsWords: ___, ...meaning } = found
  return meaning
}

/** The codes that are known, for saying so. */
export function listBounceCodes(): readonly string[] {
  return [...new Set(bounceEntries.map(({ code }) => code))]
}

/** Addresses named in a pasted bounce, lower-cased, each once, in their order. */
export function findAddresses(text: string): readonly string[] {
  const words = toPlainText(text).split(/[\s<>"(),;:|[\]{}`]+/)
  const addresses = words
    .filter((word) => word.length <= longestAddress)
    .map((word) => word.replace(/^['*]+|['*.!?]+$/g, '').toLowerCase())
    .filter((word) => /^[^@]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}\p{N}-]{2,63}$/u.test(word))
  return [...new Set(addresses)]
}

const entities: Readonly<Record<string, string>> = {
  nbsp: ' ',
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  rsquo: "'",
  lsquo: "'",
}

/** One line of words: entities read, invisible characters gone, quotation marks at the beginning of lines left out. */
function toPlainText(text: string): string {
  return text
    .slice(0, longestText)
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, toCharacter)
    .replace(/\p{Cf}/gu, '')
    .replace(/[‘’]/g, "'")
    .split(/\s+/)
    .filter((word) => !/^[>|]+$/.test(word))
    .map((word) => word.replace(/^>+/, ''))
    .join(' ')
}

function toCharacter(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return entities[name.toLowerCase()] ?? whole
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole
}
