import { z } from 'zod'
import type { Containment } from './containment.js'
import type { ConnectorEvidence, SenderEvidence } from './evidence.js'
import type { PortalPage } from './portals.js'
import type { Restriction } from './restriction.js'

/** Microsoft's order: take the account back, find out what happened; unblocking comes after both. */
export type Stage = 'contain' | 'investigate'

export const basisSchema = z.enum(['found', 'looks-fine', 'not-checked'])
export type Basis = z.infer<typeof basisSchema>

/** A page of the tenant's own portals, or one that is the same for everybody. */
type Link = { readonly title: string } & (PortalPage | { readonly url: string })

/**
 * What one rule advises before unblocking. `basis` says how the evidence stands behind it: `found` (something to act
 * on), `looks-fine` (checked, nothing bad seen, still worth a thought), `not-checked` (could not be known,
 * or what is known decides nothing).
 */
export interface Recommendation {
  /** Stable, the file's name; attestations refer to it. */
  readonly ruleId: string
  readonly stage: Stage
  /** The portal's or Microsoft's name of the step, at most 60 characters. */
  readonly title: string
  /** One or two sentences that say what to do. */
  readonly advice: string
  readonly basis: Basis
  /** What the evidence says, or why it could not be checked. May hold outside text. */
  readonly finding: string
  /**
   * What exactly was found, part by part, where the text says less (a list cut off) or more (a count that grows between two
   * looks) than a reviewer judges; undefined when the text is just that. Decides whether two findings are the same one.
   */
  readonly subject?: readonly string[]
  /** When Reprieve itself did the step, and nothing seen since says otherwise; undefined when it did not. */
  readonly doneAt?: number
  /** Who did it from here; undefined when Reprieve did not. */
  readonly doneBy?: string
  /** Where the step is done. */
  readonly link: Link
}

/**
 * A pure check. `done` is what was done on the account in this incident. Undefined: the evidence shows that there is nothing
 * to do here.
 */
export type SenderRule = (
  evidence: SenderEvidence,
  restriction: Restriction,
  done?: readonly Containment[],
) => Recommendation | undefined
export type ConnectorRule = (
  evidence: ConnectorEvidence,
  restriction: Restriction,
) => Recommendation | undefined
