// Reads a pasted bounce: what it means, who said it, whom it is about, and which addresses it names. Whole messages are
// pasted, quoted, broken into lines and run through HTML; every step below is linear in what it is given.
import { codeEntries, wordEntries } from './bounce-entries.js'
import {
  type BounceConcern,
  type BounceMeaning,
  bounceMeanings,
  type UnblockHelps,
} from './bounce-meanings.js'
import { type BounceSayer, findSayer } from './bounce-said.js'
import { type BounceStatus, findStatus, listLevels } from './bounce-status.js'

export interface BounceDiagnosis {
  /** As it stands in the bounce: "5.1.8". What Microsoft's words go with, where there is none; empty when neither. */
  readonly code: string
  readonly meaning: BounceMeaning
  readonly saidBy: BounceSayer
  readonly concerns: BounceConcern
  readonly unblockHelps: UnblockHelps
  readonly addresses: readonly string[]
  readonly advice: string
  /** The meaning in a sentence or two. */
  readonly words: string
}

/** Whom it concerns, in words. */
export const concernWords: Readonly<Record<BounceConcern, string>> = {
  account: 'the account that submitted the mail',
  from: 'the address in From',
  connector: 'an inbound connector',
  organisation: 'the whole organisation',
  server: 'the server the mail was sent from',
  recipient: 'the recipient',
  policy: 'a policy of the organisation',
  message: 'the mail itself',
  unknown: '',
}

/** What people paste can be a whole message; what counts stands well within this many characters. */
const longestText = 20_000
/** RFC 5321: 64 before the @, 255 after it. */
const longestAddress = 320
/** How far from the status a server says who it is. */
const near = 600

/** What a pasted bounce means. A code tells more than words, which can be quoted anywhere. */
export function diagnoseBounce(text: string): BounceDiagnosis {
  const read = toPlainText(text)
  const addresses = findAddresses(text)
  const status = findStatus(read)
  const byCode = status === undefined ? undefined : diagnoseStatus(status)
  const found =
    byCode === undefined || byCode.meaning === 'unknown' ? (diagnoseWords(read) ?? byCode) : byCode
  const { code, meaning, saidBy }: Found = found ?? { code: '', meaning: 'no-bounce', saidBy: 'unknown' }
  const { concerns, unblockHelps, advice, words } = bounceMeanings[meaning]
  return { code: status?.code ?? code, meaning, saidBy, concerns, unblockHelps, addresses, advice, words }
}

type Found = Pick<BounceDiagnosis, 'code' | 'meaning' | 'saidBy'>

function diagnoseStatus({ code, text, at }: BounceStatus): Found {
  const around = text.slice(Math.max(0, at - near), at + near).replaceAll(/\s+/g, ' ')
  const saidBy = findSayer(around)
  const entry = codeEntries.find(
    ({ codes, words }) => codes.test(code) && (words === undefined || words.test(around)),
  )
  if (saidBy === 'other' && entry?.isCommon !== true) return { code, meaning: 'foreign-server', saidBy }
  return { code, meaning: entry?.meaning ?? 'unknown', saidBy }
}

function diagnoseWords(read: string): Found | undefined {
  for (const level of listLevels(read)) {
    const text = level.replaceAll(/\s+/g, ' ')
    const entry = wordEntries.find(({ words }) => words.test(text))
    if (entry === undefined) continue
    const isForeign = findSayer(text) === 'other'
    return isForeign
      ? { code: '', meaning: 'foreign-server', saidBy: 'other' }
      : { code: entry.code, meaning: entry.meaning, saidBy: 'microsoft' }
  }
  return undefined
}

/** Addresses named in a pasted bounce, lower-cased, each once, in their order. */
export function findAddresses(text: string): readonly string[] {
  const words = toPlainText(text).split(/[\s<>"(),;:|[\]{}`]+/)
  const addresses = words
    .filter((word) => word.length <= longestAddress)
    .map((word) => word.replace(/^['*]+|['*.!?]+$/g, '').toLowerCase())
    .filter((word) => /^[^@]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}\p{N}-]{2,63}$/u.test(word))
    .filter((word) => !ofTheMachine.test(word))
  return [...new Set(addresses)]
}

/** Who reports, and ids of messages, which only look like addresses. */
const ofTheMachine =
  /^(?:postmaster|mailer-daemon|microsoftexchange[\da-f]{32}|office365alerts)@|@(?:[\w-]{1,63}\.){0,6}(?:prod\.outlook|exchangelabs)\.com$/

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

/** Entities read, invisible characters gone; lines stay lines. */
function toPlainText(text: string): string {
  return text
    .slice(0, longestText)
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, toCharacter)
    .replace(/\p{Cf}/gu, '')
    .replace(/[‘’]/g, "'")
    .replace(/[ \u00a0]/g, ' ')
}

function toCharacter(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return entities[name.toLowerCase()] ?? whole
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole
}
