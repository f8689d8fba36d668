// Evidence from Exchange and Graph. Every fact is looked up on its own: what cannot be known says why, and spoils nothing
// else.
import { withDeadline } from '../../../concurrency/within.js'
import { readCounted } from '../../../domain/rules/counted.js'
import type { Clock, RestrictionBackend } from '../../../ports.js'
import type { CloudName } from '../clouds.js'
import type { Cmdlets } from '../cmdlets.js'
import type { Graph } from '../graph.js'
import { createAsking } from './asking.js'
import { readDefinition } from './connector/definition.js'
import { createGivenUpError } from './failures.js'
import { gatherConnector } from './gather-connector.js'
import { gatherSender } from './gather-sender.js'
import { once } from './once.js'
import { createSenderQuestion } from './question.js'
import { createEarlierKept } from './sender/earlier-kept.js'
import { createEarlierTogether } from './sender/earlier-sign-ins.js'
import { createRhythmTogether } from './sender/joint-rhythm.js'
import { createSignInsTogether } from './sender/joint-sign-ins.js'
import { createTraceTogether } from './sender/joint-trace.js'
import { createTenantWide } from './tenant-wide.js'

interface GatherParts {
  readonly cmdlets: Cmdlets
  readonly graph: Graph
  readonly clock: Clock
  /** Object ids of groups whose members the settings protect. */
  readonly protectedGroups?: readonly string[]
  /** The worldwide one when undefined. */
  readonly cloud?: CloudName
  /** Directory id of the tenant. */
  readonly organisationId?: string | undefined
  /** See `TogetherParts`. */
  readonly apartMilliseconds?: number | undefined
}

/** After that the facts that are there have waited long enough for the others. In milliseconds. */
const longestMilliseconds = 60_000

export function createGather({
  cmdlets,
  graph,
  clock,
  protectedGroups = [],
  organisationId,
  apartMilliseconds,
  cloud,
}: GatherParts): RestrictionBackend['gather'] {
  const tenantWide = createTenantWide({ cmdlets, graph, clock, cloud })
  const traceTogether = createTraceTogether({ cmdlets, graph, clock, apartMilliseconds })
  const earlierKept = createEarlierKept(clock)
  const rhythmTogether = createRhythmTogether({ cmdlets, graph, clock, apartMilliseconds })
  const earlierTogether = createEarlierTogether({ cmdlets, graph, clock, apartMilliseconds })
  const signInsTogether = createSignInsTogether({ cmdlets, graph, clock, apartMilliseconds })

  return async (entity, caller, _, restriction) => {
    if (caller.aborted) throw createGivenUpError(caller.reason)
    return withDeadline(clock, longestMilliseconds, async (deadline) => {
      const signal = AbortSignal.any([caller, deadline])
      const asking = createAsking({ cmdlets, graph, signal, cloud })
      const now = clock.now()
      // What Exchange says of the beginning may lie ahead of this clock.
      const anchor = Math.min(restriction?.createdAt ?? now, now)
      const parts = { asking, signal, tenantWide, now }
      if (entity.kind === 'sender')
        return gatherSender(
          createSenderQuestion({
            ...parts,
            anchor,
            counted: restriction === undefined ? 0 : readCounted(restriction.reason).messages,
            traceTogether,
            rhythmTogether,
            earlierKept,
            organisationId,
            signInsTogether,
            earlierTogether,
            protectedGroups,
            address: entity.address,
          }),
        )
      const getDefinition = once(() => readDefinition(asking, entity))
      return gatherConnector({ ...parts, connector: entity, getDefinition })
    })
  }
}
