import { expect, test } from 'vitest'
import {
  lookingWords,
  verdictKindSchema,
  verdictOrder,
  verdictWords,
} from '../../../src/domain/verdict/index.js'

test('every verdict has a sign, a word and colours of its own', () => {
  const words = [...Object.values(verdictWords), lookingWords]
  for (const member of ['emoji', 'word'] as const)
    expect(new Set(words.map((one) => one[member])).size).toBe(words.length)
  const verdicts = Object.values(verdictWords)
  for (const member of ['colour', 'style'] as const)
    expect(new Set(verdicts.map((one) => one[member])).size).toBe(verdicts.length)
})

test('the worst verdict comes first in lists, and none is left out', () => {
  expect(verdictOrder[0]).toBe('compromised')
  expect(verdictOrder.toSorted()).toEqual(verdictKindSchema.options.toSorted())
})
