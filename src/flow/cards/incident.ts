// The public card of an incident, the digest of a storm, and the short lines in their threads.
import { type ActorRef, toActorRef } from '../../domain/actor.js'
import { findOwnReview, isBy, isCurrent } from '../../domain/answers.js'
import { findUnblock } from '../../domain/attempts.js'
import type { Card, FactRow, IncidentRow, TextRow } from '../../domain/cards/index.js'
import { toEntityName } from '../../domain/entity.js'
import {
  canBeReviewed,
  type Incident,
  isClosed,
  isRetryable,
  type Outcome,
  type Unblock,
} from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { listOutstanding } from '../../domain/offers.js'
import type { NoticeKind } from '../../domain/task.js'
import { portalUrl, type Tenant } from '../../domain/tenant.js'
import { toContainedText, toStandingText } from './containment-words.js'
import { countFindings } from './evidence.js'
import { toPublicReasonFacts, toReasonText } from './reason.js'
import { toClockText, toCountText, toKindWord, toMoment, toStatusWords, toSubject, toTone } from './words.js'

/** Rows of the Reason that fit on a shared card beside the others. */
const publicReasonRows = 3
const digestRows = 10
/** Earlier tries on a shared card; the details have them all. */
const mostAttempts = 2

export function toIncidentCard(incident: Incident, tenant: Tenant): Card {
  const { restriction } = incident
  const began = restriction.createdAt
  return {
    name: 'incident',
    view: {
      ...toSubject(incident, tenant),
      ...toTone(toStatusWords(incident).tone),
      headline: toHeadline(incident),
      reasonText: toReasonText(restriction.reason),
      facts: toFacts(incident),
      restrictedAt: toMoment(began ?? incident.openedAt),
      isDateFromExchange: began !== undefined,
      earlierText: toEarlierText(incident),
      evidenceText: toEvidenceText(incident),
      progress: [...toContainedProgress(incident), ...toAttemptRows(incident), ...toProgress(incident)],
      standingText: toStandingText(incident),
      canGiveBack: listOutstanding(incident).length > 0,
      outcomeText: toOutcomeText(incident),
      canReview: canBeReviewed(incident),
      canHandOff: incident.state.status === 'stuck',
      portalUrl,
    },
  }
}

function toHeadline(incident: Incident): string {
  const name = toEntityName(incident.entity)
  switch (incident.state.status) {
    case 'open':
      return incident.entity.kind === 'sender'
        ? `${name} can no longer send mail`
        : `Mail through the connector ${name} is blocked`
    case 'reviewing':
      return `${name} is being reviewed`
    case 'unblocking':
      return `${name} is being unblocked`
    case 'uncertain':
      return `It is not known yet whether ${name} was unblocked`
    case 'watching':
      return incident.state.goneAt === undefined
        ? `Exchange accepted the unblock of ${name}`
        : `${name} is unblocked, mail may take up to one hour`
    case 'stuck':
      return `${name} is still restricted after the unblock`
    case 'failed':
      return `${name} could not be unblocked`
    case 'closed':
      return toClosedHeadline(name, incident.state.outcome)
    default:
      return incident.state satisfies never
  }
}

function toClosedHeadline(name: string, outcome: Outcome): string {
  switch (outcome) {
    case 'unblocked':
      return `${name} may send mail again`
    case 'cleared-elsewhere':
      return `${name} was unblocked elsewhere`
    case 'expired':
      return `The restriction of ${name} expired by itself`
    case 'restricted-again':
      return `${name} was restricted again`
    case 'no-longer-watched':
      return `${name} is no longer watched`
    default:
      return outcome satisfies never
  }
}

function toFacts(incident: Incident): readonly FactRow[] {
  const temporary = incident.restriction.temporary
    ? [{ label: 'Temporary', value: 'ends by itself at midnight UTC' }]
    : []
  return [...temporary, ...toPublicReasonFacts(incident.restriction.reason).slice(0, publicReasonRows)]
}

export function toEarlierText(incident: Incident): string {
  const { count } = incident.earlier
  return count === 0 ? '' : `Restricted ${toCountText(count, 'time')} before. Look at why it came back.`
}

function toEvidenceText(incident: Incident): string {
  if (incident.evidence === undefined) return ''
  const { found, notChecked } = countFindings(incident)
  const parts = [
    found === 0 ? 'nothing suspicious found' : toCountText(found, 'finding'),
    ...(notChecked === 0 ? [] : [`${notChecked} not checked`]),
  ]
  return parts.join(', ')
}

function toContainedProgress(incident: Incident): readonly TextRow[] {
  const text = isClosed(incident) ? '' : toContainedText(incident)
  return text === '' ? [] : [{ text }]
}

/** Earlier tries are told in one line each; the present one has its own below. */
function toAttemptRows({ attempts = [], state }: Incident): readonly TextRow[] {
  if (state.status === 'closed') return []
  return attempts.slice(-mostAttempts).map((one) => {
    const why = toSentence(one.trouble === undefined ? 'not taken' : toTroubleText(one.trouble))
    const listed = one.listed === undefined ? '' : ` Still listed, read ${toClockText(one.listed.at)}.`
    return toRow(one.requestedAt, `Unblock confirmed by ${one.by.name}: ${why}${listed}`)
  })
}

/** Exchange's own words may end with a full stop or not. */
function toSentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`
}

/** "No answer" is said only when there was none. */
function toTroubleText({ why, isAnswered }: NonNullable<Unblock['trouble']>): string {
  return `${isAnswered ? 'Exchange answered with an error' : 'No answer from Exchange'}: ${why}`
}

/** What has happened since, oldest first. Names are outside text; the templates treat them so. */
function toProgress(incident: Incident): readonly TextRow[] {
  const { state } = incident
  if (state.status === 'reviewing') return [toReviewingRow(incident, state)]
  const unblock = findUnblock(incident)
  if (unblock === undefined || state.status === 'closed') return []
  const asked = toRow(
    unblock.requestedAt,
    `${unblock.by.name} confirmed the unblock${toReviewedText(unblock)}`,
  )
  switch (state.status) {
    case 'unblocking':
      return [asked, { text: 'Asking Exchange to lift the restriction' }]
    case 'uncertain':
      // Saved before what became of the call was kept in full: then why is all there is.
      return [
        asked,
        toRow(state.since, unblock.trouble === undefined ? state.why : toTroubleText(unblock.trouble)),
        toDecideRow(incident, unblock),
      ]
    case 'failed':
      return [asked, ...toFailedRows(state, unblock)]
    case 'watching':
      return [asked, toTakenRow(state), toGoneRow(state.goneAt, unblock)]
    case 'stuck':
      return [
        asked,
        toTakenRow(state),
        toRow(state.since, 'Still on the Restricted entities list'),
        ...toHandOffRow(state.handedOff),
      ]
    default:
      return [asked]
  }
}

function toReviewingRow(incident: Incident, { by, since }: { by: ActorRef; since: Instant }): TextRow {
  const own = findOwnReview(incident, by)
  return own === undefined || own.isDraft === true || !isCurrent(own, incident)
    ? toRow(since, `${by.name} is reviewing`)
    : toRow(own.at, `${by.name} finished the review; the unblock is not confirmed yet`)
}

/** Whoever approves signs as approver; the review stays whose it is. */
function toReviewedText({ by, review }: Pick<Unblock, 'by' | 'review'>): string {
  return isBy(review, by) ? '' : `, reviewed by ${review.by.name}`
}

function toDecideRow(incident: Incident, unblock: Unblock): TextRow {
  const [listed] = toListedRows(unblock)
  if (listed === undefined)
    return { text: 'It is not asked twice by itself; the next reads of the list decide' }
  return isRetryable(incident)
    ? { text: `${listed.text}. An approver may review it and try once more` }
    : { text: `${listed.text}. Not asked twice by itself; the next reads decide` }
}

/** In the order of time: an unblock can fail because the list was read, and be read about after it failed. */
function toFailedRows(
  { failedAt, why }: { readonly failedAt: Instant; readonly why: string },
  unblock: Unblock,
): readonly TextRow[] {
  const failed = toRow(failedAt, why)
  const isLater = (unblock.listed?.at ?? 0) > failedAt
  return isLater ? [failed, ...toListedRows(unblock)] : [...toListedRows(unblock), failed]
}

function toListedRows({ listed }: Unblock): readonly TextRow[] {
  return listed === undefined ? [] : [toRow(listed.at, 'Read the list: still on it')]
}

interface Taken {
  readonly unblock: Unblock
  readonly unblockedAt: Instant
  readonly alreadyGone: boolean
}

function toTakenRow({ unblock, unblockedAt, alreadyGone }: Taken): TextRow {
  if (alreadyGone) return toRow(unblockedAt, 'It was gone from the list already; nothing had to be done')
  const { trouble } = unblock
  return trouble === undefined
    ? toRow(unblockedAt, 'Exchange accepted the unblock')
    : toRow(trouble.at, `${toSentence(toTroubleText(trouble))} The list shows that it worked all the same`)
}

function toGoneRow(goneAt: Instant | undefined, { listed }: Unblock): TextRow {
  if (goneAt !== undefined) return toRow(goneAt, 'Gone from the list. Mail may take up to one hour')
  const waiting = 'Waiting for it to leave the list; looks at 1, 5, 15 and 60 minutes'
  return listed === undefined ? { text: waiting } : toRow(listed.at, `Still on the list. ${waiting}`)
}

function toHandOffRow(handedOff: boolean): readonly TextRow[] {
  return handedOff
    ? [{ text: '24 hours have passed: open a case with Microsoft Support, the text is ready' }]
    : []
}

function toRow(at: Instant, text: string): TextRow {
  return { text: `${toClockText(at)}  ${text}` }
}

export function toOutcomeText(incident: Incident): string {
  const { state } = incident
  if (state.status !== 'closed') return ''
  const at = toClockText(state.closedAt)
  const { unblock } = state
  const by = unblock === undefined ? '' : ` by ${toActorRef(unblock.by).name}${toReviewedText(unblock)}`
  switch (state.outcome) {
    case 'unblocked':
      return `Unblocked${by}, off the list when last looked at ${at}. Mail should flow again.`
    case 'cleared-elsewhere':
      return `Left the list without Reprieve, seen ${at}. Somebody unblocked it in the portal or in PowerShell.`
    case 'expired':
      return `Left the list by itself, seen ${at}. The limit or temporary block ran out.`
    case 'restricted-again':
      return `Unblocked${by}, and restricted again, seen ${at}. There is a new card for it.`
    case 'no-longer-watched':
      return `Its tenant was taken out of the settings, noticed ${at}. ${toUnwatchedText(state)}`
    default:
      return state.outcome satisfies never
  }
}

type Closed = Extract<Incident['state'], { readonly status: 'closed' }>

/** What is known of an unblock that nobody could see to its end. */
function toUnwatchedText({ unblock, from }: Closed): string {
  const portal = 'Whether it is still restricted, the portal shows.'
  if (unblock === undefined) return portal
  const asked = `the unblock that ${toActorRef(unblock.by).name} confirmed`
  switch (from) {
    case 'uncertain':
      return `What became of ${asked} is not known. ${portal}`
    case 'watching':
      return `It was being watched after ${asked}. ${portal}`
    case 'stuck':
      return `It was still on the list after ${asked}. ${portal}`
    case 'open':
    case 'reviewing':
    case 'failed':
    case 'unblocking':
    case undefined:
      return `Nothing came of ${asked}. ${portal}`
    default:
      return from satisfies never
  }
}

export function toIncidentRow(incident: Incident, tenant: Tenant): IncidentRow {
  const { icon, word } = toStatusWords(incident)
  return {
    incidentId: incident.id,
    entity: toEntityName(incident.entity),
    kindWord: toKindWord(incident),
    tenantName: tenant.name,
    statusIcon: icon,
    statusWord: word,
    sinceText: toMoment(incident.restriction.createdAt ?? incident.openedAt).text,
    reasonText: toReasonText(incident.restriction.reason),
    canReview: canBeReviewed(incident),
    standingText: toStandingText(incident),
  }
}

/** A storm on one card: what waits first, then what is going on, then what is over. */
export function toDigestCard(incidents: readonly Incident[], tenant: Tenant): Card {
  const waiting = incidents.filter(canBeReviewed)
  const closed = incidents.filter(({ state }) => state.status === 'closed')
  const others = incidents.filter((one) => !waiting.includes(one) && !closed.includes(one))
  const rows = [...waiting, ...others, ...closed]
  const more = rows.length - digestRows
  const tone = waiting.length > 0 ? 'bad' : others.length > 0 ? 'busy' : 'good'
  return {
    name: 'digest',
    view: {
      ...toTone(tone),
      headline: `${toCountText(incidents.length, 'sender or connector', 'senders and connectors')} restricted within a short time`,
      tenantName: tenant.name,
      countsText: `${waiting.length} waiting, ${others.length} under way, ${closed.length} over`,
      rows: rows.slice(0, digestRows).map((incident) => toIncidentRow(incident, tenant)),
      moreText: more > 0 ? `and ${more} more: type list to see them all` : '',
      portalUrl,
    },
  }
}

function toUncertainText(incident: Incident, name: string): string {
  const trouble = findUnblock(incident)?.trouble
  const what =
    trouble?.isAnswered === true
      ? `Exchange answered the unblock of ${name} with an error: ${trouble.why}`
      : `Exchange did not answer the unblock of ${name}.`
  return `${what} The next reads of the list decide.`
}

type LineKind = Exclude<NoticeKind, 'asked'>

/** What people must notice although editing the card tells nobody. */
export function toLineCard(incident: Incident, notice: LineKind): Card {
  const name = toEntityName(incident.entity)
  const lines: Readonly<Record<LineKind, { icon: string; text: string }>> = {
    failed: {
      icon: '🔴',
      text: `${name} could not be unblocked. The card says why; it can be reviewed again.`,
    },
    uncertain: {
      icon: '🟠',
      text: toUncertainText(incident, name),
    },
    stuck: {
      icon: '🔴',
      text: `${name} is still on the Restricted entities list one hour after the unblock.`,
    },
    handoff: {
      icon: '🔴',
      text: `${name} is still restricted 24 hours after the unblock. The text for Microsoft Support is ready on the card.`,
    },
    relapse: {
      icon: '🔴',
      text: `${name} was restricted again after the unblock. There is a new card for it.`,
    },
    'needs-approval': {
      icon: '🟠',
      text: `The review of ${name} is complete. Somebody who may approve has to confirm the unblock.`,
    },
    replaced: {
      icon: '⚪',
      text: `The earlier card about ${name} could no longer be edited; this one takes its place.`,
    },
  }
  return { name: 'line', view: lines[notice] }
}
