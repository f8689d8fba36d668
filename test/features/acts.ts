// What people and Exchange do on the stage, in one line each.
import type { Actor } from '../../src/domain/actor.js'
import { toEntityKey } from '../../src/domain/entity.js'
import type { Incident, Status } from '../../src/domain/incident.js'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import type { Restriction } from '../../src/domain/restriction.js'
import type { PlainViews } from '../../src/features/cards.js'
import { createRestriction } from '../domain/incidents.js'
import type { RecordingPlatform } from './platform.js'
import { type Stage, toView } from './stage.js'

export function createSender(address: string, facts: Partial<Restriction> = {}): Restriction {
  return createRestriction({
    entity: { kind: 'sender', address },
    raw: { SenderAddress: address },
    ...facts,
  })
}

/** Exchange restricts somebody, and the next look sees it. */
export async function restrict(stage: Stage, restriction: Restriction = createSender('sam@contoso.com')) {
  stage.backend.restrict(restriction)
  await stage.advance(minuteMilliseconds)
  return getLive(stage, restriction)
}

export async function getLive(stage: Stage, { entity }: Pick<Restriction, 'entity'>): Promise<Incident> {
  const live = await stage.incidents()
  const found = live.find((incident) => toEntityKey(incident.entity) === toEntityKey(entity))
  if (found === undefined) throw new Error(`no live incident of ${toEntityKey(entity)}`)
  return found
}

export async function getIncident(stage: Stage, id: string): Promise<Incident> {
  const found = await stage.store().findIncident(id)
  if (found === undefined) throw new Error(`no incident ${id}`)
  return found
}

export async function readStatus(stage: Stage, id: string): Promise<Status> {
  return (await getIncident(stage, id)).state.status
}

/** What the journal has of one incident, or of everything. */
export async function readTypes(stage: Stage, incidentId?: string): Promise<readonly string[]> {
  return (await stage.journal(incidentId)).map(({ type }) => type)
}

/** The form, as this person would be shown it now. */
export async function openForm(stage: Stage, actor: Actor, incidentId: string): Promise<Form> {
  return toView(await stage.press(actor, 'recommendations', { incidentId }), 'recommendations')
}

type Form = PlainViews['recommendations']

interface Filling {
  /** Which steps are ticked as done by hand: all that are open, none, or what is ticked already. */
  readonly byHand?: 'all' | 'none'
  /** Of every question, what stands there already first of all; the first one, a Yes, when undefined. */
  readonly answer?: string
  readonly note?: string
}

/** What the form's button carries, and what was entered. */
export function fillForm(form: Form, { byHand, answer, note }: Filling = {}) {
  const { incidentId, revision, seen, questions, byHandId, noteId } = form
  const ticked = {
    all: form.byHand.map(({ choiceId }) => choiceId).join(','),
    none: '',
    kept: form.tickedText,
  }[byHand ?? 'kept']
  const answers = questions.map((one): [string, string] => [
    one.inputId,
    answer ?? (one.answer || (one.options[0]?.choiceId ?? '')),
  ])
  const values = {
    ...Object.fromEntries(answers),
    seen,
    [byHandId]: ticked,
    [noteId]: note ?? form.note,
  }
  return { incidentId, revision: Number(revision), values }
}

/** Every question answered with Yes, nothing done by hand, and a note. */
export async function toAnswers(stage: Stage, actor: Actor, incidentId: string) {
  return fillForm(await openForm(stage, actor, incidentId), { note: 'Password reset at the desk' })
}

/** Through the wizard up to the Yes. */
export async function confirm(stage: Stage, actor: Actor, { id }: Incident): Promise<PlainViews['confirm']> {
  toView(await stage.press(actor, 'review', { incidentId: id }), 'overview')
  return toView(await stage.press(actor, 'confirm', await toAnswers(stage, actor, id)), 'confirm')
}

export function pressYes(stage: Stage, actor: Actor, { incidentId, confirmationId }: PlainViews['confirm']) {
  return stage.press(actor, 'unblock', { incidentId, confirmationId })
}

/** Through the whole wizard, the Yes included. */
export async function unblock(stage: Stage, actor: Actor, incident: Incident): Promise<void> {
  toView(await pressYes(stage, actor, await confirm(stage, actor, incident)), 'accepted')
  await stage.idle()
}

/** The status words a channel saw of one incident, repetitions left out. */
export function readStatusWords(platform: RecordingPlatform, incidentId: string): readonly string[] {
  const words = platform.sent.flatMap(({ card }) =>
    card.name === 'incident' && card.view.incidentId === incidentId ? [card.view.statusWord] : [],
  )
  return words.filter((word, index) => word !== words[index - 1])
}

/** What a channel sees of one incident now. */
export function readCard(platform: RecordingPlatform, incidentId: string): PlainViews['incident'] {
  const card = platform.sent.findLast(
    (sent) => sent.card.name === 'incident' && sent.card.view.incidentId === incidentId,
  )?.card
  return toView(card, 'incident')
}

export function readLines(platform: RecordingPlatform): readonly string[] {
  return platform.sent.flatMap(({ card }) => (card.name === 'line' ? [card.view.text] : []))
}

export function countUnblocks(stage: Stage): number {
  return stage.backend.calls.filter((call) => call.startsWith('unblock ')).length
}
