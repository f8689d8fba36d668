// The words all cards share: moments, ages, statuses, reasons. Plain text; platforms escape it.

import { findUnblock } from '../../domain/attempts.js'
import { type DrillEnd, findDrillEnd } from '../../domain/drill.js'
import type { EarlyEnd } from '../../domain/early.js'
import { toEntityName } from '../../domain/entity.js'
import { toDisplayName } from '../../domain/evidence.js'
import type { Incident, Outcome, Status, Unblock } from '../../domain/incident.js'
import { dayMilliseconds, hourMilliseconds, type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { type Mail, toMailVerdict } from '../../domain/mail-flow.js'
import { listKept, listOutstanding } from '../../domain/offers.js'
import { findVerdict } from '../../domain/outlook.js'
import type { Tenant } from '../../domain/tenant.js'
import { lookingWords, verdictWords } from '../../domain/verdict/index.js'
import { toUtcText } from '../../domain/words.js'
import type { Moment, Subject, Tone } from '../cards.js'

export { toClockText, toUtcText } from '../../domain/words.js'

export function toMoment(instant: Instant): Moment {
  const iso = `${new Date(instant).toISOString().slice(0, 19)}Z`
  return { unix: String(Math.floor(instant / 1_000)), iso, text: toUtcText(instant) }
}

/** "12 s", "4 min", "3 h", "2 days" */
export function toAgeText(from: Instant, now: Instant): string {
  const age = Math.max(0, now - from)
  if (age < minuteMilliseconds) return `${Math.floor(age / 1_000)} s`
  if (age < hourMilliseconds) return `${Math.floor(age / minuteMilliseconds)} min`
  if (age < 2 * dayMilliseconds) return `${Math.floor(age / hourMilliseconds)} h`
  return `${Math.floor(age / dayMilliseconds)} days`
}

/** "2026-11-22" */
export function toDateText(instant: Instant): string {
  return toUtcText(instant).slice(0, dateLength)
}

const dateLength = '2026-11-22'.length

/** "26 Nov" */
export function toDayText(instant: Instant): string {
  return new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
}

export function toCountText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

/** "once", "3 times" */
export function toTimesText(count: number): string {
  return count === 1 ? 'once' : toCountText(count, 'time')
}

/** "slack" as a heading: "Slack". */
export function toTitle(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1)
}

export type ToneName = 'bad' | 'busy' | 'good' | 'accent' | 'calm'

export function toTone(name: ToneName): Tone {
  return {
    isBad: name === 'bad',
    isBusy: name === 'busy',
    isGood: name === 'good',
    isCalm: name === 'calm',
    ...(name === 'accent' ? { isAccent: true } : {}),
  }
}

export interface StatusWords {
  /** An emoji; never the only carrier of meaning. */
  readonly icon: string
  readonly word: string
  readonly tone: ToneName
  /** What is the matter, where it is not what the status says. */
  readonly headline?: string
}

/** Before somebody says Yes the verdict stands there. */
type AfterYes = Exclude<Status, 'open' | 'reviewing' | 'closed'>

const statusWords: Readonly<Record<AfterYes, StatusWords>> = {
  unblocking: { icon: '⏳', word: 'Unblocking', tone: 'busy' },
  uncertain: { icon: '🟠', word: 'Outcome unknown', tone: 'busy' },
  watching: { icon: '⏳', word: 'Unblocked, watching', tone: 'busy' },
  stuck: { icon: '🔴', word: 'Still restricted', tone: 'bad' },
  failed: { icon: '🔴', word: 'Unblock failed', tone: 'bad' },
}

const verdictTones: Readonly<Record<typeof lookingWords.style, ToneName>> = {
  attention: 'bad',
  warning: 'busy',
  accent: 'accent',
  emphasis: 'calm',
}

/** Whether the head of a card is what it looks like, and not yet what has happened. */
export function isBeforeYes({ state }: Incident): boolean {
  return state.status === 'open' || state.status === 'reviewing'
}

/** What could not be looked at for long is as unclear as anything. */
export function findVerdictWords(incident: Incident): typeof lookingWords {
  const verdict = findVerdict(incident)
  if (verdict !== undefined) return verdictWords[verdict.verdict]
  return incident.evidenceLateAt === undefined ? lookingWords : verdictWords.unclear
}

function toVerdictStatus(incident: Incident): StatusWords {
  const { emoji, word, style } = findVerdictWords(incident)
  return { icon: emoji, word, tone: verdictTones[style] }
}

const outcomeWords: Readonly<Record<Outcome, StatusWords>> = {
  unblocked: { icon: '🟢', word: 'Unblocked', tone: 'good' },
  'cleared-elsewhere': { icon: '⚪', word: 'Left the list', tone: 'calm' },
  expired: { icon: '⚪', word: 'Expired by itself', tone: 'calm' },
  'restricted-again': { icon: '🔴', word: 'Restricted again', tone: 'bad' },
  'no-longer-watched': { icon: '⚪', word: 'No longer watched', tone: 'calm' },
}

/** The audit log says by whom. */
const liftedWords: StatusWords = { icon: '⚪', word: 'Lifted elsewhere', tone: 'calm' }

/** Another incident goes on with it. */
const continuedWords: StatusWords = { icon: '⚪', word: 'Continued', tone: 'calm' }

const earlyWords: Readonly<Record<EarlyEnd, StatusWords>> = {
  quiet: { icon: '⚪', word: 'Sends as usual again', tone: 'calm' },
  restricted: { icon: '🚨', word: 'Restricted now', tone: 'calm' },
  muted: { icon: '🔇', word: 'Muted', tone: 'calm' },
  off: { icon: '⚪', word: 'No longer looked at', tone: 'calm' },
}

/** Nothing was unblocked, and nothing had to be. */
const drillWords: Readonly<Record<Exclude<DrillEnd, 'finished'>, StatusWords>> = {
  'called-off': { icon: '⚪', word: 'Called off', tone: 'calm' },
  'timed-out': { icon: '⚪', word: 'Time is over', tone: 'calm' },
}

/** Off the list is not green yet: mail has to be seen to flow. What was closed before traces were read stays as it was. */
function toUnblockedWords(mail: Mail | undefined): StatusWords {
  switch (toMailVerdict(mail)) {
    case 'delivered':
    case 'unread':
      return outcomeWords.unblocked
    case 'refused':
      return { icon: '🔴', word: 'Off the list, mail refused', tone: 'bad' }
    case 'inside':
    case 'nothing':
      return { icon: '⚪', word: 'Not restricted, no mail seen', tone: 'calm' }
    case 'unknown':
      return { icon: '⚪', word: 'Unblocked', tone: 'calm' }
    default:
      return outcomeWords.unblocked
  }
}

const flowsWords: StatusWords = { icon: '🟢', word: 'Mail flows', tone: 'good' }

function toStuckWords(mail: Mail | undefined): StatusWords {
  switch (toMailVerdict(mail)) {
    case 'refused':
      return { icon: '🔴', word: 'Still blocked', tone: 'bad' }
    case 'delivered':
      return { icon: '🟠', word: 'Mail flows, still listed', tone: 'busy' }
    default:
      return statusWords.stuck
  }
}

function toClosedWords(incident: Incident, outcome: Outcome): StatusWords {
  const practised = findDrillEnd(incident)
  if (practised !== undefined && practised !== 'finished') return drillWords[practised]
  if (incident.early?.over !== undefined) return earlyWords[incident.early.over.why]
  if (incident.continuedBy !== undefined) return continuedWords
  if (incident.state.status === 'closed' && incident.state.lifted !== undefined) return liftedWords
  return outcome === 'unblocked' ? toUnblockedWords(findUnblock(incident)?.mail) : outcomeWords[outcome]
}

/** Accepted is not lifted: while the entry is listed no mail flows. */
function toAcceptedWords({ listed }: Unblock): StatusWords {
  return {
    icon: '⏳',
    word: listed === undefined ? 'Accepted, watching' : 'Accepted, still listed',
    tone: 'busy',
  }
}

/** "left the list" */
export function toOutcomeWord(outcome: Outcome): string {
  return outcomeWords[outcome].word.toLowerCase()
}

export function toStatusWords(incident: Incident): StatusWords {
  const { state } = incident
  if (state.status === 'watching' && state.goneAt === undefined) return toAcceptedWords(state.unblock)
  if (state.status === 'open' || state.status === 'reviewing') return toVerdictStatus(incident)
  if (state.status === 'stuck') return toStuckWords(state.unblock.mail)
  const isFlowing = state.status === 'watching' && toMailVerdict(state.unblock.mail) === 'delivered'
  if (state.status !== 'closed' && !isFlowing) return statusWords[state.status]
  const words = state.status === 'closed' ? toClosedWords(incident, state.outcome) : flowsWords
  if (isLeftHeld(incident)) return toHeldWords(words)
  return listKept(incident).length > 0 ? toKeptWords(words) : words
}

/** Over, but somebody cannot sign in because of us: that is not green. */
function toHeldWords({ icon, word, tone }: StatusWords): StatusWords {
  return {
    icon: tone === 'bad' ? icon : '🟠',
    word: `${word}, not given back`,
    tone: tone === 'bad' ? tone : 'busy',
  }
}

/** Somebody decided that it stays: nothing waits, and it is not green either. */
function toKeptWords({ icon, word, tone }: StatusWords): StatusWords {
  const isBad = tone === 'bad'
  return { icon: isBad ? icon : '⚪', word: `${word}, kept so`, tone: isBad ? tone : 'calm' }
}

function isLeftHeld(incident: Incident): boolean {
  return listOutstanding(incident).length > 0
}

export function toKindWord(incident: Incident): string {
  return incident.entity.kind === 'sender' ? 'Sender' : 'Connector'
}

export function toSubject(incident: Incident, tenant: Tenant): Subject {
  const { icon, word } = toStatusWords(incident)
  return {
    incidentId: incident.id,
    entity: toEntityName(incident.entity),
    entityDetail: toEntityDetail(incident),
    kindWord: toKindWord(incident),
    tenantName: tenant.name,
    statusIcon: icon,
    statusWord: word,
  }
}

function toEntityDetail({ entity, evidence }: Incident): string {
  if (entity.kind === 'connector') return entity.name === '' ? '' : entity.connectorId
  return toDisplayName(evidence)
}
