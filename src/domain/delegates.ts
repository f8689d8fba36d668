// Rights to a mailbox, as far as they say something by themselves.
import type { SenderEvidence } from './evidence.js'
import { dayMilliseconds } from './instant.js'
import type { Restriction } from './restriction.js'
import { toUtcText } from './words.js'

export type Delegate = Extract<SenderEvidence['delegates'], { known: true }>['value'][number]

/** Everybody of the organisation, or whoever is not signed in at all. */
export function isEverybody({ who }: Pick<Delegate, 'who'>): boolean {
  return /^(?:default|anonymous|everyone)$/i.test(who)
}

/** "guest7 (FullAccess by the group Mail-Assist)" */
export function toDelegateText({ who, right, through, since, by, from, outsider }: Delegate): string {
  const parts = [
    `${right}${through === undefined ? '' : ` by the group ${through}`}`,
    outsider === true ? 'from outside' : '',
    since === undefined
      ? ''
      : `since ${toUtcText(since)}${by === undefined ? '' : ` by ${by}`}${from === undefined ? '' : ` from ${from}`}`,
  ].filter((part) => part !== '')
  return `${who} (${parts.join(', ')})`
}

const lateDays = 30

/** Given in the 30 days before, or to whom nobody gives it by mistake. */
export function isOddDelegate(
  one: Delegate,
  { createdAt }: Pick<Restriction, 'createdAt'>,
  gatheredAt: number,
): boolean {
  const { since, outsider } = one
  const isLate = since !== undefined && (createdAt ?? gatheredAt) - since <= lateDays * dayMilliseconds
  return isLate || outsider === true || isEverybody(one)
}
