import type { Press } from '../../domain/press.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { CardTable, Feature, Parts } from '../feature.js'
import { openSecond, prepareSecond, takeSecond } from './approve.js'
import { goBack } from './back.js'
import { toStormButton } from './buttons.js'
import { stormReviewEvents } from './events.js'
import { followStorm } from './follow.js'
import { listStormsForYou } from './for-you.js'
import { toTogetherRow, toTogetherWho } from './lines.js'
import { listGroup, openStorm, prepareStorm } from './open.js'
import { askForSecond, publishStorm } from './publish.js'
import { stormReviewOf } from './record.js'
import { signStorm } from './sign.js'
import { stepStorm } from './step.js'
import { stopNow } from './stop.js'
import { stormCardDuty, stormLineDuty, stormStepDuty } from './tasks.js'
import type { StormReviewCards } from './views.js'

async function listEnds({ store }: Parts, { stormReviewId }: { readonly stormReviewId: string }) {
  const found = await stormReviewOf(stormReviewId).recall(store)
  return found === undefined ? [] : [found.endedAt ?? Number.POSITIVE_INFINITY]
}

/** Many of a storm that look alike, reviewed by two people and unblocked one after the other. */
export const stormReview = {
  presses: {
    storm: { permission: 'storm-review', again: 'storm', looks: true, prepare: prepareStorm, run: openStorm },
    /** The first signature. */
    'storm-sign': {
      permission: 'storm-review',
      again: 'storm',
      looks: true,
      asksAnew: true,
      prepare: prepareStorm,
      run: signStorm,
    },
    'storm-approve': {
      permission: 'storm-review',
      again: 'storm-approve',
      looks: true,
      prepare: prepareSecond,
      run: openSecond,
    },
    /** The second one, which is the Yes. */
    'storm-yes': {
      permission: 'storm-review',
      looks: true,
      asksAnew: true,
      prepare: prepareSecond,
      run: takeSecond,
    },
    'storm-stop': { permission: 'storm-review', run: stopNow },
    'storm-open': { permission: 'read', run: listGroup },
    'storm-back': { permission: 'read', leaves: true, run: goBack },
  },
  tasks: {
    'storm-step': toTaskRow({
      words: 'the next unblock of a storm review',
      pool: 'people',
      schema: stormStepDuty,
      run: stepStorm,
      listEnds,
    }),
    'storm-card': toTaskRow({
      words: 'the card of a storm review',
      pool: 'broadcasts',
      schema: stormCardDuty,
      run: publishStorm,
      listEnds,
    }),
    'storm-line': toTaskRow({
      words: 'a line of a storm review',
      pool: 'broadcasts',
      schema: stormLineDuty,
      run: askForSecond,
      listEnds,
    }),
  },
  cards: {
    'storm-review': {
      again: 'storm',
      bounds: {
        groups: { most: 3, keep: 'first' },
        factLines: { most: 8, keep: 'first' },
        outLines: { most: 8, keep: 'first' },
        questions: { most: 1, keep: 'first' },
      },
    },
    'storm-approve': {
      again: 'storm-approve',
      bounds: {
        factLines: { most: 6, keep: 'first' },
        nameLines: { most: 5, keep: 'first' },
        outLines: { most: 8, keep: 'first' },
      },
    },
    storm: { bounds: { rows: { most: 6, keep: 'first' } } },
  } satisfies CardTable<StormReviewCards>,
  events: stormReviewEvents,
  follow: followStorm,
  toWho: toTogetherWho,
  toRowText: toTogetherRow,
  isQuiet: ({ together }) => together !== undefined,
  toGroupButton: toStormButton,
  findPosting: ({ action, incidentId }: Press) =>
    action.startsWith('storm-') ? `storm-card:${incidentId}:` : undefined,
  listForYou: listStormsForYou,
} satisfies Feature
