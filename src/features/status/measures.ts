// How everything is at this moment, in numbers.
import type { Status } from '../../domain/incident.js'
import type { Measures } from '../../ports.js'
import { countBlindness } from '../blindness/record.js'
import type { Parts } from '../feature.js'
import { countDoubts, pollOf } from '../watch/polls.js'
import { listGivenUp } from './given-up.js'
import { readHealth } from './health.js'

/** @param isRunning whether the bot takes work at all. */
export async function readMeasures(parts: Parts, isRunning: boolean): Promise<Measures> {
  const now = parts.clock.now()
  const [health, givenUp, live, { due, nextDueAt = now }, polls] = await Promise.all([
    readHealth(parts),
    listGivenUp(parts),
    parts.store.listLive({}),
    parts.store.readBacklog(now),
    Promise.all([...parts.tenants.keys()].map((tenantId) => pollOf(tenantId).recall(parts.store))),
  ])
  const failing = (await parts.readTroubles()).filter(({ isGivenUp }) => !isGivenUp).length
  const incidents = new Map<Status, number>()
  for (const { state } of live) incidents.set(state.status, (incidents.get(state.status) ?? 0) + 1)
  return {
    isReady: isRunning && health.ok,
    isSettingsRefused: (parts.readSettings()?.problems ?? []).length > 0,
    isJournalWritten: parts.store.health().ok,
    replicas: (await parts.replicas.listOthers()).length + 1,
    blind: await countBlindness(parts.store),
    incidents,
    resting: {
      snoozed: live.filter(({ snoozed }) => snoozed !== undefined).length,
      muted: live.filter(({ muted }) => muted !== undefined).length,
    },
    polls: [...parts.tenants.values()].map(({ id, pollSeconds }, index) => ({
      tenantId: id,
      lastGoodAt: polls[index]?.lastGoodAt,
      pollSeconds,
      doubts: countDoubts(polls[index]),
    })),
    platforms: [...parts.platforms.values()].map((platform) => ({
      name: platform.name,
      ok: platform.health().ok,
    })),
    work: { due, lateMilliseconds: Math.max(0, now - nextDueAt), failing: failing + givenUp.length },
  }
}
