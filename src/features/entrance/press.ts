// The entrance for button presses, one at a time per incident, and for commands; errors are answered in words.

import { createLanes } from '../../concurrency/lanes.js'
import { type Actor, type ActorRef, toActorRef } from '../../domain/actor.js'
import type { DoctorReport, DoctorWish } from '../../domain/doctor.js'
import type { Command, Press } from '../../domain/press.js'
import { say, tellCommand } from '../../domain/said.js'
import { RefusedError, StaleError } from '../../errors.js'
import { learnPlace } from '../../outbox/learn-place.js'
import type { Answer, Meter } from '../../ports.js'
import { collect, type Parts } from '../feature.js'
import { findPointer } from '../incident/orphan.js'
import { toErrorCard } from '../words/notice.js'
import { requireAccess, withLive, withSight } from './gate.js'
import { parseCommand } from './parse.js'

export function createPressHandler(parts: Parts): (press: Press) => Promise<Answer> {
  const lanes = createLanes()
  const rows = collect(parts.features.map(({ presses }) => presses))
  return (press) => {
    const { actor, action, incidentId } = press
    const row = rows.get(action)
    // Outside text names nothing that is kept.
    const name = row === undefined ? 'unknown' : action
    return answer(parts, { actor, action: name, incidentId, via: 'press', measuredAs: name }, async () => {
      if (row === undefined) throw new RefusedError('bad-input', unknownText)
      requireAccess(parts, { actor, permission: row.permission })
      await row.prepare?.(await withSight(parts, actor), press)
      const step = async () => {
        const seen = await withSight(parts, actor)
        const pointer = await findPointer(seen, press)
        if (pointer !== undefined) return pointer
        await learn(seen, press)
        const given = await row.run(seen, press)
        await runAfter(seen, press)
        return given
      }
      return incidentId === '' ? step() : lanes.run(incidentId, step)
    })
  }
}

/** What is kept up to date and was posted without an answer. */
async function learn(parts: Parts, press: Press): Promise<void> {
  if (press.on === undefined) return
  for (const { findPosting } of parts.features) {
    const beginning = findPosting?.(press)
    if (beginning !== undefined) await learnPlace(parts, beginning, press.on)
  }
}

/** What was answered is answered, whatever becomes of this. */
async function runAfter(parts: Parts, press: Press): Promise<void> {
  for (const { afterPress } of parts.features) {
    try {
      await afterPress?.(parts, press)
    } catch (err) {
      parts.log.warn({ incidentId: press.incidentId, action: press.action, err }, 'press.not-followed')
    }
  }
}

const unknownText = say`This button belongs to another version of Reprieve. Type ${tellCommand('list')}, and go on from what is there now.`

/** @param run whatever was typed. */
export function createCommandHandler(
  parts: Parts,
  run: (parts: Parts, command: Command) => Promise<Answer>,
): (command: Command) => Promise<Answer> {
  const verbs = parts.features.flatMap(({ commands }) => Object.keys(commands ?? {}))
  return (command) => {
    const { actor, text } = command
    const action = parseCommand(text, verbs).verb ?? 'unknown'
    const asked = { actor, action, incidentId: '', via: 'command', measuredAs: 'typed' } as const
    return answer(parts, asked, async () => run(await withSight(parts, actor), command))
  }
}

/** Of the console, where no limit counts the calls: whoever is there may start and stop the bot itself. */
export function createDoctorHandler(
  parts: Parts,
  run: (parts: Parts, by: ActorRef, wish: DoctorWish) => Promise<DoctorReport>,
): (actor: Actor, wish: DoctorWish) => Promise<DoctorReport | Answer> {
  return (actor, wish) => {
    const asked = { actor, action: 'doctor', incidentId: '', via: 'command', measuredAs: 'typed' } as const
    return answer(parts, asked, async () => {
      requireAccess(await withLive(parts), { actor, permission: 'examine' })
      return run(parts, toActorRef(actor), wish)
    })
  }
}

/** As the ids of this program look; whatever else comes as one is no id, and is not kept. */
const idPattern = /^[\w-]{1,100}$/

type Answered = Parameters<Meter['pressAnswered']>[0]

interface Asked {
  readonly actor: Actor
  readonly incidentId: string
  /** The press's action, or the command's verb: what else was typed may be a secret, and is kept nowhere. */
  readonly action: string
  readonly via: 'press' | 'command'
  readonly measuredAs: Answered['action']
}

/** Never rejects: an error is answered in words. The wait for one's turn counts, since the person waits too. */
async function answer<Given>(parts: Parts, asked: Asked, run: () => Promise<Given>): Promise<Given | Answer> {
  const askedAt = parts.clock.monotonic()
  const measure = (outcome: Answered['outcome']) => {
    const milliseconds = parts.clock.monotonic() - askedAt
    const { platform } = asked.actor
    parts.meter.pressAnswered({ platform, action: asked.measuredAs, outcome, milliseconds })
    parts.delays.count('answer', milliseconds)
  }
  try {
    const given = await run()
    measure('answered')
    return given
  } catch (error) {
    const given = await answerError(parts, error, asked)
    measure(error instanceof RefusedError ? 'refused' : error instanceof StaleError ? 'stale' : 'failed')
    return given
  }
}

/** Logs once, journals refusals, and answers the actor. Never rejects. */
async function answerError(parts: Parts, error: unknown, asked: Asked): Promise<Answer> {
  const { actor, action, via } = asked
  const incidentId = idPattern.test(asked.incidentId) ? asked.incidentId : ''
  const fields = { incidentId, action, actor: `${actor.platform}:${actor.id}` }
  if (error instanceof RefusedError) {
    const { reason } = error
    parts.log.info({ ...fields, reason }, `${via}.refused`)
    const by = toActorRef(actor)
    const at = parts.clock.now()
    await parts.refusals.journal({ at, via, by, home: actor.home, action, incidentId, reason })
  } else if (error instanceof StaleError) parts.log.info(fields, `${via}.stale`)
  else parts.log.error({ ...fields, err: error }, `${via}.failed`)
  return toErrorCard(error, incidentId)
}
