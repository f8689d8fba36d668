// The public card of an incident, and its row where there are several.

import { findTaken } from '../../domain/claim.js'
import { toEntityName } from '../../domain/entity.js'
import { toDisplayName } from '../../domain/evidence.js'
import { canBeHandedOff, canBeReviewed, type Incident, type Outcome } from '../../domain/incident.js'
import { hourMilliseconds, type Instant } from '../../domain/instant.js'
import { toMailVerdict } from '../../domain/mail-flow.js'
import { listOutstanding } from '../../domain/offers.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import { joinWords, tellDay, toPlainWords, type Words } from '../../domain/said.js'
import type { Tenant } from '../../domain/tenant.js'
import { isReviewOffered, watchOnlyText } from '../../domain/watch-only.js'
import { findWaiting } from '../approval/words.js'
import type { Card, IncidentRow } from '../cards.js'
import { toStandingText } from '../containment/words.js'
import { findMark, type Mark, type Parts } from '../feature.js'
import { accessTable, type PermissionName } from '../permissions.js'
import { toBadgesText, toNotice, toReasonRows, toShortReason, toVerdictText } from '../verdict/words.js'
import { toMailHeadline, toTestText } from '../words/mail.js'
import { toOutcomeText } from '../words/outcome.js'
import { toCountedText, toReasonText } from '../words/reason.js'
import type { CardButton } from '../words/views.js'
import {
  findVerdictWords,
  isBeforeYes,
  type StatusWords,
  toKindWord,
  toMoment,
  toStatusWords,
  toSubject,
  toTimesText,
  toTone,
} from '../words/words.js'
import { toAgainRows, toRecordRows } from './record.js'
import type { PlacedButton } from './views.js'

interface Beside {
  readonly tenant: Tenant
  /** Where the journal stood when it ended. */
  readonly anchor?: string
  /** The one before of the same entity. */
  readonly last?: Incident | undefined
}

export function toIncidentCard(
  { features, tenants }: Pick<Parts, 'features' | 'tenants'>,
  incident: Incident,
  { tenant, anchor = '', last }: Beside,
): Card {
  const { restriction } = incident
  const began = restriction.createdAt
  const { buttons, menu, isReviewBeside } = placeCardButtons(features, incident, tenant)
  const head = findFirst(features.map(({ toHead }) => toHead?.(incident)))
  const headline = head?.headline ?? toHeadline(incident)
  const mark = findMark({ features }, incident)
  const { icon, word, tone } = toMarked(mark, head ?? toStatusWords(incident))
  const subject = { ...toSubject(incident, tenant), statusIcon: icon, statusWord: word }
  const again = toAgainRows(incident, last)
  // What only was off the list for a while is no second restriction.
  const isRelapse = again.length > 0 && incident.continues === undefined
  const lastIncidentId = canBeReviewed(incident) ? (last?.id ?? '') : ''
  return {
    name: 'incident',
    view: {
      ...subject,
      statusWord: isRelapse && isBeforeYes(incident) ? `${subject.statusWord}, again` : subject.statusWord,
      ...toTone(tone),
      notice: toNotice(incident, toPlainWords(headline), { icon, word }),
      headline: toPlainWords(headline),
      headlineText: headline,
      isSince: canBeReviewed(incident) && head?.headline === undefined,
      restrictedAt: toMoment(began ?? incident.openedAt),
      isSinceRecent: isNearOpening(began ?? incident.openedAt, incident.openedAt),
      isDateFromExchange: began !== undefined,
      verdictText: toVerdictText(incident, head !== undefined && !saysVerdict(head, incident)),
      badgesText: mark?.note ?? toBadgesText(incident),
      reasons: toReasonRows(incident),
      again,
      lastIncidentId,
      smallText: mark?.small ?? toSmallText(incident, tenants.size > 1 ? tenant.name : ''),
      whoText: findFirst(features.map(({ toWho }) => toWho?.(incident, tenant))) ?? '',
      isReviewMain: !buttons.some(({ isMain }) => isMain),
      isReviewBeside,
      buttons,
      menu,
      progress: [
        ...features.flatMap(({ toProgress }) => toProgress?.(incident, tenant) ?? []),
        ...(tenant.isWatchOnly === true && canBeReviewed(incident) ? [{ text: watchOnlyText }] : []),
      ],
      testText: toTestText(incident),
      standingText: toStandingText(incident),
      canGiveBack: tenant.isWatchOnly !== true && listOutstanding(incident).length > 0,
      outcomeText: joinWords([toOutcomeText(incident), anchor], ' '),
      record: toRecordRows(incident),
      canReview: isReviewOffered(incident, tenant),
      canHandOff: canBeHandedOff(incident),
      portalUrl: hasPortal(menu, lastIncidentId) ? toPortalUrl(tenant, restrictedEntitiesPage) : '',
    },
  }
}

/** Whether what stands in the head is the verdict already. */
function saysVerdict({ word }: StatusWords, incident: Incident): boolean {
  return word.startsWith(findVerdictWords(incident).word)
}

/** What is not real says so before anything else, and looks like it. */
function toMarked(mark: Mark | undefined, words: StatusWords): StatusWords {
  if (mark === undefined) return words
  const { word } = words
  return {
    icon: mark.icon,
    word: `${mark.word} · ${word.slice(0, 1).toLowerCase()}${word.slice(1)}`,
    tone: 'calm',
  }
}

/** Whether what the button leads to changes something in the organisation. */
function isChange(features: Parts['features'], pressId: string): boolean {
  const permission = findPermission(features, pressId)
  return permission !== undefined && accessTable[permission].changes === true
}

export function findPermission(features: Parts['features'], pressId: string): PermissionName | undefined {
  return findFirst(features.map(({ presses }) => presses?.[pressId]?.permission))
}

function isNearOpening(at: Instant, openedAt: Instant): boolean {
  return Math.abs(openedAt - at) < 12 * hourMilliseconds
}

function findFirst<Value>(all: readonly (Value | undefined)[]): Value | undefined {
  return all.find((one) => one !== undefined)
}

/** As many fit on a phone before ⋯, the recommended one among them. */
const mostBeside = 3

/** One is recommended and comes first; what does not fit beside it goes under ⋯. */
export function placeButtons(features: Parts['features'], incident: Incident, tenant: Tenant) {
  const all = recommend(
    features.flatMap(({ listButtons }) => listButtons?.(incident) ?? []),
    incident,
  )
    .filter(({ pressId }) => tenant.isWatchOnly !== true || !isChange(features, pressId))
    .toSorted((one, other) => Number(other.isMain) - Number(one.isMain))
    .map(({ isMain, ...button }, place) => ({ ...button, isMain: isMain && place === 0 }))
  const beside = all.filter(({ isInMenu }) => isInMenu !== true)
  // Where nothing else is recommended, opening the review is.
  const room = beside[0]?.isMain === true ? mostBeside : mostBeside - 1
  const toPlaced = ({ pressId, title, isMain }: CardButton): PlacedButton => ({
    pressId,
    title,
    isMain,
    incidentId: incident.id,
  })
  return {
    buttons: beside.slice(0, room).map(toPlaced),
    menu: [...beside.slice(room), ...all.filter(({ isInMenu }) => isInMenu === true)].map(toPlaced),
  }
}

/** Before the block there is nothing to review: where the account need not be taken back, somebody has to be on it. */
function recommend(all: readonly CardButton[], incident: Incident): readonly CardButton[] {
  if (incident.early === undefined || findTaken(incident) !== undefined) return all
  if (all.some(({ isMain }) => isMain)) return all
  return all.map((one) => (one.pressId === 'claim' ? { ...one, isMain: true } : one))
}

/** With the review, which stands beside what is recommended where there is room, and nobody's approval is waited for. */
function placeCardButtons(features: Parts['features'], incident: Incident, tenant: Tenant) {
  const { buttons, menu } = placeButtons(features, incident, tenant)
  const isReviewBeside = buttons.length < mostBeside && findWaiting(incident) === undefined
  if (isReviewBeside) return { buttons, menu, isReviewBeside }
  const review = { pressId: 'review', title: 'Unblock…', isMain: false, incidentId: incident.id }
  return { buttons, menu: isReviewOffered(incident, tenant) ? [review, ...menu] : menu, isReviewBeside }
}

/** Under ⋯ Slack takes five, the details among them; beside it Teams takes six. The details lead to the portal as well. */
function hasPortal(menu: readonly PlacedButton[], lastIncidentId: string): boolean {
  return menu.length > 0 ? menu.length <= 3 : lastIncidentId === ''
}

/** Beside the name, which stands above it. */
function toHeadline(incident: Incident): Words {
  switch (incident.state.status) {
    case 'open':
    case 'reviewing':
    case 'unblocking':
    case 'failed':
      return incident.entity.kind === 'sender' ? 'Cannot send' : 'Its mail is blocked'
    case 'uncertain':
      return 'It is not known yet whether it was unblocked'
    case 'watching':
      return (
        toMailHeadline(incident.state) ??
        (incident.state.goneAt === undefined
          ? 'Exchange accepted the unblock'
          : 'Off the list, mail may take up to one hour')
      )
    case 'stuck':
      return toMailHeadline(incident.state) ?? 'Still cannot send, one hour after the unblock'
    case 'closed':
      return incident.continuedBy === undefined
        ? toClosedHeadline(incident.state)
        : 'Was off the list for a while'
    default:
      return incident.state satisfies never
  }
}

const closedHeadlines: Readonly<Record<Outcome, string>> = {
  unblocked: 'May send mail again',
  'cleared-elsewhere': 'Is off the list',
  expired: 'The restriction ended by itself',
  'restricted-again': 'Was restricted again',
  'no-longer-watched': 'Is no longer watched',
}

/** That it may send is said of who was seen to, and of what older programs closed. */
function toClosedHeadline({ outcome, unblock }: Extract<Incident['state'], { status: 'closed' }>): string {
  if (outcome !== 'unblocked') return closedHeadlines[outcome]
  switch (toMailVerdict(unblock?.mail)) {
    case 'refused':
      return 'Off the list, mail was refused'
    case 'inside':
    case 'nothing':
      return 'Not restricted, no mail seen'
    case 'unknown':
      return 'Not restricted any more'
    default:
      return closedHeadlines.unblocked
  }
}

/** Who it is in one line; what Exchange counted, as long as somebody decides by it. */
function toSmallText(incident: Incident, tenantName: string): string {
  const { entity, evidence, restriction } = incident
  const parts = [
    entity.kind === 'connector' ? 'Connector' : toDisplayName(evidence),
    tenantName,
    canBeReviewed(incident) ? toCountedText(restriction.reason) : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

export function toEarlierText(incident: Incident): string {
  const { count } = incident.earlier
  const before = count === 0 ? [] : [`Restricted ${toTimesText(count)} before. Look at why it came back.`]
  const back =
    incident.continues === undefined
      ? []
      : ['It was off the list for a while; nothing shows that this is another restriction.']
  return [...before, ...back].join(' ')
}

export function toNameParts({ entity }: Incident): Pick<IncidentRow, 'localPart' | 'domainPart'> {
  const name = toEntityName(entity)
  const at = entity.kind === 'sender' ? name.lastIndexOf('@') : -1
  return at <= 0
    ? { localPart: name, domainPart: '' }
    : { localPart: name.slice(0, at), domainPart: name.slice(at) }
}

export function toIncidentRow(
  { features }: Pick<Parts, 'features'>,
  incident: Incident,
  tenant: Tenant,
): IncidentRow {
  const { icon, word } = toStatusWords(incident)
  return {
    incidentId: incident.id,
    entity: toEntityName(incident.entity),
    ...toNameParts(incident),
    shortText: toShortReason(incident) || toCountedText(incident.restriction.reason),
    kindWord: toKindWord(incident),
    tenantName: tenant.name,
    statusIcon: icon,
    statusWord: word,
    sinceText: tellDay(incident.restriction.createdAt ?? incident.openedAt),
    reasonText: toReasonText(incident.restriction.reason),
    canReview: isReviewOffered(incident, tenant),
    whoText: findFirst(features.map(({ toRowText }) => toRowText?.(incident))) ?? '',
    nextText: findFirst(features.map(({ toNext }) => toNext?.(incident, tenant)))?.text ?? '',
    standingText: toStandingText(incident),
  }
}
