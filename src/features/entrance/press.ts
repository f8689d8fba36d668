// The entrance for button presses, one at a time per incident, and for commands; errors are answered in words.
import { createLanes } from '../../concurrency/lanes.js'
import type { Deed } from '../../domain/access.js'
import { type Actor, toActorRef } from '../../domain/actor.js'
import type { DoctorReport, DoctorWish } from '../../domain/doctor.js'
import type { Command, Press, PressAction } from '../../domain/press.js'
import { RefusedError, StaleError } from '../../errors.js'
import type { Parts } from '../../outbox/parts.js'
import type { Answer, Meter } from '../../ports.js'
import { pinAlerts } from '../alert-channel/hear.js'
import { showHandoff, showIncident } from '../browse/show.js'
import { askForContainment, confirmContainment, openContainment } from '../containment/ask.js'
import { runDoctor } from '../doctor/run.js'
import { acceptPolicies } from '../policies/accept.js'
import { confirmUnblock } from '../review/confirm.js'
import { openRecommendations, openReview, refreshEvidence, showOverview } from '../review/open.js'
import { submitReview } from '../review/submit.js'
import { toErrorCard } from '../words/notice.js'
import { runCommand } from './command.js'
import { requireAccess, withLive } from './gate.js'
import { parseCommand } from './parse.js'

interface Row {
  /** What somebody must be allowed before anything is looked up: to strangers, what is there and what is not are one. */
  readonly deed: Deed
  readonly run: (parts: Parts, press: Press) => Promise<Answer>
}

const steps: Readonly<Record<PressAction, Row>> = {
  review: { deed: 'review', run: openReview },
  overview: { deed: 'review', run: showOverview },
  recommendations: { deed: 'review', run: openRecommendations },
  confirm: { deed: 'confirm', run: submitReview },
  unblock: { deed: 'unblock', run: confirmUnblock },
  containment: { deed: 'contain', run: openContainment },
  contain: { deed: 'contain', run: askForContainment },
  'contain-now': { deed: 'contain', run: confirmContainment },
  refresh: { deed: 'review', run: refreshEvidence },
  show: { deed: 'read', run: showIncident },
  handoff: { deed: 'read', run: showHandoff },
  'accept-policies': { deed: 'accept', run: acceptPolicies },
  'pin-alerts': { deed: 'pin', run: pinAlerts },
  command: {
    deed: 'help',
    run: (parts, { actor, values }) => runCommand(parts, { actor, text: values.text ?? '' }),
  },
}

export function createPressHandler(parts: Parts): (press: Press) => Promise<Answer> {
  const lanes = createLanes()
  return (press) => {
    const { actor, action, incidentId } = press
    const { deed, run } = steps[action]
    const step = async () => run(await withLive(parts), press)
    return answer(parts, { actor, action, incidentId, via: 'press', measuredAs: action }, async () => {
      requireAccess(parts, { actor, deed })
      return incidentId === '' ? step() : lanes.run(incidentId, step)
    })
  }
}

export function createCommandHandler(parts: Parts): (command: Command) => Promise<Answer> {
  return (command) => {
    const { actor, text } = command
    const action = parseCommand(text).verb ?? 'unknown'
    const asked = { actor, action, incidentId: '', via: 'command', measuredAs: 'typed' } as const
    return answer(parts, asked, async () => runCommand(await withLive(parts), command))
  }
}

/** Of the console, where no limit counts the calls: whoever is there may start and stop the bot itself. */
export function createDoctorHandler(
  parts: Parts,
): (actor: Actor, wish: DoctorWish) => Promise<DoctorReport | Answer> {
  return (actor, wish) => {
    const asked = { actor, action: 'doctor', incidentId: '', via: 'command', measuredAs: 'typed' } as const
    return answer(parts, asked, async () => {
      requireAccess(await withLive(parts), { actor, deed: 'examine' })
      return runDoctor(parts, toActorRef(actor), wish)
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
  const askedAt = parts.clock.now()
  const measure = (outcome: Answered['outcome']) =>
    parts.meter.pressAnswered({
      platform: asked.actor.platform,
      action: asked.measuredAs,
      outcome,
      milliseconds: parts.clock.now() - askedAt,
    })
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
