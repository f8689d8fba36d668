// Whether mail flows, in words: what was seen, never what is likely.

import { toEntityName } from '../../domain/entity.js'
import type { Incident, IncidentState } from '../../domain/incident.js'
import { longestMilliseconds, type Mail, toMailVerdict } from '../../domain/mail-flow.js'
import { say, tellClock, tellDay, type Words } from '../../domain/said.js'

type Watched = Extract<IncidentState, { readonly status: 'watching' | 'stuck' }>

/** "delivered outside at 12:41 UTC"; undefined before message trace has answered. */
export function toSeenText(mail: Mail | undefined): Words | undefined {
  if (mail === undefined) return undefined
  switch (toMailVerdict(mail)) {
    case 'delivered':
      return say`delivered outside at ${toMailClock(mail.deliveredAt)}`
    case 'refused':
      return say`refused with ${mail.refused?.code ?? 'an unknown code'} at ${toMailClock(mail.refused?.at)}, after the unblock`
    case 'inside':
      return say`delivered inside only, at ${toMailClock(mail.insideAt)}; nothing seen outside yet`
    case 'unknown':
      return mail.why
    default:
      return 'no message seen yet'
  }
}

/** Beside the name on the card. Undefined where the list is all that is known. */
export function toMailHeadline({ unblock: { mail }, goneAt }: Watched): Words | undefined {
  const isListed = goneAt === undefined
  const seen = toSeenText(mail)
  switch (toMailVerdict(mail)) {
    case 'delivered':
      return say`Mail flows: ${seen ?? ''}${isListed ? '. It is still on the list' : ''}`
    case 'refused':
      return say`Still blocked: mail was ${seen ?? ''}`
    case 'inside':
      return isListed ? undefined : say`No mail seen outside by ${toMailClock(mail?.readAt)}`
    case 'nothing':
      return isListed ? undefined : say`No mail seen by ${toMailClock(mail?.readAt)}`
    case 'unknown':
      return isListed ? undefined : 'Not restricted any more; whether mail flows cannot be told'
    default:
      return undefined
  }
}

/** When message trace was read, what it shows, and what it cannot tell. */
export function toMailTexts(mail: Mail | undefined): readonly Words[] {
  const seen = toSeenText(mail)
  if (mail === undefined || seen === undefined) return []
  const limit = mail.limit === undefined ? [] : [mail.limit]
  const at = tellClock(mail.readAt)
  return toMailVerdict(mail) === 'unknown'
    ? [say`${at}  Whether mail flows cannot be told: ${seen}`, ...limit]
    : [
        isSaidAbove(mail) ? say`${at}  Seen in message trace` : say`${at}  Read message trace: ${seen}`,
        ...limit,
      ]
}

/** The headline names the moment of these, so that no card says it twice. */
function isSaidAbove(mail: Mail): boolean {
  const verdict = toMailVerdict(mail)
  return verdict === 'delivered' || verdict === 'refused'
}

/** What comes next for one whose mail is refused although Exchange took the unblock. */
export function toRefusedAdvice({ unblockedAt, unblock: { mail } }: Watched): Words | undefined {
  if (toMailVerdict(mail) !== 'refused') return undefined
  return say`Microsoft needs up to 24 hours: wait until ${tellDay(unblockedAt + longestMilliseconds)}. If mail is refused after that, open a case with Microsoft Support, the text is ready`
}

/** Off the list, and nothing has been seen to leave: only a message would show it. */
export function isTestWanted(state: IncidentState): boolean {
  if (state.status !== 'watching' || state.goneAt === undefined) return false
  const verdict = toMailVerdict(state.unblock.mail)
  return verdict === 'nothing' || verdict === 'inside'
}

/** For whoever watches to send to the owner; empty when nothing is wanted of them. */
export function toTestText({ state, entity }: Incident): string {
  if (!isTestWanted(state)) return ''
  const way = entity.kind === 'sender' ? 'from' : 'through the connector'
  return `Please send a test mail ${way} ${toEntityName(entity)} to an outside address, and forward me any bounce.`
}

/** How a closed one ended, after "Unblocked by Maya, off the list when last looked at 13:15 UTC." */
export function toMailEnd(mail: Mail | undefined): Words {
  const seen = toSeenText(mail)
  const verdict = toMailVerdict(mail)
  switch (verdict) {
    case 'delivered':
      return say`Mail flows: ${seen ?? ''}.`
    case 'refused':
      return say`Mail was ${seen ?? ''}, and nothing was seen delivered since.`
    case 'inside':
      return say`Mail was seen delivered inside only, at ${toMailClock(mail?.insideAt)}; none outside.`
    case 'nothing':
      return say`No mail was seen, in message trace read until ${toMailClock(mail?.readAt)}.`
    case 'unknown':
      return say`Whether mail flows cannot be told: ${seen ?? ''}`
    case 'unread':
      return 'Mail should flow again; message trace was not read.'
    default:
      return verdict satisfies never
  }
}

function toMailClock(at: number | undefined): Words {
  return at === undefined ? 'an unknown time' : tellClock(at)
}
