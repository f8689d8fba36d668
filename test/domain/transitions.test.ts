import { describe, expect, test } from 'vitest'
import type { Confirmation } from '../../src/domain/confirmation.js'
import type { Incident, MessageRef, Status } from '../../src/domain/incident.js'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import {
  changeRestriction,
  closeIncident,
  issueConfirmation,
  markAttempted,
  markFailed,
  markHandedOff,
  markSeen,
  markStuck,
  markUnblocked,
  markUncertain,
  requestUnblock,
  saveCard,
  saveEvidence,
  saveReview,
  startReview,
  transitions,
} from '../../src/domain/transitions.js'
import { StaleError } from '../../src/errors.js'
import {
  began,
  createIncident,
  createRestriction,
  createReview,
  createUnblock,
  maya,
  statuses,
  tom,
} from './incidents.js'
import { createSenderEvidence } from './rules/evidence.js'

const later = began + minuteMilliseconds
const lost = { why: 'no answer', isAnswered: false, effect: 'unknown' } as const
const refused = { why: 'refused', isAnswered: true, effect: 'none' } as const

interface Move {
  readonly name: string
  readonly run: (incident: Incident) => Incident
  /** Where it leads from each status it is allowed in. */
  readonly leads: Readonly<Partial<Record<Status, Status>>>
}

const moves: readonly Move[] = [
  {
    name: 'start a review',
    run: (incident) => startReview(incident, tom, later),
    leads: { open: 'open', reviewing: 'reviewing', failed: 'failed' },
  },
  {
    name: 'ask for the unblock',
    run: (incident) => requestUnblock(incident, { review: createReview() }, later),
    leads: { open: 'unblocking', reviewing: 'unblocking', failed: 'unblocking' },
  },
  {
    name: 'note that Exchange is about to be asked',
    run: (incident) => markAttempted(incident, later),
    leads: { unblocking: 'unblocking' },
  },
  {
    name: 'note that Exchange took it',
    run: (incident) => markUnblocked(incident, { alreadyGone: false, gone: true, now: later }),
    leads: { unblocking: 'watching', uncertain: 'watching' },
  },
  {
    name: 'note that the answer was lost',
    run: (incident) => markUncertain(incident, lost, later),
    leads: { unblocking: 'uncertain' },
  },
  {
    name: 'note that it failed',
    run: (incident) => markFailed(incident, refused, later),
    leads: { unblocking: 'failed', uncertain: 'failed' },
  },
  {
    name: 'note that it is still listed after an hour',
    run: (incident) => markStuck(incident, later),
    leads: { watching: 'stuck' },
  },
  {
    name: 'hand off to Microsoft Support',
    run: (incident) => markHandedOff(incident, later),
    leads: { stuck: 'stuck' },
  },
  {
    name: 'close',
    run: (incident) => closeIncident(incident, 'unblocked', later),
    leads: {
      open: 'closed',
      reviewing: 'closed',
      uncertain: 'closed',
      watching: 'closed',
      stuck: 'closed',
      failed: 'closed',
    },
  },
]

const table = moves.flatMap((move) => statuses.map((from) => ({ ...move, from, to: move.leads[from] })))

describe('moves of an incident', () => {
  test.each(table.filter(({ to }) => to !== undefined))('$from: may $name and is then $to', (row) => {
    const before = createIncident(row.from)
    const after = row.run(before)
    expect(after.state.status).toBe(row.to)
    expect(before).toEqual(createIncident(row.from))
  })

  test.each(table.filter(({ to }) => to === undefined))('$from: may not $name', ({ run, from }) => {
    expect(() => run(createIncident(from))).toThrow(StaleError)
  })

  test('nothing follows after closed, and every other status has a way on', () => {
    expect(statuses.filter((status) => transitions[status].length === 0)).toEqual(['closed'])
  })
})

describe('a review', () => {
  test('puts the reviewer on the card, and moves nothing else', () => {
    const open = createIncident('open')
    const { taken, ...rest } = startReview(open, tom, later)
    expect(taken).toMatchObject({ by: tom, since: later, reviewingSince: later })
    expect(rest).toEqual({ ...open, changedAt: later })
  })

  test('after an unblock that is not known to have happened waits for a Yes like any other', () => {
    const unblock = createUnblock({ listed: { polls: 2, at: later } })
    const lost = createIncident('uncertain', {
      state: { status: 'uncertain', unblock, since: began, why: 'no answer' },
    })
    expect(startReview(lost, tom, later)).toMatchObject({
      state: { status: 'open' },
      attempts: [unblock],
      taken: { by: tom },
    })
  })

  test('keeps the latest answers of each actor, the last to answer at the end', () => {
    const first = saveReview(createIncident('open'), createReview({ note: 'first' }))
    const second = saveReview(first, createReview({ by: tom, note: 'second' }))
    const third = saveReview(second, createReview({ note: 'third' }))
    expect(third.reviews.map(({ by, note }) => [by.name, note])).toEqual([
      ['Tom', 'second'],
      ['Maya', 'third'],
    ])
  })
})

describe('what makes people judge anew', () => {
  test('new evidence raises the revision and is dated by when it was saved', () => {
    const evidence = createSenderEvidence({ gatheredAt: began - 1 })
    expect(saveEvidence(createIncident('open'), evidence, later)).toMatchObject({
      evidence,
      revision: 2,
      changedAt: later,
    })
  })

  test('evidence that was only read again leaves the revision, and is there with its own date', () => {
    const before = saveEvidence(
      createIncident('open'),
      createSenderEvidence({ gatheredAt: began - 1 }),
      began,
    )
    const evidence = createSenderEvidence({ gatheredAt: began + 1 })
    expect(saveEvidence(before, evidence, later)).toMatchObject({ evidence, revision: 2, changedAt: later })
  })

  test('other facts of the entry raise the revision', () => {
    const restriction = createRestriction({ changedAt: later })
    expect(changeRestriction(createIncident('open'), restriction, later)).toMatchObject({
      restriction,
      revision: 2,
      changedAt: later,
    })
  })

  test('a failed unblock raises the revision and ends every confirmation', () => {
    const confirmations = [createConfirmation('c1', maya)]
    const failed = markFailed(createIncident('unblocking', { confirmations }), refused, later)
    expect(failed).toMatchObject({ revision: 2, confirmations: [] })
  })
})

function createConfirmation(id: string, by = maya, expiresAt = later): Confirmation {
  return { id, revision: 1, expiresAt, review: createReview({ by }) }
}

describe('confirmations of an incident', () => {
  test('one at a time for each actor; those of others stay until they expire', () => {
    const confirmations = [
      createConfirmation('own', maya),
      createConfirmation('live', tom),
      createConfirmation('expired', { ...tom, id: 'aad-3' }, began),
    ]
    const incident = issueConfirmation(
      createIncident('reviewing', { confirmations }),
      createConfirmation('new', maya),
      began,
    )
    expect(incident.confirmations.map(({ id }) => id)).toEqual(['live', 'new'])
  })

  test('all end with the first Yes', () => {
    const confirmations = [createConfirmation('c1', maya), createConfirmation('c2', tom)]
    const incident = requestUnblock(
      createIncident('reviewing', { confirmations }),
      { review: createReview() },
      later,
    )
    expect(incident.confirmations).toEqual([])
    expect(incident.state).toMatchObject({ unblock: { by: maya, requestedAt: later } })
  })
})

describe('an unblock', () => {
  test('is attempted once and never again', () => {
    const attempted = markAttempted(createIncident('unblocking'), later)
    expect(attempted.state).toMatchObject({ unblock: { attemptedAt: later } })
    expect(() => markAttempted(attempted, later + 1)).toThrow(StaleError)
  })

  test('keeps who asked for it to the end', () => {
    const unblock = createUnblock()
    const closed = closeIncident(
      markStuck(
        markUnblocked(
          createIncident('uncertain', {
            state: { status: 'uncertain', unblock, since: began, why: '' },
          }),
          { alreadyGone: false, gone: false, now: later },
        ),
        later,
      ),
      'unblocked',
      later,
    )
    expect(closed.state).toEqual({ status: 'closed', outcome: 'unblocked', closedAt: later, unblock })
  })

  test.each([
    ['watching', false],
    ['stuck', false],
    ['watching', true],
  ] as const)('%s: a look dates the first time the entry was gone (already: %s)', (status, already) => {
    const gone = markSeen(createIncident(status), false, later)
    expect(gone.state).toMatchObject({ goneAt: later })
    expect(markSeen(gone, false, later + 1)).toBe(gone)
    if (already) expect(markSeen(gone, true, later + 1).state).not.toHaveProperty('goneAt')
  })

  test('a look says nothing about an incident that waits for none', () => {
    const moved = statuses.filter((status) => {
      const incident = createIncident(status)
      return markSeen(incident, false, later) !== incident
    })
    expect(moved).toEqual(['watching', 'stuck'])
  })
})

describe('cards of an incident', () => {
  const first: MessageRef = { platform: 'slack', channel: 'C1', message: '1.1' }
  const second: MessageRef = { platform: 'teams', channel: '19:x', message: '2' }

  test('are kept once for each place', () => {
    const incident = createIncident('open', { cards: [first, second] })
    expect(saveCard(incident, { ...first }).cards).toEqual([second, first])
  })

  test('a replacement takes the place of the one that is gone, though it was read at another time', () => {
    const moved = { ...first, message: '9.9' }
    const incident = createIncident('open', { cards: [first, second] })
    expect(saveCard(incident, moved, { ...first }).cards).toEqual([second, moved])
  })
})
