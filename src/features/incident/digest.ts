// The public card of a storm.

import { toEntityKey } from '../../domain/entity.js'
import { canBeReviewed, type Incident, isClosed } from '../../domain/incident.js'
import { toWorstFirst } from '../../domain/order.js'
import { findVerdict } from '../../domain/outlook.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import type { Tenant } from '../../domain/tenant.js'
import { lookingWords, type VerdictKind, verdictOrder, verdictWords } from '../../domain/verdict/index.js'
import type { Card, DigestRow } from '../cards.js'
import type { GroupButton, Parts } from '../feature.js'
import { toCountText, toTone } from '../words/words.js'
import { toIncidentRow } from './card.js'

const digestRows = 10

/** A storm on one card: the worst that waits first, then what is going on, then what is over. */
export function toDigestCard(
  { features }: Pick<Parts, 'features'>,
  digestId: string,
  { incidents, tenant }: Shown,
): Card {
  const entities = listNewest(incidents)
  const looks = toLooksText(entities)
  const headline = `${entities.length} restricted within a short time${looks === '' ? '' : `: ${looks}`}`
  return toManyCard({ features, digestId, incidents: entities, tenant, headline })
}

/** What began and ended while a channel could not be reached. */
export function toRecoveryCard(
  { features }: Pick<Parts, 'features'>,
  incidents: readonly Incident[],
  tenant: Tenant,
): Card {
  const entities = listNewest(incidents)
  const many = toCountText(entities.length, 'sender or connector was', 'senders and connectors were')
  const headline = `${many} restricted while nothing could be shown here, and that is over`
  const digestId = `recovery-${incidents[0]?.id ?? ''}`
  return toManyCard({ features, digestId, incidents: entities, tenant, headline })
}

/** One restricted twice is one: people count senders and connectors. */
function listNewest(incidents: readonly Incident[]): readonly Incident[] {
  const byEntity = new Map<string, Incident>()
  for (const incident of incidents) {
    const key = toEntityKey(incident.entity)
    if ((byEntity.get(key)?.openedAt ?? 0) <= incident.openedAt) byEntity.set(key, incident)
  }
  return [...byEntity.values()]
}

interface Shown {
  readonly incidents: readonly Incident[]
  readonly tenant: Tenant
}

interface Many extends Shown, Pick<Parts, 'features'> {
  readonly digestId: string
  readonly headline: string
}

function toManyCard({ features, digestId, incidents, tenant, headline }: Many): Card {
  const waiting = incidents.filter(canBeReviewed)
  const closed = incidents.filter(({ state }) => state.status === 'closed')
  const others = incidents.filter((one) => !waiting.includes(one) && !closed.includes(one))
  const rows = toRows({ features }, { incidents, tenant, digestId })
  const more = incidents.length - rows.length
  const tone = waiting.length > 0 ? 'bad' : others.length > 0 ? 'busy' : 'good'
  return {
    name: 'digest',
    view: {
      digestId,
      ...toTone(tone),
      headline,
      tenantName: tenant.name,
      countsText: `${waiting.length} open, ${others.length} under way, ${closed.length} over`,
      rows,
      moreText: more > 0 ? `and ${more} more, under All open` : '',
      portalUrl: toPortalUrl(tenant, restrictedEntitiesPage),
    },
  }
}

interface Group {
  readonly key: string
  readonly icon: string
  readonly words: (count: number) => string
  /** What all of it looks like, where it waits for a review. */
  readonly verdict?: VerdictKind
  /** Why Exchange restricted all of it, where that tells it from another group of the same verdict. */
  readonly cause?: Cause
}

type Cause = Incident['restriction']['reason']['cause']

const causeWords: Readonly<Record<Cause, string>> = {
  spam: 'for spam',
  limit: 'for a limit',
  unknown: 'for another reason',
}

const underWay: Group = { key: 'under-way', icon: '⏳', words: (count) => `${count} under way` }
const over: Group = { key: 'over', icon: '⚪', words: (count) => `${count} over` }
const stuck: Group = {
  key: 'stuck',
  icon: '🔴',
  words: (count) => `${count} still restricted after an unblock`,
}
const looking: Group = {
  key: 'looking',
  icon: lookingWords.emoji,
  words: (count) => `${count} not looked at yet`,
}

function toGroup(incident: Incident): Group {
  if (incident.state.status === 'stuck') return stuck
  if (isClosed(incident)) return over
  if (!canBeReviewed(incident)) return underWay
  const kind = findVerdict(incident)?.verdict
  if (kind === undefined) return looking
  const { emoji: icon } = verdictWords[kind]
  const words = (count: number) => toLooksWords(kind, count)
  if (kind === 'compromised' || kind === 'unclear') return { key: kind, icon, words, verdict: kind }
  const { cause } = incident.restriction.reason
  return { key: `${kind}-${cause}`, icon, words, verdict: kind, cause }
}

interface Grouped {
  readonly group: Group
  readonly incidents: Incident[]
}

/** Worst first and group by group. Of each there is one at least: no group is hidden by the one before it. */
function toRows(
  { features }: Pick<Parts, 'features'>,
  { incidents, tenant, digestId }: Shown & { readonly digestId: string },
): readonly DigestRow[] {
  const groups = new Map<string, Grouped>()
  for (const incident of toWorstFirst(incidents)) {
    const group = toGroup(incident)
    const found = groups.get(group.key) ?? { group, incidents: [] }
    groups.set(group.key, found)
    found.incidents.push(incident)
  }
  const all = [...groups.values()]
  const rows: DigestRow[] = []
  for (const [at, { group, incidents: some }] of all.entries()) {
    const later = groups.size - at - 1
    const shown = some.slice(0, Math.max(0, digestRows - rows.length - later))
    const button = findButton(features, { group, tenant, digestId, incidents: some })
    const hasHeading = groups.size > 1 || button !== undefined
    const heading = { ...toHeading(group, all, some.length), ...toButton(button) }
    rows.push(
      ...shown.map((incident, index) => ({
        ...toIncidentRow({ features }, incident, tenant),
        ...(index === 0 && hasHeading ? heading : noHeading),
      })),
    )
  }
  return rows
}

const noHeading = { groupText: '', groupPressId: '', groupId: '', groupTitle: '', groupLabel: '' }

/** With the cause where another group looks the same. */
function toHeading({ icon, words, verdict, cause }: Group, all: readonly Grouped[], count: number) {
  const isTwin = verdict !== undefined && all.filter((one) => one.group.verdict === verdict).length > 1
  const why = isTwin && cause !== undefined ? `, ${causeWords[cause]}` : ''
  return { groupText: `${icon} ${words(count)}${why}` }
}

interface Pressable extends Shown {
  readonly group: Group
  readonly digestId: string
}

function findButton(
  features: Parts['features'],
  { group: { verdict }, ...group }: Pressable,
): GroupButton | undefined {
  if (verdict === undefined) return undefined
  for (const { toGroupButton } of features) {
    const button = toGroupButton?.({ ...group, verdict })
    if (button !== undefined) return button
  }
  return undefined
}

function toButton(button: GroupButton | undefined): Omit<typeof noHeading, 'groupText'> {
  const { pressId = '', id = '', title = '', label = '' } = button ?? {}
  return { groupPressId: pressId, groupId: id, groupTitle: title, groupLabel: label }
}

/** "3 look compromised, 1 is an admin, 4 unclear": of those that wait for somebody. Empty as long as nobody knows. */
function toLooksText(incidents: readonly Incident[]): string {
  const waiting = incidents.filter(canBeReviewed)
  const count = (kind: VerdictKind) => waiting.filter((one) => findVerdict(one)?.verdict === kind)
  const worst = count('compromised').map((one) => findVerdict(one)?.badges.map(({ key }) => key) ?? [])
  const admins = worst.filter((keys) => keys.includes('admin')).length
  const shielded = worst.filter((keys) => keys.includes('protected')).length
  const parts = verdictOrder.flatMap((kind) => {
    const { length } = count(kind)
    if (length === 0) return []
    const marks =
      kind === 'compromised' ? [toAdminsText(admins), shielded > 0 ? `${shielded} protected` : ''] : []
    return [toLooksWords(kind, length), ...marks.filter((text) => text !== '')]
  })
  return parts.join(', ')
}

function toAdminsText(count: number): string {
  if (count === 0) return ''
  return count === 1 ? '1 is an admin' : `${count} are admins`
}

function toLooksWords(kind: VerdictKind, count: number): string {
  switch (kind) {
    case 'compromised':
      return `${count} ${count === 1 ? 'looks' : 'look'} compromised`
    case 'unclear':
      return `${count} unclear`
    case 'bulk':
      return `${count} bulk mail`
    case 'limit-only':
      return toCountText(count, 'limit')
    default:
      return kind satisfies never
  }
}
