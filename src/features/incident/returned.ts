// A platform that is new in the settings, or back in them: what is going on is shown there as well, and cards that were
// left behind tell how it ended. Otherwise one would say "watching" for ever.
import { z } from 'zod'
import { cell } from '../../domain/cell.js'
import type { Incident } from '../../domain/incident.js'
import { dayMilliseconds, type Instant } from '../../domain/instant.js'
import type { ChannelRef, Task } from '../../domain/task.js'
import { isShownIn } from '../../domain/transitions.js'
import { type Parts, toTenant } from '../feature.js'
import { toPostTasks, toUpdateTasks } from './tasks.js'

/** The platforms that the last start had. */
const platformsCell = cell('platforms', z.array(z.string()).readonly())()

/** Older cards nobody looks at any more. */
const oldestMilliseconds = 30 * dayMilliseconds
const mostClosed = 500

/** Once for each platform that the last start did not have. The first start of all has nothing to catch up on. */
export async function catchUpOnPlatforms(parts: Parts): Promise<void> {
  const names = [...parts.platforms.keys()].toSorted()
  const before = await platformsCell.recall(parts.store)
  const added = names.filter((name) => before?.includes(name) === false)
  const isSame = added.length === 0 && before?.length === names.length
  if (isSame) return
  const tasks = added.length === 0 ? [] : await listMissed(parts, added)
  await parts.store.commit({ cells: [platformsCell.put(names)], tasks })
  if (tasks.length > 0) parts.log.info({ platforms: added, tasks: tasks.length }, 'platforms.caught-up')
}

async function listMissed(parts: Parts, added: readonly string[]): Promise<readonly Task[]> {
  const now = parts.clock.now()
  const [live, closed] = await Promise.all([
    parts.store.listLive({}),
    parts.store.listClosed({ limit: mostClosed }),
  ])
  const late = closed.filter(
    ({ state }) => state.status === 'closed' && now - state.closedAt < oldestMilliseconds,
  )
  return [
    ...live.flatMap((incident) => listCards(parts, incident, now)),
    ...late.flatMap((incident) => listEdits(parts, incident, now)),
  ].filter(({ duty }) => added.includes(duty.platform ?? duty.channel?.platform ?? ''))
}

/** A card where it has none yet, and an edit of the one it has. */
function listCards(parts: Parts, incident: Incident, now: Instant): readonly Task[] {
  const posts =
    incident.digestId === undefined ? toPostTasks(incident, toTenant(parts, incident.tenantId), now) : []
  const channels = posts.flatMap(({ duty: { channel } }) => channel ?? [])
  const missing = posts.filter(
    ({ duty: { channel } }) => channel !== undefined && !hasCard(incident, channel, channels),
  )
  return [...missing, ...listEdits(parts, incident, now)]
}

/** Older programs did not save what the settings call a channel: where there is one alone, the card is there. */
function hasCard(incident: Incident, channel: ChannelRef, channels: readonly ChannelRef[]): boolean {
  if (isShownIn(incident, channel)) return true
  const isAlone = channels.filter(({ platform }) => platform === channel.platform).length === 1
  return isAlone && incident.cards.some(({ platform }) => platform === channel.platform)
}

function listEdits(parts: Parts, incident: Incident, now: Instant): readonly Task[] {
  return toUpdateTasks(incident, toTenant(parts, incident.tenantId), now)
}
