// A verdict in the few words that a shared card has room for.

import { toEntityName } from '../../domain/entity.js'
import { canBeReviewed, type Incident } from '../../domain/incident.js'
import { hourMilliseconds, type Instant } from '../../domain/instant.js'
import { findVerdict } from '../../domain/outlook.js'
import { type Badge, type Verdict, type VerdictReason, verdictWords } from '../../domain/verdict/index.js'
import type { ReasonRow } from '../words/views.js'
import { findVerdictWords, isBeforeYes, type StatusWords, toMoment, toStatusWords } from '../words/words.js'

const mostReasons = 3
const mostBadges = 2
/** From further back the day says more than the hour. */
const hourIsEnough = 20 * hourMilliseconds

const badgeIcons: Readonly<Record<Badge['key'], string>> = {
  admin: '🛡️',
  protected: '🛡️',
  delegate: '👥',
  guest: '🪪',
  synced: '🔗',
  'back-again': '🔁',
  'ends-at-midnight': '🕛',
  'ends-within-a-day': '🕛',
  'tenant-limit': '📈',
  'quiet-not-clean': '🤫',
  'evidence-missing': '❔',
}

/** The verdict that people still act by: none once somebody has said Yes, and it worked. */
function findActedBy(incident: Incident): Verdict | undefined {
  return canBeReviewed(incident) ? findVerdict(incident) : undefined
}

/** "🚨 Looks compromised" where the head says something else; empty where it does not, or where it is over. */
export function toVerdictText(incident: Incident, isHeadTaken: boolean): string {
  if (isBeforeYes(incident)) return isHeadTaken ? toWordsText(findVerdictWords(incident)) : ''
  const verdict = findActedBy(incident)
  return verdict === undefined ? '' : toWordsText(verdictWords[verdict.verdict])
}

function toWordsText({ emoji, word }: ReturnType<typeof findVerdictWords>): string {
  return `${emoji} ${word}`
}

/** The strongest, and none that the badges say already. */
export function toReasonRows(incident: Incident): readonly ReasonRow[] {
  const verdict = findActedBy(incident)
  if (verdict === undefined) return canBeReviewed(incident) ? toLateRows(incident) : []
  const began = incident.restriction.createdAt ?? incident.openedAt
  return listReasons(verdict).map((one) => toReasonRow(one, began))
}

/** Why it is unclear while nothing has been read. */
function toLateRows({ evidence, evidenceLateAt, openedAt }: Incident): readonly ReasonRow[] {
  return evidence !== undefined || evidenceLateAt === undefined
    ? []
    : [
        {
          start: 'Nothing read yet',
          rest: 'after a minute',
          isRecent: false,
          isDated: false,
          at: toMoment(openedAt),
        },
      ]
}

function listReasons({ reasons, badges }: Verdict): readonly VerdictReason[] {
  return reasons.filter(({ key }) => !badges.some((badge) => badge.key === key)).slice(0, mostReasons)
}

function toReasonRow({ short: { start, rest, at } }: VerdictReason, began: Instant): ReasonRow {
  return {
    start,
    rest,
    isRecent: at !== undefined && Math.abs(began - at) < hourIsEnough,
    isDated: at !== undefined,
    at: toMoment(at ?? began),
  }
}

/** "🛡️ Exchange Administrator · 🔁 back again"; empty when there is none. What is missing is among the reasons. */
export function toBadgesText(incident: Incident): string {
  const verdict = findActedBy(incident)
  return (verdict?.badges ?? [])
    .filter(({ key }) => key !== 'evidence-missing')
    .slice(0, mostBadges)
    .map(({ key, words }) => `${badgeIcons[key]} ${toBadgeWords(verdict, key) ?? words}`)
    .join(' · ')
}

/** "🛡️ admin account", else "First sign-in from Lagos": in a row among others; empty once nobody decides by it. */
export function toShortReason(incident: Incident): string {
  const verdict = findActedBy(incident)
  if (verdict === undefined) return ''
  const badge = verdict.badges.find(({ key }) => key === 'admin' || key === 'protected')
  if (badge !== undefined) return `${badgeIcons[badge.key]} ${badge.words}`
  return listReasons(verdict)[0]?.short.start ?? ''
}

/** The role says more than that there is one. */
function toBadgeWords(verdict: Verdict | undefined, key: Badge['key']): string | undefined {
  return key === 'admin' ? verdict?.reasons.find((one) => one.key === 'admin')?.short.start : undefined
}

/** Longer ones are cut in notifications. */
const mostNotice = 120

/** The line that tells of the card where it is not seen: what is the matter, with whom, and as many reasons as fit. */
export function toNotice(
  incident: Incident,
  headline: string,
  { icon, word }: Pick<StatusWords, 'icon' | 'word'> = toStatusWords(incident),
): string {
  const verdict = isBeforeYes(incident) ? findActedBy(incident) : undefined
  const badge = verdict?.badges.find(({ key }) => key === 'admin' || key === 'protected')
  const about = badge === undefined ? '' : ` (${badge.words})`
  const matter = `${icon} ${word}: ${toEntityName(incident.entity)}${about} ${headline.slice(0, 1).toLowerCase()}${headline.slice(1)}`
  const reasons = verdict === undefined ? [] : listReasons(verdict).map(({ short }) => short.start)
  const whole = [2, 1].map((count) => `${matter}. ${reasons.slice(0, count).join(', ')}`)
  return (reasons.length === 0 ? undefined : whole.find(({ length }) => length <= mostNotice)) ?? matter
}
