// What an owner said, as the verdict hears it.
import { describe, expect, test } from 'vitest'
import { toOwnerContext } from '../../src/domain/ask-owner.js'
import type { Incident } from '../../src/domain/incident.js'
import type { OwnerAnswer } from '../../src/domain/owner-word.js'
import { judge, judgeWithout } from '../../src/domain/verdict/index.js'
import { createIncident, createRestriction, maya } from './incidents.js'
import { createSenderEvidence, daysBefore, hoursBefore, known } from './rules/evidence.js'

const mine = { says: 'mine', verified: true } as const
const notMine = { says: 'not-mine', verified: true } as const

function say(written: OwnerAnswer | undefined, ...told: readonly OwnerAnswer[]): Incident {
  const question = {
    id: 'q',
    by: maya,
    at: 0,
    until: 1,
    platform: 'slack',
    personId: 'U7',
    isSameAccount: false,
    words: '',
  }
  return {
    ...createIncident('open'),
    ownerWord: {
      ...(written === undefined
        ? {}
        : { question: { ...question, answer: { says: written, at: 0, by: maya } } }),
      told: told.map((says) => ({ says, at: 0, by: maya, note: '' })),
    },
  }
}

describe('what the owner said', () => {
  test.each([
    ['nothing', say(undefined), undefined],
    ['not sure, by chat', say('unsure'), undefined],
    ['yes, by chat: not checked', say('yes'), { ...mine, verified: false }],
    ['no, by chat', say('no'), { ...notMine, verified: false }],
    ['yes, by phone', say(undefined, 'yes'), mine],
    ['yes, by phone, and then not sure', say('yes', 'yes', 'unsure'), { ...mine, verified: false }],
    ['no, by chat, and yes by phone: a No stays', say('no', 'yes'), { ...notMine, verified: false }],
    ['no, by phone, and yes by chat', say('yes', 'no'), notMine],
    ['no, by phone, and yes later', say(undefined, 'no', 'yes'), notMine],
  ])('%s', (_, incident, wanted) => {
    expect(toOwnerContext(incident)).toEqual(wanted)
  })
})

test('a Yes that was checked takes no takeover away that strange mail is a part of', () => {
  const evidence = createSenderEvidence({
    account: known({
      userId: 'u',
      displayName: 'Laura',
      addresses: ['laura@contoso.com'],
      signInAllowed: true,
      synced: false,
    }),
    usualPlaces: known(['Milan (IT)']),
    password: known({ changedAt: daysBefore(200) }),
    signIns: known([
      { at: daysBefore(9), from: 'Milan (IT)', ipAddress: '192.0.2.1', client: 'Browser', succeeded: true },
      {
        at: hoursBefore(1),
        from: 'Lagos (NG)',
        ipAddress: '203.0.113.9',
        client: 'Browser',
        succeeded: true,
      },
    ]),
    sentMail: known({
      hours: 24,
      messages: 2_400,
      recipients: 2_300,
      distinctSubjects: 1,
      seenBefore: 0.01,
      outsideShare: 1,
    }),
    rhythm: known({ messagesPerDay: 20, outsideShare: 0.2 }),
  })
  const context = { restriction: createRestriction() }
  const unheard = judge(evidence, context)
  expect(unheard.verdict).toBe('compromised')
  // Without the strange mail it would not be enough.
  expect(unheard.reasons.some(({ side, weight }) => side === 'mail' && weight >= 2)).toBe(true)
  expect(judgeWithout(evidence, { ...context, owner: mine }).verdict).toBe('unclear')
  expect(judge(evidence, { ...context, owner: mine }).verdict).toBe('compromised')
})
