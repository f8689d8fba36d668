// What has become of the review and the unblock, one short line each.

import { isCurrent } from '../../domain/answers.js'
import { findUnblock } from '../../domain/attempts.js'
import { type Incident, isRetryable, isReviewable, type Unblock } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { toMailVerdict } from '../../domain/mail-flow.js'
import { say, tellClock, type Words } from '../../domain/said.js'
import type { TextRow } from '../cards.js'
import { isTestWanted, toMailTexts, toRefusedAdvice } from '../words/mail.js'
import { toReviewedText } from '../words/outcome.js'

/** Earlier tries on a shared card; the details have them all. */
const mostAttempts = 2

/** Earlier tries are told in one line each; the present one has its own below. */
function toAttemptRows({ attempts = [], state }: Incident): readonly TextRow[] {
  if (state.status === 'closed') return []
  return attempts.slice(-mostAttempts).map((one) => {
    const why = toSentence(one.trouble === undefined ? 'not taken' : toTroubleText(one.trouble))
    const listed = one.listed === undefined ? '' : say` Still listed, read ${tellClock(one.listed.at)}.`
    return toRow(one.requestedAt, say`Unblock confirmed by ${one.by.name}: ${why}${listed}`)
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
export function toUnblockProgress(incident: Incident): readonly TextRow[] {
  return [...toAttemptRows(incident), ...toPresentRows(incident)]
}

function toPresentRows(incident: Incident): readonly TextRow[] {
  const { state } = incident
  if (isReviewable(incident) && state.status !== 'failed') return toReviewedRows(incident)
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
      if (isTestWanted(state)) return [asked, ...toOddRows(state)]
      return [asked, toTakenRow(state), toGoneRow(state.goneAt, unblock), ...toMailRows(unblock)]
    case 'stuck':
      return [asked, toTakenRow(state), toListRow(state), ...toMailRows(unblock), ...toNextRow(state)]
    default:
      return [asked]
  }
}

/** Reviews of what is known now, with nobody's Yes yet. */
function toReviewedRows(incident: Incident): readonly TextRow[] {
  return incident.reviews
    .filter((one) => one.isDraft !== true && one.isForApproval !== true && isCurrent(one, incident))
    .map(({ by, at }) => toRow(at, `${by.name} finished the review; the unblock is not confirmed yet`))
}

function toDecideRow(incident: Incident, unblock: Unblock): TextRow {
  const [listed] = toListedRows(unblock)
  if (listed === undefined)
    return { text: 'It is not asked twice by itself; the next reads of the list decide' }
  return isRetryable(incident)
    ? { text: say`${listed.text}. An approver may review it and try once more` }
    : { text: say`${listed.text}. Not asked twice by itself; the next reads decide` }
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

type Stuck = Extract<Incident['state'], { readonly status: 'stuck' }>

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

/** Beside what is asked of the owner a phone has room for the unusual only; the details have it all. */
function toOddRows(taken: Taken): readonly TextRow[] {
  const { trouble, mail } = taken.unblock
  const isUsual = trouble === undefined && !taken.alreadyGone
  const limit = mail?.limit === undefined ? [] : [{ text: mail.limit }]
  return isUsual ? limit : [toTakenRow(taken), ...limit]
}

function toGoneRow(goneAt: Instant | undefined, { listed, mail }: Unblock): TextRow {
  if (goneAt !== undefined)
    return toRow(
      goneAt,
      toMailVerdict(mail) === 'delivered'
        ? 'Gone from the list'
        : 'Gone from the list. Mail may take up to one hour',
    )
  const waiting = 'Waiting for it to leave the list; it is read after 1, 5, 15 and 60 minutes'
  return listed === undefined ? { text: waiting } : toRow(listed.at, `Still on the list. ${waiting}`)
}

/** Who is stuck since mail was refused may be off the list, or not late yet. */
function toListRow({ since, goneAt, unblock }: Stuck): TextRow {
  if (goneAt !== undefined) return toRow(goneAt, 'Gone from the list')
  return toMailVerdict(unblock.mail) === 'refused'
    ? { text: 'Not seen to leave the list yet' }
    : toRow(since, 'Still on the Restricted entities list')
}

function toMailRows({ mail }: Unblock): readonly TextRow[] {
  return toMailTexts(mail).map((text) => ({ text }))
}

function toNextRow(state: Stuck): readonly TextRow[] {
  if (state.handedOff)
    return [{ text: '24 hours have passed: open a case with Microsoft Support, the text is ready' }]
  const advice = toRefusedAdvice(state)
  return advice === undefined ? [] : [{ text: advice }]
}

function toRow(at: Instant, text: Words): TextRow {
  return { text: say`${tellClock(at)}  ${text}` }
}
