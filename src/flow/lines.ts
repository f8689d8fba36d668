// The short lines in the threads of cards: what people must notice although an edit of a card tells nobody.
import { z } from 'zod'
import type { PlatformName } from '../domain/actor.js'
import { type Incident, type MessageRef, messageRefSchema } from '../domain/incident.js'
import { findChannels } from '../domain/route.js'
import type { NoticeKind } from '../domain/task.js'
import { isSamePlace } from '../domain/transitions.js'
import type { Claim } from '../ports.js'
import { toLineCard } from './cards/incident.js'
import { getIncident, type Parts, toTenant } from './parts.js'
import { forEachPlace, getPlatform, recallDigestCard } from './publish.js'

const placesSchema = z.array(messageRefSchema).readonly()

interface LineOrder {
  readonly incidentId: string
  readonly platform: PlatformName
  readonly notice: NoticeKind
}

export async function postLine(parts: Parts, order: LineOrder, claim: Claim): Promise<void> {
  const incident = await getIncident(parts, order.incidentId)
  const card = toLineCard(incident, order.notice)
  // A line is not edited but posted, so the threads that have it are remembered until the others do too.
  const key = `line-posted:${claim.task.key}`
  const had = placesSchema.optional().parse(await parts.store.recall(key)) ?? []
  const posted = [...had]
  const threads = (await readThreads(parts, incident)).filter((of) => of.platform === order.platform)
  const failure = await forEachPlace(threads, async (of) => {
    if (had.some((one) => isSamePlace(one, of))) return
    await getPlatform(parts, order.platform).post({ kind: 'thread', of }, card)
    posted.push(of)
  })
  if (failure === undefined)
    return void (await parts.store.commit({
      settle: { claim },
      memory: had.length === 0 ? {} : { [key]: [] },
    }))
  if (posted.length > had.length) await parts.store.remember(key, posted)
  throw failure
}

/** The cards whose threads hear of this incident: its own, or the digest's. */
async function readThreads(parts: Parts, incident: Incident): Promise<readonly MessageRef[]> {
  if (incident.digestId === undefined) return incident.cards
  const { digestId } = incident
  const refs = findChannels(toTenant(parts, incident.tenantId).routes, incident.restriction).map((channel) =>
    recallDigestCard(parts, digestId, channel),
  )
  return (await Promise.all(refs)).filter((ref) => ref !== undefined)
}
