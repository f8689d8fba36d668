// Evidence of which some facts were read once more: what could not be read this time stays as it was read last.

import { toByHandId } from './answers.js'
import { type Evidence, evidenceSchema } from './evidence.js'
import type { Incident } from './incident.js'
import type { Press } from './press.js'
import { type FactName, listFactsOf } from './rules/facts.js'
import { listSteps } from './steps.js'

/** What has to be read before answers count: what is behind the steps said to be done, and behind those still open. */
export type Wish = 'nothing' | 'everything' | readonly FactName[]

export function toWish(incident: Incident, { values }: Pick<Press, 'values'>): Wish {
  const { evidence, containments = [] } = incident
  if (evidence === undefined) return 'nothing'
  const ticked = (values[toByHandId(incident)] ?? '').split(',').map((value) => value.split('.')[0] ?? '')
  const asked = listSteps(incident).filter(
    ({ ruleId, how, isVisible }) => isVisible && (how === 'open' || ticked.includes(ruleId)),
  )
  if (asked.length === 0) return 'nothing'
  // What was read before a step says nothing about it; a part of it would look newer than it is.
  const isOlder = containments.some(({ ended }) => ended !== undefined && ended.at >= evidence.gatheredAt)
  return isOlder ? 'everything' : [...new Set(asked.flatMap(({ ruleId }) => listFactsOf(ruleId)))]
}

export function mergeReread(before: Evidence, fresh: Evidence, facts: readonly FactName[]): Evidence {
  const read = new Map<string, unknown>(Object.entries(fresh))
  const known = facts.filter((name) => isKnown(read.get(name)))
  if (before.kind !== fresh.kind || known.length === 0) return before
  const picked = Object.fromEntries(known.map((name) => [name, read.get(name)]))
  return evidenceSchema.parse({ ...before, ...picked, reread: { at: fresh.gatheredAt, facts: known } })
}

function isKnown(fact: unknown): boolean {
  return typeof fact === 'object' && fact !== null && 'known' in fact && fact.known === true
}
