// The one entrance for button presses: one at a time per incident, errors answered in words.
import { type Actor, toActorRef } from '../domain/actor.js'
import type { Press, PressAction } from '../domain/press.js'
import { RefusedError, StaleError } from '../errors.js'
import type { Answer } from '../ports.js'
import { toErrorCard } from './cards/notice.js'
import { runCommand } from './commands/run.js'
import { showHandoff, showIncident } from './commands/show.js'
import { confirmUnblock, submitReview } from './confirm.js'
import { createLanes } from './lanes.js'
import type { Parts } from './parts.js'
import { openRecommendations, openReview, refreshEvidence } from './review.js'

type Step = (parts: Parts, press: Press) => Promise<Answer>

const steps: Readonly<Record<PressAction, Step>> = {
  review: openReview,
  recommendations: openRecommendations,
  confirm: submitReview,
  unblock: confirmUnblock,
  refresh: refreshEvidence,
  show: showIncident,
  handoff: showHandoff,
  command: (parts, { actor, values }) => runCommand(parts, { actor, text: values.text ?? '' }),
}

export function createPressHandler(parts: Parts): (press: Press) => Promise<Answer> {
  const lanes = createLanes()
  async function step(press: Press): Promise<Answer> {
    try {
      return await steps[press.action](parts, press)
    } catch (error) {
      return answerError(parts, error, { ...press, via: 'press' })
    }
  }
  return (press) => (press.incidentId === '' ? step(press) : lanes.run(press.incidentId, () => step(press)))
}

/** What comes from outside is kept at this many characters. */
const longestId = 100
const longestAction = 200

interface Asked {
  readonly actor: Actor
  readonly incidentId: string
  /** The press's action, or the command's text. */
  readonly action: string
  readonly via: 'press' | 'command'
}

/** Logs once, journals refusals, and answers the actor. Never rejects. */
export async function answerError(parts: Parts, error: unknown, asked: Asked): Promise<Answer> {
  const { actor, via } = asked
  const incidentId = asked.incidentId.slice(0, longestId)
  const action = asked.action.slice(0, longestAction)
  const fields = { incidentId, action, actor: `${actor.platform}:${actor.id}` }
  if (error instanceof RefusedError) {
    parts.log.info({ ...fields, reason: error.reason }, `${via}.refused`)
    await journalRefusal(parts, error, { actor, incidentId, action, via })
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
