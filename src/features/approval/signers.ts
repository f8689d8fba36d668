// Whether whoever signed first may still sign. Asked at the second Yes, and once more right before Exchange is asked: in
// between they may have lost the role, been restricted themselves, or turned out to be a delegate of the mailbox.
import { always, decideAccess } from '../../domain/access.js'
import { type Actor, type ActorRef, type Identity, toActorKey } from '../../domain/actor.js'
import type { Incident } from '../../domain/incident.js'
import type { RefusalReason } from '../../errors.js'
import { toLateText } from '../entrance/gate.js'
import type { Parts } from '../feature.js'
import { accessTable } from '../permissions.js'

interface Signer {
  readonly by: ActorRef
  /** Undefined when an older version took the signature: who it was cannot be told any more, so it does not count. */
  readonly identity?: Identity | undefined
}

export interface Lapse {
  readonly reason: RefusalReason
  readonly why: string
}

/** Why their signature does not count; undefined when it does. @param parts with what is restricted at this moment. */
export async function findLapse(
  parts: Parts,
  incident: Incident,
  signer: Signer,
): Promise<Lapse | undefined> {
  return judgeSigner(parts, incident, await lookUpSigner(parts, signer))
}

/** The same of whoever has been looked up. */
export function judgeSigner(
  parts: Pick<Parts, 'access' | 'live' | 'tenants'>,
  incident: Incident,
  actor: Actor,
  who = `${actor.name}, who signed first,`,
): Lapse | undefined {
  const verdict = decideAccess({
    ...parts,
    actor,
    // It was open when they signed, and where it stands now is asked of whoever says Yes.
    permission: { ...accessTable.unblock, statuses: always },
    incident,
  })
  return verdict.allowed ? undefined : { reason: verdict.reason, why: toLateText(verdict.reason, who) }
}

/** By actor key, those whose signatures do not count any more. */
export async function readLapses(parts: Parts, incident: Incident): Promise<ReadonlyMap<string, Lapse>> {
  const signed = incident.signatures ?? []
  const found = await Promise.all(
    signed.map(async (one) => [toActorKey(one.by), await findLapse(parts, incident, one)] as const),
  )
  return new Map(found.flatMap(([key, lapse]) => (lapse === undefined ? [] : [[key, lapse] as const])))
}

/** As their platform vouched for them when they signed; groups come and go, and are asked for anew. */
export async function lookUpSigner(parts: Parts, { by, identity }: Signer): Promise<Actor> {
  const { home = '', addresses, entraId } = identity ?? {}
  const groups = await parts.platforms.get(by.platform)?.findGroups(by.id)
  return {
    ...by,
    home,
    isMember: identity !== undefined,
    addresses,
    ...(entraId === undefined ? {} : { entraId }),
    groups: [],
    ...groups,
  }
}
