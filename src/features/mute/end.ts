// How a mute ends: by a press, when its time is over, and when what it kept quiet looks worse.

import { toActorRef } from '../../domain/actor.js'
import type { JournalEvent } from '../../domain/journal.js'
import { toAboutText } from '../../domain/mute.js'
import type { Mute } from '../../domain/muted.js'
import type { Press } from '../../domain/press.js'
import { say, tellCommand } from '../../domain/said.js'
import { RefusedError } from '../../errors.js'
import type { Answer, Claim } from '../../ports.js'
import { requireAccess } from '../entrance/gate.js'
import type { Parts } from '../feature.js'
import { toTone } from '../words/words.js'
import { showMutes } from './list.js'
import { listMutes, muteOf } from './record.js'
import { toMuteOverTask, toMuteSyncTask } from './tasks.js'

/** From the card of what it keeps quiet, or from the list of mutes. */
export async function endMute(parts: Parts, press: Press): Promise<Answer> {
  const { actor, incidentId, values } = press
  requireAccess(parts, { actor, permission: 'unmute' })
  const mute = await getMute(parts, press)
  requireAccess(parts, { actor, permission: 'unmute', tenantId: mute.tenantId })
  const now = parts.clock.now()
  const event = { ...toEndedEvent(mute, 'ended', now), by: toActorRef(actor) }
  await parts.store.commit({
    cells: [muteOf(mute.tenantId, mute.id).forget()],
    events: [event],
    tasks: [toMuteSyncTask(mute, now)],
  })
  parts.poke()
  if (values.muteId !== undefined) return showMutes(parts, { actor, rest: '' })
  const text = `${toAboutText(mute.about)} has its cards again, from now on.`
  return {
    name: 'notice',
    view: { ...toTone('calm'), icon: '🔔', title: 'Not muted any more', text, incidentId },
  }
}

/** @throws RefusedError when it is over, or of a tenant that is none of their business. */
async function getMute(parts: Parts, { incidentId, values }: Press): Promise<Mute> {
  const incident = incidentId === '' ? undefined : await parts.store.findIncident(incidentId)
  const muteId = values.muteId ?? incident?.muted?.muteId
  const mutes = await Promise.all([...parts.tenants.keys()].map((tenantId) => listMutes(parts, tenantId)))
  const mute = mutes.flat().find(({ id }) => id === muteId)
  if (mute === undefined)
    throw new RefusedError(
      'not-found',
      say`There is no such mute any more. Type ${tellCommand('mutes')} to see what is muted.`,
    )
  return mute
}

interface OverDuty {
  readonly tenantId: string
  readonly muteId: string
  readonly because: 'over' | 'worse'
}

export async function endOverMute(
  parts: Parts,
  { tenantId, muteId, because }: OverDuty,
  claim: Claim,
): Promise<void> {
  const cell = muteOf(tenantId, muteId)
  const mute = await cell.recall(parts.store)
  const now = parts.clock.now()
  if (mute === undefined) return void (await parts.store.commit({ settle: { claim } }))
  // The clock was set.
  if (because === 'over' && now < mute.until)
    return void (await parts.store.commit({
      settle: { claim },
      tasks: [toMuteOverTask(mute, because, mute.until)],
    }))
  await parts.store.commit({
    settle: { claim },
    cells: [cell.forget()],
    events: [toEndedEvent(mute, because, now)],
    tasks: [toMuteSyncTask(mute, now)],
  })
  parts.poke()
}

function toEndedEvent(mute: Mute, because: string, at: number): JournalEvent {
  const { id: muteId, tenantId, incidentId } = mute
  const data = { muteId, because, about: toAboutText(mute.about) }
  return { at, type: 'mute.ended', tenantId, incidentId, data }
}
