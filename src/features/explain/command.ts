// What a pasted bounce means, which restriction is behind it, and the way to help for whom it happened to.

import { type Actor, toActorRef } from '../../domain/actor.js'
import { toAddressKey } from '../../domain/address.js'
import { createOwnCheck } from '../../domain/bar.js'
import { type BounceDiagnosis, diagnoseBounce } from '../../domain/bounce.js'
import type { Entity } from '../../domain/entity.js'
import { type Incident, isReviewable } from '../../domain/incident.js'
import { listSenderAddresses } from '../../domain/ownership.js'
import { findChannels } from '../../domain/route.js'
import { saveRequest } from '../../domain/transitions.js'
import { changeIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { isAllowed } from '../entrance/gate.js'
import { type Parts, type Typed, toTenant } from '../feature.js'
import { toLineTasks } from '../incident/tasks.js'
import { isPollOverdue, pollOf } from '../watch/polls.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toClockText } from '../words/words.js'
import { toExplainCard } from './cards.js'
import { openMail } from './mail.js'
import { dayOfMail, notKnown, notListed, type Standing, toStanding } from './standing.js'

export async function explainBounce(parts: Parts, { actor, rest, pasted = rest }: Typed): Promise<Answer> {
  const diagnosis = diagnoseBounce(await openMail(pasted))
  const bounce: Bounce = {
    text: rest.toLowerCase(),
    diagnosis,
    named: diagnosis.addresses.map(toAddressKey),
  }
  const canRead = isAllowed(parts, { actor, permission: 'read' })
  const isOwn = createOwnCheck(actor, parts.access)
  // Whoever may not read learns of their own restriction and of no other, whatever they paste.
  const visible = canRead ? await parts.store.listLive({}) : parts.live.filter(isOwn)
  const named = findNamed(visible, bounce)
  const meant = named.length === 0 ? visible.filter(isOwn) : named
  const own = meant.find(isOwn)
  const incident = own ?? (meant.length === 1 ? meant[0] : undefined)
  const mayReview = own === undefined && isAllowed(parts, { actor, permission: 'review' })
  const request =
    own === undefined || !isAboutSender(bounce) ? undefined : await askForReview(parts, own, actor)
  const standing = await findStanding(parts, bounce, { incident, count: meant.length, canRead })
  return toExplainCard({
    diagnosis,
    standing,
    incident: request?.incident ?? incident,
    otherwise: canRead && standing !== notKnown ? toListText(meant.length, bounce) : '',
    mayReview,
    canReview:
      mayReview && incident !== undefined && isAllowed(parts, { actor, permission: 'review', incident }),
    canRead,
    requestText: request?.text ?? '',
  })
}

interface Held {
  readonly incident: Incident | undefined
  readonly count: number
  readonly canRead: boolean
}

/** Held against what is live and, for those who may read, what was closed in the last day. */
async function findStanding(parts: Parts, bounce: Bounce, held: Held): Promise<Standing | undefined> {
  const { incident, count, canRead } = held
  if (incident !== undefined || !canRead || count > 0) return toStanding(bounce.diagnosis, incident)
  if (bounce.diagnosis.unblockHelps !== 'yes') return undefined
  const since = parts.clock.now() - dayOfMail
  const closed = await parts.store.listClosed({ limit: mostClosed })
  const recent = closed.filter(({ state }) => state.status === 'closed' && state.closedAt >= since)
  const [last] = bounce.named.length === 0 ? [] : findNamed(recent, bounce)
  return toStanding(bounce.diagnosis, last) ?? ((await isFresh(parts)) ? notListed : notKnown)
}

/** Whether the list of every tenant was read lately: without that nobody says of anything that it is not on it. */
async function isFresh(parts: Parts): Promise<boolean> {
  const now = parts.clock.now()
  const polls = await Promise.all(
    [...parts.tenants.values()].map(async (tenant) => ({
      tenant,
      poll: await pollOf(tenant.id).recall(parts.store),
    })),
  )
  return polls.every(
    ({ tenant, poll }) => poll?.lastGoodAt !== undefined && !isPollOverdue(poll, tenant, now),
  )
}

/** More are not closed in a day. */
const mostClosed = 200

interface Bounce {
  readonly text: string
  readonly diagnosis: BounceDiagnosis
  /** Addresses in it, as keys to compare with. */
  readonly named: readonly string[]
}

/** A connector bounces the mail of many senders: no address in it tells which connector it was, its name or id may. */
function findNamed(visible: readonly Incident[], { text, diagnosis, named }: Bounce): readonly Incident[] {
  if (diagnosis.concerns !== 'connector')
    return visible.filter((incident) =>
      listSenderAddresses(incident).some((address) => named.includes(address)),
    )
  const connectors = visible.filter(({ entity }) => entity.kind === 'connector')
  const told = connectors.filter(({ entity }) =>
    listConnectorNames(entity).some((name) => text.includes(name)),
  )
  return told.length === 0 ? connectors : told
}

function listConnectorNames(entity: Entity): readonly string[] {
  if (entity.kind === 'sender') return []
  return [entity.connectorId, entity.name].map((name) => name.toLowerCase()).filter((name) => name !== '')
}

function isAboutSender({ diagnosis }: Bounce): boolean {
  return diagnosis.concerns === 'account'
}

/** What to say of the list when it is not about exactly one of it. */
function toListText(count: number, bounce: Bounce): string {
  const isConnector = bounce.diagnosis.concerns === 'connector'
  if (count > 1)
    return isConnector
      ? `${count} connectors are restricted now. Type list connectors to see them.`
      : `${count} of the senders it names are restricted now. Type list senders to see them.`
  if (isConnector) return 'No connector is restricted now.'
  return bounce.named.length > 0 && isAboutSender(bounce)
    ? 'None of the addresses in it is restricted now.'
    : ''
}

interface Request {
  readonly incident: Incident
  readonly text: string
}

/** Tells the on-call channel once. Undefined when there is nothing to review or nobody to tell. */
async function askForReview(parts: Parts, own: Incident, by: Actor): Promise<Request | undefined> {
  const tenant = toTenant(parts, own.tenantId)
  if (findChannels(tenant.routes, own.restriction).length === 0) return undefined
  let isFirst = false
  const incident = await changeIncident(parts, { incidentId: own.id }, (current) => {
    isFirst = current.asked === undefined && isReviewable(current)
    if (!isFirst) return undefined
    const now = parts.clock.now()
    const next = saveRequest(current, by, now)
    const event = { ...toIncidentEvent(next, 'incident.asked', now), by: toActorRef(by) }
    return {
      next,
      events: [event],
      tasks: toLineTasks({ incident: next, tenant, notice: 'asked', dueAt: now }),
    }
  })
  if (isFirst) return { incident, text: 'The on-call channel has been asked to look at it.' }
  if (incident.asked === undefined) return undefined
  return {
    incident,
    text: `The on-call channel has been asked already at ${toClockText(incident.asked.at)}.`,
  }
}
