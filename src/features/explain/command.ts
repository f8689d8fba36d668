// What a pasted bounce means, which restriction is behind it, and the way to help for whom it happened to.

import { isSeen, type Sight } from '../../domain/absence.js'
import { type Actor, toActorRef } from '../../domain/actor.js'
import { toAddressKey } from '../../domain/address.js'
import { createOwnCheck } from '../../domain/bar.js'
import { type BounceDiagnosis, diagnoseBounce } from '../../domain/bounce.js'
import { type Entity, toEntityName } from '../../domain/entity.js'
import { listRouted } from '../../domain/hearing.js'
import { type Incident, isReviewable } from '../../domain/incident.js'
import { longestMilliseconds } from '../../domain/mail-flow.js'
import { listSenderAddresses } from '../../domain/ownership.js'
import { say, tellClock, tellCommand, type Words } from '../../domain/said.js'
import { saveRequest } from '../../domain/transitions.js'
import { changeIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { isAllowed } from '../entrance/gate.js'
import { type Parts, type Typed, toTenant } from '../feature.js'
import { toLineTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { readSight } from '../watch/sight.js'
import { toExplainCard } from './cards.js'
import { findDelegates } from './delegates.js'
import { openMail } from './mail.js'
import {
  notListed,
  type Standing,
  severalRestricted,
  toDelegatesText,
  toNobodyNamed,
  toNotKnown,
  toNotListedText,
  toStanding,
} from './standing.js'

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
  const mayBeOwn = named.length === 0 && diagnosis.concerns !== 'connector'
  const meant = mayBeOwn ? visible.filter(isOwn) : named
  const own = meant.find(isOwn)
  const held: Held = { visible, meant, canRead, incident: own ?? (meant.length === 1 ? meant[0] : undefined) }
  const mayReview = own === undefined && isAllowed(parts, { actor, permission: 'review' })
  const request =
    own === undefined || !isAboutSender(bounce) ? undefined : await askForReview(parts, own, actor)
  const { standing, incident, text } = await findPlace(parts, bounce, held)
  return toExplainCard({
    diagnosis,
    standing,
    incident: request?.incident ?? incident,
    otherwise: text,
    mayReview,
    canReview:
      mayReview && incident !== undefined && isAllowed(parts, { actor, permission: 'review', incident }),
    canRead,
    requestText: request?.text ?? '',
  })
}

interface Held {
  readonly visible: readonly Incident[]
  /** Those that the bounce names. */
  readonly meant: readonly Incident[]
  /** The one it is about. */
  readonly incident: Incident | undefined
  readonly canRead: boolean
}

/** Where it stands, what leads on, and what is said of the list. */
interface Place {
  readonly standing: Standing | undefined
  readonly incident: Incident | undefined
  readonly text: Words
}

/** Held against what is live and, for those who may read, against what was closed in the last day and the list itself. */
async function findPlace(parts: Parts, bounce: Bounce, held: Held): Promise<Place> {
  const { incident, meant, canRead } = held
  const now = parts.clock.now()
  const isOfTheList = bounce.diagnosis.unblockHelps !== 'no'
  if (incident !== undefined)
    return {
      standing: isOfTheList ? toStanding(incident, bounce.diagnosis, now) : undefined,
      incident,
      text: '',
    }
  if (!canRead || !isOfTheList) return { standing: undefined, incident, text: '' }
  if (meant.length > 1)
    return { standing: severalRestricted, incident, text: toSeveralText(meant.length, bounce) }
  const isNamed = bounce.named.length > 0 || bounce.diagnosis.concerns === 'connector'
  // A text that names nobody, and a code that tells nothing, are held against nothing.
  if (bounce.diagnosis.unblockHelps === 'look' && !isNamed) return { standing: undefined, incident, text: '' }
  const last = await findClosed(parts, bounce)
  const ended = last === undefined ? undefined : toStanding(last, bounce.diagnosis, now)
  if (ended !== undefined) return { standing: ended, incident, text: '' }
  const sight = await readSight(parts)
  if (!isSeen(sight)) return { standing: toNotKnown(sight), incident, text: '' }
  const senders = held.visible.filter(({ entity }) => entity.kind === 'sender')
  if (!isNamed && senders.length > 0) return { standing: toNobodyNamed(senders.length), incident, text: '' }
  return toUnlisted(parts, { bounce, sight, senders })
}

async function findClosed(parts: Parts, bounce: Bounce): Promise<Incident | undefined> {
  if (bounce.named.length === 0) return undefined
  const since = parts.clock.now() - longestMilliseconds
  const closed = await parts.store.listClosed({ limit: mostClosed })
  const recent = closed.filter(({ state }) => state.status === 'closed' && state.closedAt >= since)
  return findNamed(recent, bounce)[0]
}

interface Unlisted {
  readonly bounce: Bounce
  readonly sight: Sight
  /** Senders that are restricted now. */
  readonly senders: readonly Incident[]
}

/** What it names is not on the list: who may send as it perhaps is. */
async function toUnlisted(parts: Parts, { bounce, sight, senders }: Unlisted): Promise<Place> {
  const { diagnosis } = bounce
  const text = toNotListedText(diagnosis, diagnosis.addresses, sight)
  const restricted = senders.filter((one) => isReviewable(one))
  if (
    diagnosis.meaning !== 'sender-restricted' ||
    restricted.length === 0 ||
    diagnosis.addresses.length === 0
  )
    return { standing: notListed, incident: undefined, text }
  const { incidents, unknown } = await findDelegates(parts, diagnosis.addresses, restricted)
  const names = incidents.map(({ entity }) => toEntityName(entity))
  const [only, ...others] = incidents
  return {
    standing: notListed,
    incident: others.length === 0 ? only : undefined,
    text: `${text} ${toDelegatesText(names, unknown, sight)}`,
  }
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

function toSeveralText(count: number, { diagnosis }: Bounce): Words {
  return diagnosis.concerns === 'connector'
    ? say`${count} connectors are restricted now. Type ${tellCommand('list connectors')} to see them.`
    : say`${count} of the senders it names are restricted now. Type ${tellCommand('list senders')} to see them.`
}

interface Request {
  readonly incident: Incident
  readonly text: Words
}

/** Tells the on-call channel once. Undefined when there is nothing to review or nobody to tell. */
async function askForReview(parts: Parts, own: Incident, by: Actor): Promise<Request | undefined> {
  const tenant = toTenant(parts, own.tenantId)
  if (listRouted(tenant.routes, own).length === 0) return undefined
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
    text: say`The on-call channel has been asked already at ${tellClock(incident.asked.at)}.`,
  }
}
