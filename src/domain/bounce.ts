// Reads a pasted bounce: what it means, who said it, whom it is about, and which addresses it names. Whole messages are
// pasted, quoted, broken into lines and run through HTML; every step below is linear in what it is given.

import { findAlert } from './bounce-alerts.js'
import { codeEntries, plainEntries, wordEntries } from './bounce-entries.js'
import {
  type BounceConcern,
  type BounceMeaning,
  bounceMeanings,
  type UnblockHelps,
} from './bounce-meanings.js'
import { type BounceSayer, findSayer } from './bounce-said.js'
import { type BounceStatus, dateLike, listLevels, listStatuses } from './bounce-status.js'
import { findAddresses as findAllAddresses, toVisible } from './pasted/index.js'
import type { Words } from './said.js'

export interface BounceDiagnosis {
  /** As it stands in the bounce: "5.1.8". What Microsoft's words go with, where there is none; empty when neither. */
  readonly code: string
  readonly meaning: BounceMeaning
  readonly saidBy: BounceSayer
  readonly concerns: BounceConcern
  readonly unblockHelps: UnblockHelps
  readonly addresses: readonly string[]
  readonly advice: Words
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
export const longestBounce = 20_000
/** How far from the status a server says who it is. */
const near = 600

/** What a pasted bounce means. A code tells more than words, which can be quoted anywhere. */
export function diagnoseBounce(text: string): BounceDiagnosis {
  const read = toVisible(text.slice(0, longestBounce)).slice(0, longestBounce)
  const byCode = findDecisive(listStatuses(read).map(diagnoseStatus))
  const byWords = byCode === undefined || byCode.meaning === 'unknown' ? diagnoseWords(read) : undefined
  const found = byWords?.meaning === 'unknown' ? (byCode ?? byWords) : (byWords ?? byCode)
  const { meaning, saidBy }: Found = found ?? nothing
  const { concerns, unblockHelps, advice, words } = bounceMeanings[meaning]
  const code = byCode?.code ?? found?.code ?? ''
  return { code, meaning, saidBy, concerns, unblockHelps, addresses: findAddresses(text), advice, words }
}

type Found = Pick<BounceDiagnosis, 'code' | 'meaning' | 'saidBy'>
const nothing: Found = { code: '', meaning: 'no-bounce', saidBy: 'unknown' }

/** Of several recipients' bounces in one report: what can be unblocked, then what stops everybody, then what is known. */
function findDecisive(found: readonly (Found | undefined)[]): Found | undefined {
  const known = found.flatMap((one) => (one === undefined ? [] : [one]))
  const ways: readonly ((one: Found) => boolean)[] = [
    ({ meaning }) => bounceMeanings[meaning].unblockHelps === 'yes',
    ({ meaning }) => bounceMeanings[meaning].concerns === 'organisation',
    ({ code, meaning }) => code.startsWith('5') && meaning !== 'unknown',
    ({ code }) => code.startsWith('5'),
  ]
  for (const fits of ways) {
    const one = known.find(fits)
    if (one !== undefined) return one
  }
  return known[0]
}

function diagnoseStatus({ code, text, at, isReply }: BounceStatus): Found | undefined {
  const { own, around } = toSurroundings(text, at)
  const said = findSayer(own)
  const saidBy = said === 'unknown' ? findSayer(around) : said
  const entry = codeEntries.find(
    ({ codes, words }) => codes.test(code) && (words === undefined || words.test(around)),
  )
  if (entry === undefined && !isReply && dateLike.test(code)) return undefined
  if (saidBy === 'other' && entry?.isCommon !== true) return { code, meaning: 'foreign-server', saidBy }
  return { code, meaning: entry?.meaning ?? 'unknown', saidBy }
}

interface Surroundings {
  /** The paragraph that it stands in. */
  readonly own: string
  /** That and what stands near; of a report, which has a paragraph for each recipient, only what is about all of them. */
  readonly around: string
}

function toSurroundings(text: string, at: number): Surroundings {
  const before = text.slice(Math.max(0, at - near), at)
  const after = text.slice(at, at + near)
  const own = `${before.split(/\n\s{0,20}\n/).at(-1) ?? ''}${after.split(/\n\s{0,20}\n/, 1)[0] ?? ''}`
  const isReport = /^(?:Final-Recipient|Action):/im.test(own)
  const reporter = isReport ? (/^Reporting-MTA:[^\n]{0,300}/im.exec(text)?.[0] ?? '') : ''
  const around = isReport ? `${own}\n${reporter}` : before + after
  return { own: toOneLine(own), around: toOneLine(around) }
}

function toOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}

const ofMicrosoft = /office365alerts@microsoft\.com|\b(?:low|medium|high|informational)-severity alert\b/i
/** A reply as old as SMTP: three digits, and words. */
const plainReply =
  /(?:(?:returned|said|says?|response was|error|rejected|refused|failed|bounced|fehler|erreur)[^\n\d]{0,60}|^|['"<]|: )(5[0-5]\d)[ -](?=\D)/im

function diagnoseWords(read: string): Found | undefined {
  for (const level of listLevels(read)) {
    const found = diagnoseLevel(level)
    if (found !== undefined) return found
  }
  // Headers tell nothing of a bounce; the title of an alert is all there is of some pastes.
  const title = findAlert(subjectLine.exec(read)?.[1] ?? '')
  return title === undefined ? undefined : { code: '', meaning: title, saidBy: 'microsoft' }
}

const subjectLine = /^(?:Subject|Betreff|Objet|Asunto|Oggetto|Onderwerp|Assunto|件名):([^\n]{1,300})/im

function diagnoseLevel(level: string): Found | undefined {
  const text = toOneLine(level)
  const entry = wordEntries.find(({ words }) => words.test(text))
  const alert = entry === undefined ? findAlert(level) : undefined
  if (alert !== undefined) return { code: '', meaning: alert, saidBy: 'microsoft' }
  const saidBy = findSayer(text)
  if (entry !== undefined)
    return saidBy === 'other'
      ? { code: '', meaning: 'foreign-server', saidBy }
      : { code: entry.code, meaning: entry.meaning, saidBy: 'microsoft' }
  if (ofMicrosoft.test(text)) return { code: '', meaning: 'unknown', saidBy: 'microsoft' }
  if (!plainReply.test(level)) return undefined
  const common = plainEntries.find(({ words }) => words.test(text))?.meaning
  return { code: '', meaning: common ?? (saidBy === 'other' ? 'foreign-server' : 'unknown'), saidBy }
}

/** Addresses named in a pasted bounce, lower-cased, each once, in their order; whom it is from and about, not who reports. */
export function findAddresses(text: string): readonly string[] {
  return findAllAddresses(text.slice(0, longestBounce)).filter((word) => !ofTheMachine.test(word))
}

/** Who reports, and ids of messages, which only look like addresses. */
const ofTheMachine =
  /^(?:postmaster|mailer-daemon|microsoftexchange[\da-f]{32}|office365alerts)@|@(?:[\w-]{1,63}\.){0,6}(?:prod\.outlook|exchangelabs)\.com$/
