// Ask the owner: a page with the question, the chat that it would be put in, and the same for the phone.
import { canBeSent, hasOwner } from '../../domain/ask-owner.js'
import { toDisplayName } from '../../domain/evidence.js'
import { toZone } from '../../domain/hearing.js'
import type { Incident } from '../../domain/incident.js'
import { ownerAnswers } from '../../domain/owner-word.js'
import type { Press } from '../../domain/press.js'
import { RefusedError } from '../../errors.js'
import { getIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { requireTurn } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toSubject, toTitle } from '../words/words.js'
import { findWay, type Way } from './way.js'
import { answerWords, toQuestionText, toReviewRows } from './words.js'

export async function openAskOwner(parts: Parts, press: Press): Promise<Answer> {
  return toAskOwnerCard(parts, await getAskable(parts, press))
}

/** @throws RefusedError */
export async function getAskable(
  parts: Parts,
  { actor, incidentId }: Pick<Press, 'actor' | 'incidentId'>,
): Promise<Incident> {
  const incident = await getIncident(parts, incidentId)
  requireTurn(parts, { actor, permission: 'ask-owner', incident })
  if (!hasOwner(incident))
    throw new RefusedError(
      'bad-input',
      'There is nobody to ask: this is a connector, a relay or a shared mailbox. The people who send from it are asked in the review.',
    )
  return incident
}

const blank = { problem: '', says: '', note: '' }

export async function toAskOwnerCard(
  parts: Parts,
  incident: Incident,
  given: Partial<typeof blank> = {},
): Promise<Answer> {
  const tenant = toTenant(parts, incident.tenantId)
  const now = parts.clock.now()
  const maySend = canBeSent(incident)
  const way = maySend ? await findWay(parts, incident) : undefined
  return {
    name: 'ask-owner',
    view: {
      ...toSubject(incident, tenant),
      ...blank,
      ...given,
      question: toQuestionText(incident, { now, zone: toZone(tenant, incident) }),
      rows: toReviewRows(incident),
      wayText: maySend ? toWayText(way) : '',
      sendTitle: way === undefined ? '' : `Ask ${toName(incident)} on ${toTitle(way.platform)}`,
      phoneText:
        'Call a number that you know from elsewhere, not from their mail, and ask the question as it stands here. Never ask for a password.',
      choices: ownerAnswers.map((says) => ({ choiceId: says, title: answerWords[says] })),
    },
  }
}

function toName({ evidence }: Incident): string {
  return toDisplayName(evidence) || 'the owner'
}

function toWayText(way: Way | undefined): string {
  if (way === undefined) return 'No personal chat with them is known: ask by phone.'
  const where = `One question in their personal chat on ${toTitle(way.platform)}`
  return way.isSameAccount
    ? `${where}. They sign in there with the account of this mailbox: whoever is in it may answer. By phone is safer.`
    : `${where}. Whoever is in the mailbox may hold that as well: by phone is safer.`
}
