// One press takes over all that somebody is on.

import { toActorKey } from '../../domain/actor.js'
import { findClaimant } from '../../domain/claim.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { isSamePerson } from '../../domain/person.js'
import type { Press } from '../../domain/press.js'
import { say, tellCommand } from '../../domain/said.js'
import { toListText } from '../../domain/words.js'
import { RefusedError, StaleError } from '../../errors.js'
import type { Answer } from '../../ports.js'
import { takeIncident } from '../claim/take.js'
import { requireAccess } from '../entrance/gate.js'
import type { Parts } from '../feature.js'
import { toTone } from '../words/words.js'

/** As many as are saved while somebody waits for the answer. */
const mostTaken = 25

export async function takeAll(parts: Parts, { actor, values }: Press): Promise<Answer> {
  requireAccess(parts, { actor, permission: 'claim' })
  const { from = '' } = values
  if (from === '')
    throw new RefusedError(
      'not-found',
      say`This button names nobody. Type ${tellCommand('handover')} to see who is on what.`,
    )
  const theirs = (await parts.store.listLive({})).filter((one) => isOf(parts, one, from))
  if (theirs.length === 0)
    throw new StaleError('Nobody is on these any more, or somebody was faster. The cards say who.')
  if (theirs.some((one) => isSamePerson(findTakenBy(parts, one) ?? actor, actor, parts.access)))
    throw new StaleError('These are yours already. Whoever takes over presses it.')
  const taken: string[] = []
  const refused = new Map<string, string>()
  for (const { id, entity } of theirs.slice(0, mostTaken)) {
    const name = toEntityName(entity)
    try {
      await takeIncident(parts, { actor, incidentId: id })
      taken.push(name)
    } catch (error) {
      if (!(error instanceof RefusedError) && !(error instanceof StaleError)) throw error
      refused.set(name, error.message)
    }
  }
  return toTakenCard(taken, refused, theirs.length - mostTaken)
}

function findTakenBy(parts: Parts, incident: Incident) {
  return findClaimant(incident, parts.clock.now())?.by
}

function isOf(parts: Parts, incident: Incident, from: string): boolean {
  const by = findTakenBy(parts, incident)
  if (by === undefined) return false
  const at = from.indexOf(':')
  const given = { platform: from.slice(0, at), id: from.slice(at + 1) }
  return toActorKey(by) === from || (given.id !== '' && isSamePerson(by, given, parts.access))
}

function toTakenCard(taken: readonly string[], refused: ReadonlyMap<string, string>, left: number): Answer {
  const [[name, why] = ['', '']] = [...refused]
  const texts = [
    taken.length === 0 ? 'Nothing is yours now.' : `You are on ${toListText(taken)}.`,
    refused.size === 0 ? '' : `Not taken: ${toListText([...refused.keys()])}. ${name}: ${why}`,
    left > 0 ? `There are ${left} more: press it once more.` : '',
  ]
  return {
    name: 'notice',
    view: {
      ...toTone(refused.size === 0 ? 'calm' : 'busy'),
      icon: '🙋',
      title: `You took over ${taken.length}`,
      text: texts.filter((text) => text !== '').join(' '),
      incidentId: '',
    },
  }
}
