// What a pager says of what it rang for: whoever answers there is on it here, by the name that the pager gives. It grants nothing.
import type { Blindness } from '../../domain/blindness.js'
import { whileOthersWrite } from '../../domain/cell.js'
import type { Instant } from '../../domain/instant.js'
import type { PageOrder, PagerNews } from '../../ports.js'
import type { Parts } from '../feature.js'
import { saveClaim } from './claim.js'
import { pageKey, toldOf } from './page.js'
import { blindnessOf } from './record.js'

export async function hearBlindPage(parts: Parts, pagerId: string, news: PagerNews): Promise<void> {
  if (!news.key.startsWith(pageKey)) return
  const id = news.key.slice(pageKey.length)
  // What never rang is no business of the pager's.
  if ((await toldOf(id, pagerId).recall(parts.store)) === undefined) return
  await whileOthersWrite(async () => {
    const { value: blindness, version } = await blindnessOf(id).find(parts.store)
    if (blindness === undefined || blindness.endedAt !== undefined) return
    const claim = toClaim(blindness, { pagerId, news, now: parts.clock.now() })
    if (claim === blindness.claim) return
    const cells = [toldOf(id, pagerId).put({ action: actions[news.state] })]
    await saveClaim(parts, { blindness, version, claim, cells })
  })
  parts.poke()
}

const actions: Readonly<Record<PagerNews['state'], PageOrder['action']>> = {
  ringing: 'ring',
  acknowledged: 'acknowledge',
  resolved: 'resolve',
}

interface Saying {
  readonly pagerId: string
  readonly news: PagerNews
  readonly now: Instant
}

/** Whoever is on it here stays; whoever had answered there is not on it when it rings again. */
function toClaim({ claim }: Blindness, { pagerId, news, now }: Saying): Blindness['claim'] {
  const { state, by } = news
  const isOfPager = claim?.by.platform === 'pager' && claim.by.id.startsWith(`${pagerId}:`)
  if (state === 'ringing') return isOfPager ? undefined : claim
  if (by === undefined || claim !== undefined) return claim
  return { by: { platform: 'pager', id: `${pagerId}:${by.id}`, name: by.name }, at: now }
}
