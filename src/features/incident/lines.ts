// The short lines in the threads of cards: what people must notice although an edit of a card tells nobody.
import { z } from 'zod'
import type { PlatformName } from '../../domain/actor.js'
import { type CellWrite, cell } from '../../domain/cell.js'
import { listReached } from '../../domain/hearing.js'
import { type Incident, isClosed, type MessageRef, messageRefSchema } from '../../domain/incident.js'
import { hourMilliseconds } from '../../domain/instant.js'
import { isSamePlace } from '../../domain/transitions.js'
import { getIncident } from '../../outbox/change.js'
import { forgetPosted, sayOnce } from '../../outbox/post-once.js'
import { forEachPlace, toPostedKey } from '../../outbox/publish.js'
import type { Claim, Place } from '../../ports.js'
import type { Card } from '../cards.js'
import { collect, findMark, getPlatform, type Mark, type Parts, toTenant } from '../feature.js'
import { keptMilliseconds, toEnds } from '../forgetting/run.js'
import { findSuccessor, recallLeft } from './left.js'
import { listApprovers } from './mentions.js'
import { digestCardOf } from './publish-digest.js'

const placesOf = cell('line-posted', z.array(messageRefSchema).readonly())

interface LineOrder {
  readonly incidentId: string
  readonly platform: PlatformName
  readonly notice: string
  readonly who?: string | undefined
}

export async function postLine(parts: Parts, order: LineOrder, claim: Claim): Promise<void> {
  const incident = await getIncident(parts, order.incidentId)
  const card = toThreadCard(parts, incident, order)
  // Left for the program that wrote it.
  if (card === undefined) {
    const retryAt = parts.clock.now() + hourMilliseconds
    return void (await parts.store.commit({ settle: { claim, retryAt } }))
  }
  // A line is not edited but posted, so the threads that have it are remembered until the others do too.
  const places = placesOf(claim.task.key)
  const had = (await places.recall(parts.store)) ?? []
  const posted = [...had]
  const threads = await findThreads(parts, incident, order.platform)
  const failure = await forEachPlace(threads, async (of) => {
    if (had.some((one) => isSamePlace(one, of))) return
    const place = {
      claim,
      platform: getPlatform(parts, order.platform),
      key: toPostedKey(claim, of),
      place: toPlace(of),
    }
    await sayOnce(parts, place, card)
    posted.push(of)
  })
  if (failure === undefined)
    await parts.store.commit({ settle: { claim }, cells: had.length === 0 ? [] : [places.forget()] })
  else if (posted.length > 0) {
    const until = parts.clock.now() + keptMilliseconds
    await parts.store.commit({ cells: [places.put(posted, { until })] })
  }
  for (const of of posted) await forgetPosted(parts, toPostedKey(claim, of))
  if (failure !== undefined) throw failure
}

/** What older programs left: they gave these no end, and kept them when all had the line. */
export async function listOverLines({ store, clock }: Parts): Promise<readonly CellWrite[]> {
  return toEnds(store, await store.listKeys('line-posted:'), clock.now() + keptMilliseconds)
}

/** Undefined for a line that only a newer program has. */
function toThreadCard(
  parts: Parts,
  incident: Incident,
  { notice, platform, who = '' }: LineOrder,
): Card | undefined {
  const toLine = collect(parts.features.map(({ lines }) => lines)).get(notice)
  const line = toLine?.(incident, {
    tenant: toTenant(parts, incident.tenantId),
    who,
    mentions: listApprovers(parts, incident, platform),
  })
  return line === undefined ? undefined : markLine(findMark(parts, incident), line)
}

/** What is not real says so first: whoever is woken by it reads no further. */
export function markLine(mark: Mark | undefined, card: Card): Card {
  if (mark === undefined) return card
  switch (card.name) {
    case 'line':
      return { ...card, view: { ...card.view, ...toMarkedText(mark, card.view) } }
    case 'escalation':
      return { ...card, view: { ...card.view, ...toMarkedText(mark, card.view) } }
    default:
      return card
  }
}

function toMarkedText({ icon, word }: Mark, { text }: { readonly text: string }) {
  return { icon, text: `${word}: ${text}` }
}

/** Channels whose card is still on its way: its thread has no message yet, and what is said goes beside it. */
const noMessage = ''

function toPlace(of: MessageRef): Place {
  return of.message === noMessage ? { kind: 'channel', channel: of } : { kind: 'thread', of }
}

/** Nothing that people must notice is lost because a card could not be posted yet. */
async function findThreads(
  parts: Parts,
  incident: Incident,
  platform: PlatformName,
): Promise<readonly MessageRef[]> {
  const threads = (await readThreads(parts, incident)).filter((of) => of.platform === platform)
  // What is over and was never shown here is nobody's concern any more.
  if (threads.length > 0 || isClosed(incident)) return threads
  return listReached(toTenant(parts, incident.tenantId).routes, incident)
    .filter((channel) => channel.platform === platform)
    .map((channel) => ({ ...channel, message: noMessage }))
}

/** The cards whose threads hear of this incident: its own, or the digest's. */
async function readThreads(parts: Parts, incident: Incident): Promise<readonly MessageRef[]> {
  const { digestId, tenantId } = incident
  if (digestId === undefined) {
    const left = await recallLeft(parts.store, tenantId)
    return incident.cards.filter((card) => findSuccessor(parts, incident, card, left) === undefined)
  }
  const refs = listReached(toTenant(parts, incident.tenantId).routes, incident).map((channel) =>
    digestCardOf(digestId, channel).recall(parts.store),
  )
  return (await Promise.all(refs)).filter((ref) => ref !== undefined)
}
