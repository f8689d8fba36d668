// What everybody sees of a storm review: who signed, how far it is, what needs an eye, and how to go on.

import { canBeReviewed, type Incident } from '../../domain/incident.js'
import { findVerdict } from '../../domain/outlook.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import { say, tellClock, type Words } from '../../domain/said.js'
import {
  isStormVerdict,
  listLeft,
  type StormReview,
  type StormRow,
  toStormGroup,
  toStormStage,
} from '../../domain/storm-review.js'
import type { Card } from '../cards.js'
import { type Parts, toTenant } from '../feature.js'
import { toNameParts } from '../incident/card.js'
import { type ToneName, toTone } from '../words/words.js'
import { toGroupId } from './group.js'
import type { Found } from './rows.js'
import type { StormView } from './views.js'
import { toManyText } from './words.js'

const mostRows = 6

interface Shown {
  readonly found: Found
  /** Those that this channel hears of. */
  readonly isHeard: (incident: Incident) => boolean
}

export function toStormCard(parts: Parts, review: StormReview, { found, isHeard }: Shown): Card {
  const rows = toRows(review, found, isHeard)
  const again = toStormStage(review) === 'over' ? toAgain(review, found) : undefined
  const tenant = toTenant(parts, review.tenantId)
  return {
    name: 'storm',
    view: {
      incidentId: review.id,
      ...toTone(toToneName(review)),
      ...toHead(review),
      headline: toManyText(review.verdict, review.rows.length),
      tenantName: tenant.name,
      countsText: toCountsText(review, found),
      whoText: toWhoText(review),
      stopText: toStopText(review),
      rows: rows.slice(0, mostRows),
      moreText: rows.length > mostRows ? `and ${rows.length - mostRows} more` : '',
      canApprove: toStormStage(review) === 'signed' && review.stopped === undefined,
      canStop: toStormStage(review) !== 'over' && review.stopped === undefined,
      againId: again?.id ?? '',
      againTitle: again === undefined ? '' : `Review ${again.count} together…`,
      portalUrl: toPortalUrl(tenant, restrictedEntitiesPage),
    },
  }
}

function isRefused({ stopped }: StormReview): boolean {
  return stopped?.reason === 'refused' || stopped?.reason === 'unknown'
}

function toToneName(review: StormReview): ToneName {
  const stage = toStormStage(review)
  switch (stage) {
    case 'signed':
      return 'accent'
    case 'running':
      return 'busy'
    case 'over':
      if (isRefused(review)) return 'bad'
      return count(review, 'unblocked') > 0 ? 'accent' : 'calm'
    default:
      return stage satisfies never
  }
}

function toHead(review: StormReview): Pick<StormView, 'icon' | 'title'> {
  const unblocked = count(review, 'unblocked')
  const stage = toStormStage(review)
  switch (stage) {
    case 'signed':
      return { icon: '✍️', title: `Unblock ${listLeft(review).length} together?` }
    case 'running':
      return { icon: '⏳', title: `Unblocking ${review.rows.length - listOut(review).length} together` }
    case 'over':
      if (isRefused(review)) return { icon: '🔴', title: `Stopped after ${unblocked}` }
      if (review.second === undefined) return { icon: '⚪', title: 'Nothing was unblocked' }
      return { icon: review.stopped === undefined ? '✅' : '⚪', title: `Unblocked ${unblocked} together` }
    default:
      return stage satisfies never
  }
}

function listOut({ rows }: StormReview): readonly StormRow[] {
  return rows.filter(({ end }) => end?.kind === 'out' || end?.kind === 'gone')
}

function count({ rows }: StormReview, kind: NonNullable<StormRow['end']>['kind']): number {
  return rows.filter(({ end }) => end?.kind === kind).length
}

function toCountsText(review: StormReview, found: Found): string {
  const left = listLeft(review)
  const underWay = left.filter(({ incidentId }) => isUnderWay(found.get(incidentId), review)).length
  const parts: readonly (readonly [number, string])[] = [
    [count(review, 'unblocked'), `of ${review.rows.length} unblocked`],
    [underWay, 'under way'],
    [left.length - underWay, toStormStage(review) === 'over' ? 'not begun' : 'to go'],
    [count(review, 'refused'), 'refused'],
    [count(review, 'unknown'), 'without an answer'],
    [count(review, 'gone'), 'off the list before'],
    [count(review, 'out'), 'left out'],
  ]
  const isFirst = (words: string) => words.startsWith('of ')
  return parts
    .filter(([number, words]) => number > 0 || (isFirst(words) && review.second !== undefined))
    .map(([number, words]) => `${number} ${words}`)
    .join(', ')
}

function isUnderWay(incident: Incident | undefined, { id }: StormReview): boolean {
  return incident?.state.status === 'unblocking' && incident.state.unblock.stormReviewId === id
}

function toWhoText({ first, second, until, stopped, endedAt }: StormReview): Words {
  const signed = say`✍️ ${first.by.name} signed ${tellClock(first.at)}`
  if (second !== undefined) return say`${signed} · ${second.by.name} ${tellClock(second.at)}`
  if (endedAt !== undefined || stopped !== undefined) return signed
  return say`${signed} · one more by ${tellClock(until)}`
}

/** Exchange is asked no more than once for each, whatever it said; that it accepted is not yet mail that flows. */
function toStopText({ stopped, endedAt, second }: StormReview): string {
  if (stopped === undefined)
    return endedAt === undefined ? '' : 'Each is watched by itself until its mail flows.'
  switch (stopped.reason) {
    case 'refused':
      return `❗ Exchange said no to ${stopped.why} Nothing more was begun. Look at that one first; the others can be reviewed again.`
    case 'unknown':
      return `❗ No answer for ${stopped.why} Nothing more was begun. The next reads of the list decide that one; the others can be reviewed again.`
    case 'person':
      return endedAt === undefined ? `✋ ${stopped.why} One is seen to its end.` : `✋ ${stopped.why}`
    case 'lapsed':
      return `✋ ${stopped.why}`
    case 'expired':
      return `⏳ ${stopped.why} Nothing was unblocked.`
    case 'unwatched':
      return second === undefined ? '' : `✋ ${stopped.why}`
    default:
      return stopped.reason satisfies never
  }
}

const icons = { refused: '🔴', unknown: '🟠', out: '🚫', gone: '⚪', unblocked: '🟢' } as const
const order = ['refused', 'unknown', 'out', 'gone'] as const

/** While a second signature is waited for, who is meant; from then on what did not go as it should. */
function toRows(review: StormReview, found: Found, isHeard: Shown['isHeard']): StormView['rows'] {
  const heard = (row: StormRow) => {
    const incident = found.get(row.incidentId)
    return incident === undefined || !isHeard(incident) ? [] : [{ row, incident }]
  }
  const odd = order.flatMap((kind) => review.rows.filter(({ end }) => end?.kind === kind))
  const meant = toStormStage(review) === 'signed' ? listLeft(review) : []
  return [...odd, ...meant].flatMap(heard).map(({ row, incident }) => ({
    icon: row.end === undefined ? '•' : icons[row.end.kind],
    ...toNameParts(incident),
    text: row.end?.why ?? '',
  }))
}

/** What is left and can be signed for again; undefined when nothing is. */
function toAgain(
  review: StormReview,
  found: Found,
): { readonly id: string; readonly count: number } | undefined {
  const left = listLeft(review).flatMap(({ incidentId }) => found.get(incidentId) ?? [])
  const able = left.filter((one) => {
    const kind = findVerdict(one)?.verdict
    return (
      kind !== undefined && isStormVerdict(kind) && canBeReviewed(one) && toStormGroup(one) === review.group
    )
  })
  return able.length === 0 ? undefined : { id: toGroupId(review.digestId, review.group), count: able.length }
}

/** In the thread of the card: its edit tells nobody. */
export function toSecondText({ first, rows, verdict, until }: StormReview): Words {
  return say`${first.by.name} signed for ${toManyText(verdict, rows.length)}. It takes one more by ${tellClock(until)}: Approve on the card.`
}
