// One Yes for all the steps that were ticked: single-use, expiring, bound to one actor and to what was known when the page
// was drawn. Each step becomes a containment of its own, and from then on goes its own way.
import { RefusedError } from '../errors.js'
import { type ActorRef, type Identity, toActorKey, toActorRef } from './actor.js'
import type { Containment, SetAsk } from './containment.js'
import { containmentMilliseconds } from './containment-moves.js'
import type { Incident } from './incident.js'
import { type Instant, isAhead, minuteMilliseconds } from './instant.js'
import { createLateError } from './late.js'
import type { Offer } from './offers.js'

/** A page that is drawn again within this time goes on with the question it had. */
const freshMilliseconds = 5 * minuteMilliseconds

interface Ask {
  readonly id: string
  readonly by: ActorRef
  readonly now: Instant
}

/** An actor has one such page open at a time; those that nobody answered in time are forgotten. */
export function askSet(incident: Incident, { id, by, now }: Ask): Incident {
  const old = findSetAsk(incident, by)
  const isFresh =
    old?.revision === incident.revision && now < old.askedAt + freshMilliseconds && !isAhead(old.askedAt, now)
  if (isFresh) return incident
  const others = (incident.setAsks ?? []).filter(
    (one) => one !== old && now < one.askedAt + containmentMilliseconds,
  )
  const asked: SetAsk = { id, by: toActorRef(by), askedAt: now, revision: incident.revision }
  return { ...incident, setAsks: [...others, asked] }
}

export function findSetAsk({ setAsks = [] }: Incident, by: ActorRef): SetAsk | undefined {
  return setAsks.find((one) => toActorKey(one.by) === toActorKey(by))
}

interface Use {
  readonly setId: string
  readonly actor: ActorRef
  readonly now: Instant
}

/**
 * The page this Yes is entitled to. @throws RefusedError when it is unknown, another actor's or expired; StaleError when it
 * has had its Yes.
 */
export function getSetAsk(incident: Incident, { setId, actor, now }: Use): SetAsk {
  const done = (incident.containments ?? []).find((one) => one.setId === setId && setId !== '')
  if (done !== undefined)
    throw createLateError(actor, {
      by: done.by,
      at: done.requestedAt ?? done.askedAt,
      did: 'confirmed these steps',
    })
  const asked = (incident.setAsks ?? []).find(({ id }) => id === setId)
  if (asked === undefined)
    throw new RefusedError(
      'confirmation-used',
      'This page has expired or was replaced. Open "Take the account back" again.',
    )
  if (toActorKey(asked.by) !== toActorKey(actor))
    throw new RefusedError('confirmation-not-yours', 'This page belongs to somebody else. Open your own.')
  if (now >= asked.askedAt + containmentMilliseconds || isAhead(asked.askedAt, now))
    throw new RefusedError(
      'confirmation-expired',
      'This page has expired. Open "Take the account back" again.',
    )
  return asked
}

interface Yes extends Use {
  readonly offers: readonly Offer[]
  readonly identity: Identity
  readonly createId: () => string
}

/** The Yes, which uses the page up. What is done comes later, one step after the other. */
export function requestSet(
  incident: Incident,
  { setId, actor, now, offers, identity, createId }: Yes,
): { readonly next: Incident; readonly ids: readonly string[] } {
  const { askedAt } = getSetAsk(incident, { setId, actor, now })
  const requested = offers.map(
    ({ step, targets }): Containment => ({
      id: createId(),
      step,
      targets: targets.map(({ id, name }) => ({ id, name })),
      setId,
      by: toActorRef(actor),
      identity,
      askedAt,
      requestedAt: now,
    }),
  )
  const next: Incident = {
    ...incident,
    setAsks: (incident.setAsks ?? []).filter(({ id }) => id !== setId),
    containments: [...(incident.containments ?? []), ...requested],
  }
  return { next, ids: requested.map(({ id }) => id) }
}
