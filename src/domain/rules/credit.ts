// What Reprieve itself did on the account in this incident, as the rules see it. What the evidence shows later counts more.
import type { Containment, ContainmentStep } from '../containment.js'
import type { Instant } from '../instant.js'
import { toClockText } from '../words.js'

/** A step of ours that was done and not given back. */
export interface Credit {
  readonly at: Instant
  readonly by: string
  /** "Reprieve revoked them 17:01 UTC (Maya)." Several rules or apps are told by their latest. */
  readonly text: string
}

const deeds: Readonly<Record<ContainmentStep, string>> = {
  'block-sign-in': 'blocked it',
  'revoke-sessions': 'revoked them',
  'require-password-change': 'required a change at the next sign-in',
  'remove-method': 'removed a sign-in method',
  'remove-grant': 'removed the access of an app',
  'remove-delegate': 'removed a delegate',
  'stop-forwarding': 'turned it off',
  'disable-inbox-rules': 'turned rules off',
}

/** The latest of this step; undefined when none stands. */
export function findCredit(
  step: ContainmentStep,
  containments: readonly Containment[] = [],
): Credit | undefined {
  const one = containments.findLast(
    (each) =>
      each.step === step &&
      each.undoes === undefined &&
      each.ended?.result === 'done' &&
      !containments.some(({ undoes, ended }) => undoes === each.id && ended?.result === 'done'),
  )
  if (one?.ended === undefined) return undefined
  const { at } = one.ended
  return { at, by: one.by.name, text: `Reprieve ${deeds[step]} ${toClockText(at)} (${one.by.name}).` }
}
