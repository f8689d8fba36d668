import type { GuideSight, TourStep } from '../../sight.js'

export interface Step {
  readonly key: TourStep
  readonly title: string
  /** What to press, in bold, and why. */
  readonly says: readonly [before: string, press: string, why: string]
  /** What is pressed, the last first: each comes after the ones behind it. */
  readonly targets: readonly string[]
}

/** Whose card the tour is about. */
export const about = 'laura@contoso.com'

export const steps: readonly Step[] = [
  {
    key: 'claim',
    title: 'I’m on it',
    says: ['On Laura’s card, in Slack or in Teams, press ', 'I’m on it', ': nobody else starts on the same.'],
    targets: ['I’m on it'],
  },
  {
    key: 'contain',
    title: 'Take the account back',
    says: [
      'Press ',
      'Take the account back',
      ', then Yes: whoever is in the account must be out before its mail flows again.',
    ],
    targets: ['Yes, do these', 'Take the account back'],
  },
  {
    key: 'review',
    title: 'Review, and Yes',
    says: ['Press ', 'Unblock…', ' and go through to Yes: nothing is lifted before somebody has looked.'],
    targets: ['Yes, unblock', 'Submit', 'Next', 'Unblock…'],
  },
  {
    key: 'close',
    title: 'It closes',
    says: [
      'Exchange takes up to an hour. On the control desk, at Time, press ',
      '+1 h',
      ': the bot has looked on meanwhile, and closes the card.',
    ],
    targets: ['+1 h', 'Time', 'Control desk'],
  },
  {
    key: 'list',
    title: 'Ask for the list',
    says: [
      'Press the chip ',
      'list',
      ' under Slack or Teams and send it: it answers you alone with what is restricted.',
    ],
    targets: ['/restricted list', '@Reprieve list'],
  },
]

/** Before the first step there has to be something to press. */
export const waiting =
  'Laura’s account is being restricted: her card comes within seconds, in Slack and in Teams.'

export function findStep(
  done: readonly TourStep[],
): { readonly at: number; readonly step: Step } | undefined {
  const at = steps.findIndex(({ key }) => !done.includes(key))
  const step = steps[at]
  return step && { at, step }
}

/** What was noticed once in this memory stays done, also when the card of it is gone. */
export function joinDone(kept: string, { run, done }: GuideSight): readonly TourStep[] {
  const [keptRun, ...before] = kept.split(' ')
  return keptRun === run ? [...new Set([...(before as TourStep[]), ...done])] : done
}
