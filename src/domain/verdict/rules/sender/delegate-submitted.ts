// Somebody else's account uses this mailbox: given the right lately, at a doubtful place itself, or the one that handed the
// mail over. A delegate of years who sends is how shared mailboxes work.
import { isEverybody } from '../../../delegates.js'
import { dayMilliseconds } from '../../../instant.js'
import { toUtcText } from '../../../words.js'
import { followsDoubt, listDoubtful } from '../../places.js'
import { findHeaviest, toSign } from '../../sign.js'
import type { SenderCase, SenderSigns, Sign } from '../../types.js'
import { toDaysBefore } from '../../window.js'

const lateDays = 14

interface Delegate {
  readonly who: string
  readonly right?: string
  readonly since?: number | undefined
  readonly by?: string | undefined
  readonly from?: string | undefined
  readonly through?: string | undefined
  readonly outsider?: boolean | undefined
}

export const delegateSubmitted: SenderSigns = (given) =>
  findHeaviest(listDelegates(given).flatMap((one) => toDelegateSign(one, given)))

/** Also the one that only shows as who handed the mail over. */
function listDelegates({ evidence }: SenderCase): readonly Delegate[] {
  const delegates: readonly Delegate[] = evidence.delegates.known ? evidence.delegates.value : []
  const account = evidence.submission?.known === true ? evidence.submission.value.account : undefined
  const signs = evidence.delegateSigns?.known === true ? evidence.delegateSigns.value : []
  const others = [...(account === undefined ? [] : [account]), ...signs.map(({ who }) => who)]
  return [
    ...delegates,
    ...[...new Set(others)]
      .filter((who) => !delegates.some((one) => isSame(one.who, who)))
      .map((who) => ({ who })),
  ]
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** Given in the two weeks before, by the log. */
export function isLateDelegate({ since }: Delegate, given: SenderCase): boolean {
  const age = toDaysBefore(since, given)
  return age !== undefined && age <= lateDays
}

function toDelegateSign(one: Delegate, given: SenderCase): readonly Sign[] {
  const { evidence } = given
  const { who, since, by = '' } = one
  const account = evidence.submission?.known === true ? evidence.submission.value.account : undefined
  const submitted = account !== undefined && isSame(account, who)
  const sign =
    evidence.delegateSigns?.known === true
      ? evidence.delegateSigns.value.find((each) => isSame(each.who, who))
      : undefined
  const isNew = isLateDelegate(one, given)
  const follows = isNew && followsDoubt(since, listDoubtful(given), 24)
  // Nobody lets the whole organisation, or a guest, read a mailbox by mistake.
  const isOpen = isEverybody(one)
  const weight =
    (sign === undefined ? 0 : 3) +
    (isOpen || one.outsider === true ? (isNew ? 3 : 1) : 0) +
    (isNew ? (submitted || follows ? 3 : 1) : 0) +
    (submitted && sign !== undefined ? 1 : 0)
  if (weight === 0) return []
  const parts = [
    isOpen || one.outsider === true || one.through !== undefined ? `holds ${toRightText(one)}` : '',
    isNew && since !== undefined ? `got the right ${toUtcText(since)}${by === '' ? '' : ` from ${by}`}` : '',
    sign === undefined ? '' : `signed in from ${sign.from}, where that account never was`,
    submitted ? 'handed the mail over' : '',
  ].filter((part) => part !== '')
  return [
    toSign({
      key: 'delegate-submitted',
      side: 'takeover',
      weight: Math.min(5, weight),
      short: submitted
        ? ['Sent by a delegate', isNew ? 'added lately' : '']
        : [isNew ? 'Delegate added lately' : 'Delegate looks odd'],
      at: since,
      words: `The delegate ${who} ${parts.join('; ')}.`,
    }),
  ]
}

function toRightText({ right = 'a right', through, outsider }: Delegate): string {
  const by = through === undefined ? '' : ` by the group ${through}`
  return `${right}${by}${outsider === true ? ', from outside' : ''}`
}

/** A right that somebody with power over mailboxes gave lately to an account that then was used. */
export function isGivenByPower(given: SenderCase): boolean {
  const { delegates, gatheredAt } = given.evidence
  if (!delegates.known) return false
  return delegates.value.some(
    (one) =>
      one.by !== undefined &&
      one.by !== '' &&
      isLateDelegate(one, given) &&
      gatheredAt - (one.since ?? 0) < lateDays * dayMilliseconds,
  )
}
