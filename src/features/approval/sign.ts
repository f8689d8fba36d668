// The first of two signatures.

import { type Actor, toActorKey, toActorRef, toIdentity } from '../../domain/actor.js'
import { toDenialText } from '../../domain/denial.js'
import type { Incident } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import type { Review } from '../../domain/review.js'
import { say, tellClock } from '../../domain/said.js'
import { dropSignatures, sign } from '../../domain/signatures.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Weighed } from '../../domain/two-people.js'
import { RefusedError } from '../../errors.js'
import type { Change } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toSubject } from '../words/words.js'
import type { Lapse } from './signers.js'
import { toSignatureEndTask } from './tasks.js'

interface Signing {
  readonly actor: Actor
  readonly review: Review
  readonly reasons: readonly string[]
  readonly weighed: Exclude<Weighed, { readonly kind: 'unblock' }>
  /** By actor key, whoever signed and might not any more. */
  readonly lapsed: ReadonlyMap<string, Lapse>
}

/** Keeps the signature until a second one comes or it ends. @throws RefusedError when it cannot be the second. */
export function toSigned(
  parts: Parts,
  incident: Incident,
  { actor, review, reasons, weighed, lapsed }: Signing,
): Change {
  const tenant = toTenant(parts, incident.tenantId)
  if (weighed.kind !== 'sign') {
    const denial = { reason: 'needs-second', isSame: weighed.kind === 'same', first: weighed.first } as const
    throw new RefusedError(denial.reason, toDenialText(denial, toPortalUrl(tenant, restrictedEntitiesPage)))
  }
  // Not to be known just now is no reason to lose a signature.
  const unread = [...lapsed.values()].find(({ reason }) => reason === 'lookup-failed')
  if (unread !== undefined) throw new RefusedError(unread.reason, unread.why)
  const now = parts.clock.now()
  const until = now + parts.approval.expiresMinutes * minuteMilliseconds
  const signature = {
    by: toActorRef(actor),
    identity: toIdentity(actor),
    at: now,
    until,
    revision: incident.revision,
    reviewer: review.by,
    reviewedAt: review.at,
    reasons,
  }
  const own = toActorKey(actor)
  const signed = sign(
    dropSignatures(incident, ({ by }) => !lapsed.has(toActorKey(by))),
    signature,
  )
  // Used up like any Yes.
  const next = {
    ...signed,
    confirmations: signed.confirmations.filter(({ by }) => by === undefined || toActorKey(by) !== own),
  }
  const event = toIncidentEvent(next, 'approval.signed', now, {
    reviewer: toActorKey(review.by),
    reviewerName: review.by.name,
    why: reasons.join(' '),
    until,
  })
  return {
    next,
    events: [{ ...event, by: signature.by }],
    tasks: [
      ...toUpdateTasks(next, tenant, now),
      ...toLineTasks({ incident: next, tenant, notice: 'needs-second', dueAt: now, who: actor.name }),
      toSignatureEndTask(next, signature),
    ],
  }
}

/** What the first of two is told. */
export function toSignedCard(incident: Incident, tenant: Tenant, actor: Actor): Answer {
  const own = incident.signatures?.find(({ by }) => toActorKey(by) === toActorKey(actor))
  const until = own === undefined ? '' : say` by ${tellClock(own.until)}`
  return {
    name: 'accepted',
    view: {
      ...toSubject(incident, tenant),
      headline: 'Signed, 1 of 2: nothing is unblocked yet',
      waitsFor: 'second',
      steps: [
        ...(own === undefined ? [] : [{ text: `It takes two people. ${own.reasons.join(' ')}` }]),
        { text: say`Somebody else who may approve has to sign${until}. The card and its thread say so.` },
      ],
      portalUrl: toPortalUrl(tenant, restrictedEntitiesPage),
    },
  }
}
