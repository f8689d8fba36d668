import { type Blindness, toUnansweredAt } from '../../domain/blindness.js'
import { hourMilliseconds, type Instant } from '../../domain/instant.js'
import { restrictedEntitiesPage, toSharedUrl } from '../../domain/portals.js'
import { say, tellClock, type Words } from '../../domain/said.js'
import type { Card } from '../cards.js'
import type { Parts } from '../feature.js'
import { toMoment, toTone } from '../words/words.js'
import { listPagers } from './page.js'
import { type BlindWords, toBlindWords, toTenantList, toWhyText } from './words.js'

export function toBlindCard(parts: Parts, blindness: Blindness): Card {
  const { id, since, endedAt, left, claim, noticedAt } = blindness
  const words = toBlindWords(parts, blindness)
  const isOver = endedAt !== undefined
  const until = endedAt ?? noticedAt
  return {
    name: 'blind',
    view: {
      ...(isOver ? toOverText(parts, blindness, words) : toBegunText(parts, blindness, words)),
      blindnessId: id,
      since: toMoment(since),
      isSinceRecent: isNear(since, until),
      isOver,
      until: toMoment(until),
      whoText: toWhoText(parts, blindness),
      canTry: !isOver && left.length > 0,
      takeTitle: isOver ? '' : claim === undefined ? 'I’m on it' : 'Take over',
      portalUrl: isOver || left.length === 0 ? '' : toPortal(parts, left),
    },
  }
}

function isNear(one: Instant, other: Instant): boolean {
  return Math.abs(other - one) < 12 * hourMilliseconds
}

function toBegunText(parts: Parts, blindness: Blindness, words: BlindWords) {
  const { left, restricted, cause } = blindness
  const why = toWhyText(blindness)
  return {
    ...toTone(cause === 'clock' ? 'busy' : 'bad'),
    statusIcon: '🙈',
    statusWord: words.begun,
    notice: `${words.begun}${why === '' ? '' : `, ${why}`}. ${words.meaning}`,
    headline: words.meaning,
    why,
    rows: left.length > 1 ? [...words.rows, { icon: '•', text: toTenantList(parts, left) }] : words.rows,
    smallText: cause === 'tenant' ? `At the last good read ${toRestrictedText(restricted)}` : '',
  }
}

function toRestrictedText(count: number): string {
  if (count === 0) return 'nobody was restricted'
  return count === 1 ? '1 was restricted' : `${count} were restricted`
}

function toOverText(parts: Parts, { tenantIds, fresh = [] }: Blindness, words: BlindWords) {
  const news = fresh.length === 0 ? '' : `, ${fresh.length} new found`
  return {
    ...toTone('good'),
    statusIcon: '🟢',
    statusWord: words.over,
    notice: `${words.over}. ${words.overMeaning}${news}`,
    headline: words.overMeaning,
    why: toTenantList(parts, tenantIds),
    rows: words.overRows,
    smallText: '',
  }
}

function toWhoText(parts: Parts, blindness: Blindness): Words {
  const { claim, endedAt, unansweredAt } = blindness
  if (claim !== undefined)
    return endedAt === undefined ? `🙋 ${claim.by.name} is on it` : `🙋 ${claim.by.name} was on it`
  if (endedAt !== undefined) return ''
  if (unansweredAt !== undefined) return '❗ Nobody for 30 minutes'
  if (listPagers(parts, blindness).length === 0) return '⏳ Nobody yet'
  return say`⏳ Nobody yet · pages at ${tellClock(toUnansweredAt(blindness))}`
}

function toPortal(parts: Parts, left: readonly string[]): string {
  const tenants = left.flatMap((id) => parts.allTenants.get(id) ?? [])
  return toSharedUrl(tenants, restrictedEntitiesPage)
}
