import type { Instant } from '../../domain/instant.js'
import { joinWords, say, tellDay, type Words } from '../../domain/said.js'
import { toZonedClockText } from '../../domain/time-zone.js'
import type { Card } from '../cards.js'
import { type Parts, toTenant } from '../feature.js'
import { isPollOverdue } from '../watch/polls.js'
import { readPolls } from '../watch/sight.js'
import { toCountText, toTone } from '../words/words.js'
import { mostRows, readGoing, toCountsText, toRows, toTakes } from './rows.js'

interface Shift {
  readonly at: Instant
  readonly zone: string
  readonly tenantIds: readonly string[]
}

/** How it stands at this moment; the title says for which change. */
export async function toHandoverCard(parts: Parts, { at, zone, tenantIds }: Shift): Promise<Card> {
  const going = await readGoing(parts, tenantIds)
  const counts = toCountsText(going)
  const all = going.live.length + going.left.length
  const more = all - Math.min(all, mostRows)
  const { text, isBlind } = await toWatched(parts, tenantIds)
  return {
    name: 'handover',
    view: {
      ...toTone(all > 0 ? 'accent' : isBlind ? 'busy' : 'good'),
      title: `Hand-over ${toZonedClockText(at, zone)}`,
      countsText: counts === '' ? 'Nothing waits' : counts,
      tenantsText: toTenantsText(tenantIds.map((id) => toTenant(parts, id).name)),
      rows: toRows(parts, going),
      moreText: more > 0 ? `and ${more} more, under All open` : '',
      watchedText: text,
      takes: toTakes(parts, going),
    },
  }
}

function toTenantsText([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`
}

const mostBlind = 3

/** A shift that begins blind has to know it. */
async function toWatched(
  parts: Parts,
  tenantIds: readonly string[],
): Promise<{ readonly text: Words; readonly isBlind: boolean }> {
  const now = parts.clock.now()
  const polls = (await readPolls(parts)).filter(({ tenant }) => tenantIds.includes(tenant.id))
  const blind = polls.filter(({ tenant, poll }) => isPollOverdue(poll, tenant, now))
  if (blind.length === 0) {
    const many = polls.length === 1 ? 'The tenant is' : `All ${toCountText(polls.length, 'tenant')} are`
    return { text: `🟢 ${many} watched`, isBlind: false }
  }
  const names = blind.slice(0, mostBlind).map(({ tenant, poll }) => {
    const since = poll?.lastGoodAt === undefined ? 'never read yet' : say`since ${tellDay(poll.lastGoodAt)}`
    return say`${tenant.name} ${since}`
  })
  const others = blind.length - names.length
  const more = others > 0 ? ` and ${others} more` : ''
  return { text: say`🙈 Not watched: ${joinWords(names, ', ')}${more}`, isBlind: true }
}
