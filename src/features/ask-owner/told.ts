// What the owner said by phone, noted by whoever spoke with them.
import { toActorRef } from '../../domain/actor.js'
import { mostTold, noteTold } from '../../domain/ask-owner.js'
import type { Incident } from '../../domain/incident.js'
import { type OwnerTold, ownerAnswerSchema } from '../../domain/owner-word.js'
import type { Press } from '../../domain/press.js'
import { RefusedError } from '../../errors.js'
import { type Change, changeIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { requireTurn } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toTone } from '../words/words.js'
import { getAskable, toAskOwnerCard } from './page.js'
import { answerWords } from './words.js'

const leastLetters = 5
const mostCharacters = 300

export async function saveTold(parts: Parts, press: Press): Promise<Answer> {
  const { actor, incidentId, values } = press
  const found = await getAskable(parts, press)
  const note = (values.note ?? '').trim()
  const says = ownerAnswerSchema.safeParse(values.says).data
  const given = { says: values.says ?? '', note }
  if (says === undefined)
    return toAskOwnerCard(parts, found, { ...given, problem: 'Choose what the owner said.' })
  const problem = findNoteProblem(note)
  if (problem !== undefined) return toAskOwnerCard(parts, found, { ...given, problem })
  const told = { says, at: parts.clock.now(), by: toActorRef(actor), note }
  const incident = await changeIncident(parts, { incidentId }, (current) => {
    requireTurn(parts, { actor, permission: 'ask-owner', incident: current })
    return toToldChange(parts, current, told)
  })
  return {
    name: 'notice',
    view: {
      ...toTone('calm'),
      icon: '📞',
      title: `Noted: “${answerWords[says]}”`,
      text: 'It stands on the card and in the review, with your name. It is evidence, and no permission: the review asks you all the same.',
      incidentId: incident.id,
    },
  }
}

function findNoteProblem(note: string): string | undefined {
  const letters = note.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  if (letters < leastLetters) return 'Say whom you reached, and how: the review shows it.'
  return note.length > mostCharacters ? `Say it in at most ${mostCharacters} characters.` : undefined
}

function toToldChange(parts: Parts, current: Incident, told: OwnerTold): Change {
  if ((current.ownerWord?.told?.length ?? 0) >= mostTold)
    throw new RefusedError(
      'too-often',
      `What the owner said by phone was noted ${mostTold} times already. Write the rest in the note of the review.`,
    )
  const next = noteTold(current, told)
  const { says, at, by, note } = told
  const event = toIncidentEvent(next, 'owner.told', at, { says })
  return {
    next,
    events: [{ ...event, by, texts: { note } }],
    tasks: toUpdateTasks(next, toTenant(parts, next.tenantId), at),
  }
}
