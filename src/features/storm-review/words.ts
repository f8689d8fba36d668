// What is said of the rows of a storm review: in few words, since there are many.
import type { StormBar } from '../../domain/storm-review.js'
import type { VerdictKind } from '../../domain/verdict/index.js'
import { verdictWords } from '../../domain/verdict/index.js'
import type { RefusalReason } from '../../errors.js'

/** "look like bulk mail", after a number. */
export function toAlikeText(kind: VerdictKind, count: number): string {
  const isOne = count === 1
  switch (kind) {
    case 'compromised':
      return isOne ? 'looks compromised' : 'look compromised'
    case 'unclear':
      return isOne ? 'is unclear' : 'are unclear'
    case 'bulk':
      return isOne ? 'looks like bulk mail' : 'look like bulk mail'
    case 'limit-only':
      return isOne ? 'met a sending limit' : 'met a sending limit'
    default:
      return kind satisfies never
  }
}

/** "📣 25 look like bulk mail" */
export function toManyText(kind: VerdictKind, count: number): string {
  return `${verdictWords[kind].emoji} ${count} ${toAlikeText(kind, count)}`
}

const barTexts: Readonly<Record<StormBar, string>> = {
  'not-open': 'not waiting for a review any more',
  'refused-before': 'an unblock of it was not taken before',
  looking: 'nothing is known of it yet',
  'other-verdict': 'looks worse by now',
  signed: 'in another review that was signed',
  snoozed: 'snoozed',
  protected: 'protected by the settings',
  role: 'has a role in the directory',
  unchecked: 'something could not be checked',
  questions: 'has a question of its own',
  changed: 'something was found or done since',
  stale: 'could not be read again in time',
}

export function toBarText(bar: StormBar): string {
  return barTexts[bar]
}

/** Of the policy that is asked for each of them, whoever it is about. */
export function toRefusalText(reason: RefusalReason, who: string): string {
  switch (reason) {
    case 'own-mailbox':
      return `the mailbox of ${who}`
    case 'delegate':
      return `${who} can send from it`
    case 'connector-changer':
      return `${who} changed it last`
    case 'identity-unknown':
      return `not known whether it is the mailbox of ${who}`
    case 'portal-only':
      return 'left to the portal by the settings'
    case 'watch-only':
      return 'its organisation is only watched'
    case 'own-restricted':
      return `the mailbox of ${who} is restricted`
    case 'lookup-failed':
      return `${who} could not be looked up`
    case 'wrong-status':
      return barTexts['not-open']
    case 'not-found':
      return 'not there any more'
    default:
      return `${who} may not unblock it`
  }
}

/** Begun one after the other, with a pause; a guess, said as one. */
const secondsEach = 10

export function toDurationText(count: number): string {
  const minutes = Math.ceil((count * secondsEach) / 60)
  return minutes <= 1 ? 'about a minute' : `about ${minutes} minutes`
}
