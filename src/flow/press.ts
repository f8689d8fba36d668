// The entrance for button presses, one at a time per incident, and for commands; errors are answered in words.
import { type Actor, toActorRef } from '../domain/actor.js'
import type { DoctorReport, DoctorWish } from '../domain/doctor.js'
import type { Command, Press, PressAction } from '../domain/press.js'
import { RefusedError, StaleError } from '../errors.js'
import type { Answer, Meter } from '../ports.js'
import { toErrorCard } from './cards/notice.js'
import { runCommand } from './commands/run.js'
import { showHandoff, showIncident } from './commands/show.js'
import { confirmUnblock, submitReview } from './confirm.js'
import { askForContainment, confirmContainment, openContainment } from './containment.js'
import { runDoctor } from './doctor/run.js'
import { requireAccess } from './gate.js'
import { createLanes } from './lanes.js'
import type { Parts } from './parts.js'
import { acceptPolicies } from './policies/accept.js'
import { openRecommendations, openReview, refreshEvidence, showOverview } from './review.js'

type Step = (parts: Parts, press: Press) => Promise<Answer>

const steps: Readonly<Record<PressAction, Step>> = {
  review: openReview,
  overview: showOverview,
  recommendations: openRecommendations,
  confirm: submitReview,
  unblock: confirmUnblock,
  containment: openContainment,
  contain: askForContainment,
  'contain-now': confirmContainment,
  refresh: refreshEvidence,
  show: showIncident,
  handoff: showHandoff,
  'accept-policies': acceptPolicies,
  command: (parts, { actor, values }) => runCommand(parts, { actor, text: values.text ?? '' }),
}

export function createPressHandler(parts: Parts): (press: Press) => Promise<Answer> {
  const lanes = createLanes()
  return (press) => {
    const { actor, action, incidentId } = press
    const step = () => steps[action](parts, press)
    const run = () => (incidentId === '' ? step() : lanes.run(incidentId, step))
    return answer(parts, { actor, action, incidentId, via: 'press', measuredAs: action }, run)
  }
}

export function createCommandHandler(parts: Parts): (command: Command) => Promise<Answer> {
  return (command) => {
    const { actor, text } = command
    const asked = { actor, action: text, incidentId: '', via: 'command', measuredAs: 'typed' } as const
    return answer(parts, asked, () => runCommand(parts, command))
  }
}

export function createDoctorHandler(
  parts: Parts,
): (actor: Actor, wish: DoctorWish) => Promise<DoctorReport | Answer> {
  return (actor, wish) => {
    const asked = { actor, action: 'doctor', incidentId: '', via: 'command', measuredAs: 'typed' } as const
    return answer(parts, asked, async () => {
      requireAccess(parts, { actor, deed: 'examine' })
      return runDoctor(parts, toActorRef(actor), wish)
    })
  }
}

/** What comes from outside is kept at this many characters. */
const longestId = 100
const longestAction = 200

type Answered = Parameters<Meter['pressAnswered']>[0]

interface Asked {
  readonly actor: Actor
  readonly incidentId: string
  /** The press's action, or the command's text. */
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
  const { actor, via } = asked
  const incidentId = asked.incidentId.slice(0, longestId)
  const action = asked.action.slice(0, longestAction)
  const fields = { incidentId, action, actor: `${actor.platform}:${actor.id}` }
  if (error instanceof RefusedError) {
    parts.log.info({ ...fields, reason: error.reason }, `${via}.refused`)
    await journalRefusal(parts, error, { ...asked, incidentId, action })
  } else if (error instanceof StaleError) parts.log.info(fields, `${via}.stale`)
  else parts.log.error({ ...fields, err: error }, `${via}.failed`)
  return toErrorCard(error, incidentId)
}

async function journalRefusal(
  parts: Parts,
  error: RefusedError,
  { actor, incidentId, action, via }: Asked,
): Promise<void> {
  const about = incidentId === '' ? {} : { incidentId }
  const data = { reason: error.reason, action, home: actor.home }
  try {
    await parts.store.commit({
      events: [{ at: parts.clock.now(), type: `${via}.refused`, by: toActorRef(actor), ...about, data }],
    })
  } catch (failure) {
    parts.log.error({ err: failure, incidentId }, `${via}.refusal-not-journalled`)
  }
}
