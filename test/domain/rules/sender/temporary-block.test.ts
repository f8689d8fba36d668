import { expect, test } from 'vitest'
import { temporaryBlock } from '../../../../src/domain/rules/sender/temporary-block.js'
import { createRestriction, createSenderEvidence, createUndatedRestriction } from '../evidence.js'

test.each([
  ['with its end', createRestriction({ temporary: true }), 'Temporary block, ends 2026-11-23 00:00 UTC.'],
  [
    'without a date',
    { ...createUndatedRestriction(), temporary: true },
    'Temporary block, ends at the next midnight UTC.',
  ],
])('says that waiting is a choice, %s', (_, restriction, finding) => {
  expect(temporaryBlock(createSenderEvidence(), restriction)).toMatchObject({ basis: 'found', finding })
})

test('has nothing to say about a lasting block', () => {
  expect(temporaryBlock(createSenderEvidence(), createRestriction())).toBeUndefined()
})
