// How signatures come and go on an incident.
import { toActorKey } from './actor.js'
import type { Incident } from './incident.js'
import type { Signature } from './signature.js'

/** The first of two signatures. A later one of the same person takes its place. */
export function sign(incident: Incident, signature: Signature): Incident {
  const others = (incident.signatures ?? []).filter((one) => toActorKey(one.by) !== toActorKey(signature.by))
  return { ...incident, signatures: [...others, signature], changedAt: signature.at }
}

/** @param isKept of those that stay; none when left out. */
export function dropSignatures(
  incident: Incident,
  isKept: (one: Signature) => boolean = () => false,
): Incident {
  const { signatures, ...rest } = incident
  if (signatures === undefined) return incident
  const kept = signatures.filter(isKept)
  return kept.length === 0 ? rest : { ...rest, signatures: kept }
}
