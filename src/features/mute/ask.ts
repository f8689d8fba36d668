// Mute…: a page that asks what, until when and why, and the press that says so.

import { type Actor, toActorRef } from '../../domain/actor.js'
import { findReasonProblem } from '../../domain/given-reason.js'
import { toZone } from '../../domain/hearing.js'
import type { Incident } from '../../domain/incident.js'
import { dayMilliseconds } from '../../domain/instant.js'
import {
  createMute,
  findMutable,
  mostMuteDays,
  muteScopeSchema,
  muteScopes,
  offeredDays,
  parseMute,
  toAbout,
  toAboutText,
  toMuteEnd,
} from '../../domain/mute.js'
import type { Mute } from '../../domain/muted.js'
import type { Press } from '../../domain/press.js'
import { say, tellCommand } from '../../domain/said.js'
import { toZonedDayText } from '../../domain/time-zone.js'
import { RefusedError } from '../../errors.js'
import { getIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { requireTurn } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toSubject, toTone } from '../words/words.js'
import { muteOf, toForgetAt } from './record.js'
import { toMuteOverTask, toMuteSyncTask } from './tasks.js'

export async function askToMute(parts: Parts, press: Press): Promise<Answer> {
  return toMuteCard(parts, await getMutable(parts, press))
}

/** @throws RefusedError */
async function getMutable(parts: Parts, { actor, incidentId }: Press): Promise<Incident> {
  const incident = await getIncident(parts, incidentId)
  requireTurn(parts, { actor, permission: 'mute', incident })
  if (findMutable(incident) === undefined)
    throw new RefusedError(
      'wrong-status',
      'Only what looks like bulk mail or met a sending limit is muted: whatever else this is, somebody has to look. What can wait is snoozed.',
    )
  return incident
}

const blank = { problem: '', scope: 'entity', until: '', day: '', reason: '' }

function toMuteCard(parts: Parts, incident: Incident, given: Partial<typeof blank> = {}): Answer {
  const tenant = toTenant(parts, incident.tenantId)
  const zone = toZone(tenant, incident)
  const now = parts.clock.now()
  const scopes = muteScopes
    .map((choiceId) => ({ choiceId, about: toAbout(incident, choiceId) }))
    .filter(({ choiceId, about }) => choiceId === about.kind)
  return {
    name: 'mute',
    view: {
      ...toSubject(incident, tenant),
      ...blank,
      ...given,
      scopes: scopes.map(({ choiceId, about }) => ({ choiceId, title: toTitle(toAboutText(about)) })),
      choices: offeredDays.map((days) => ({
        choiceId: `${days}d`,
        title: `${days} days (${toZonedDayText(now + days * dayMilliseconds, zone)})`,
      })),
    },
  }
}

function toTitle(text: string): string {
  return text.startsWith('every ') ? `E${text.slice(1)} that looks no worse` : text
}

export async function muteNow(parts: Parts, press: Press): Promise<Answer> {
  const { actor, values } = press
  const incident = await getMutable(parts, press)
  const { scope = 'entity', day = '', until: chosen = '' } = values
  const reason = (values.reason ?? '').trim()
  const now = parts.clock.now()
  const zone = toZone(toTenant(parts, incident.tenantId), incident)
  const until = parseMute(day.trim() === '' ? chosen : day, now, zone)
  const given = { scope, until: chosen, day, reason }
  if (until === undefined) return toMuteCard(parts, incident, { ...given, problem: untilProblem })
  const problem = findReasonProblem(reason, 'what is known about it')
  if (problem !== undefined) return toMuteCard(parts, incident, { ...given, problem })
  const verdict = findMutable(incident) ?? 'bulk'
  const about = toAbout(incident, muteScopeSchema.parse(scope))
  const mute = createMute(incident, {
    id: parts.createId(),
    actor,
    about,
    verdict,
    until,
    zone,
    reason,
    now,
  })
  await saveMute(parts, incident, { mute, actor })
  return toDoneCard(incident, mute)
}

const untilProblem = `Choose until when, or a day such as 2027-06-30: at most ${mostMuteDays} days from now.`

/** What is restricted now follows at once, by a task: whatever happens in between, both or neither is so. */
async function saveMute(
  parts: Parts,
  incident: Incident,
  { mute, actor }: { readonly mute: Mute; readonly actor: Actor },
): Promise<void> {
  const about = toAboutText(mute.about)
  const data = { muteId: mute.id, until: mute.until, end: toMuteEnd(mute), about }
  const event = toIncidentEvent(incident, 'mute.begun', mute.at, data)
  await parts.store.commit({
    cells: [muteOf(mute.tenantId, mute.id).put(mute, { until: toForgetAt(mute) })],
    events: [{ ...event, by: toActorRef(actor), texts: { reason: mute.reason } }],
    tasks: [toMuteSyncTask(mute, mute.at), toMuteOverTask(mute, 'over', mute.until)],
  })
  parts.poke()
}

function toDoneCard({ id }: Incident, mute: Mute): Answer {
  const about = toAboutText(mute.about)
  const text = say`${about.slice(0, 1).toUpperCase()}${about.slice(1)}: no card until then, and an incident all the same, in the list and on digests. Whatever looks worse has its card at once. Type ${tellCommand('mutes')} to see what is muted and to end it.`
  return {
    name: 'notice',
    view: {
      ...toTone('calm'),
      icon: '🔇',
      title: `Muted until ${toMuteEnd(mute)}`,
      text,
      incidentId: id,
    },
  }
}
