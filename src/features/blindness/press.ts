// What people do about it: read the list at once, see how to mend it, take it on.

import { toActorRef } from '../../domain/actor.js'
import type { Blindness } from '../../domain/blindness.js'
import { type Found, whileOthersWrite } from '../../domain/cell.js'
import type { Press } from '../../domain/press.js'
import { say, tellCommand } from '../../domain/said.js'
import { RefusedError } from '../../errors.js'
import type { Answer } from '../../ports.js'
import { requireAccess } from '../entrance/gate.js'
import type { Parts } from '../feature.js'
import type { PermissionName } from '../permissions.js'
import { pollOf } from '../watch/polls.js'
import { toWatchTask } from '../watch/tasks.js'
import { toTone } from '../words/words.js'
import { saveClaim } from './claim.js'
import { isTheirs } from './data.js'
import { blindnessOf } from './record.js'
import { lookoutKey } from './tasks.js'
import { toBlindWords, toFixText, toTenantList } from './words.js'

/** A poll that is given up takes most of a minute, one that works a second or two. */
const lookAgainMilliseconds = 5_000

/** The list of each tenant, read now; what comes of it the next look shows. */
export async function tryNow(parts: Parts, press: Press): Promise<Answer> {
  const { value: blindness } = await getBlindness(parts, press, 'mend')
  const { left } = blindness
  const now = parts.clock.now()
  await parts.store.commit({
    hasten: [
      ...left.map((tenantId) => ({ key: toWatchTask(tenantId, now).key, dueAt: now })),
      { key: lookoutKey, dueAt: now + lookAgainMilliseconds },
    ],
  })
  parts.poke()
  const text = `The list of ${toTenantList(parts, left)} is being read. When that works, the card says so within a minute; when it does not, the card stays as it is.`
  return {
    name: 'notice',
    view: { ...toTone('calm'), icon: '⏳', title: 'Trying now', text, incidentId: '' },
  }
}

export async function showFix(parts: Parts, press: Press): Promise<Answer> {
  const { value: blindness } = await getBlindness(parts, press, 'read')
  const problems = await Promise.all(
    blindness.left.map(async (id) => (await pollOf(id).recall(parts.store))?.problem ?? ''),
  )
  const [problem = ''] = problems.filter((text) => text !== '')
  return {
    name: 'notice',
    view: {
      ...toTone(blindness.endedAt === undefined ? 'calm' : 'good'),
      icon: '🛠️',
      title: toBlindWords(parts, blindness)[blindness.endedAt === undefined ? 'begun' : 'over'],
      text: toFixText(blindness, problem),
      incidentId: '',
    },
  }
}

/** Whoever presses has it, and its cards say so everywhere. */
export async function takeBlindness(parts: Parts, press: Press): Promise<Answer> {
  const { actor } = press
  await whileOthersWrite(async () => {
    const { value: blindness, version } = await getBlindness(parts, press, 'mend')
    const claim = { by: toActorRef(actor), at: parts.clock.now() }
    await saveClaim(parts, { blindness, version, claim })
  })
  parts.poke()
  const text =
    'The card says so to everybody, until it is over. Somebody else takes over with a press of their own.'
  return {
    name: 'notice',
    view: { ...toTone('calm'), icon: '🙋', title: 'You are on it', text, incidentId: '' },
  }
}

/** @throws RefusedError when it is over for long, or nobody's business of theirs. */
async function getBlindness(
  parts: Parts,
  { actor, values }: Press,
  permission: PermissionName,
): Promise<Found<Blindness> & { readonly value: Blindness }> {
  requireAccess(parts, { actor, permission })
  const { value, version } = await blindnessOf(values.blindnessId ?? '').find(parts.store)
  if (value === undefined || !isTheirs(parts, value))
    throw new RefusedError(
      'not-found',
      say`There is no such card any more. Type ${tellCommand('status')} to see how it is.`,
    )
  for (const tenantId of value.tenantIds) requireAccess(parts, { actor, permission, tenantId })
  if (value.endedAt !== undefined && permission === 'mend')
    throw new RefusedError(
      'wrong-status',
      say`This is over. Type ${tellCommand('status')} to see how it is now.`,
    )
  return { value, version }
}
