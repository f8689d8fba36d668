import { expect, test } from 'vitest'
import { isConfirmed } from '../../src/cli/confirm.js'
import { toDeadLine } from '../../src/cli/dead-text.js'

async function type(entity: string, typed: string | undefined) {
  const asked: string[] = []
  const ask = (question: string) => {
    asked.push(question)
    return Promise.resolve(typed)
  }
  return { isYes: await isConfirmed({ ask }, 'Give back', entity), asked }
}

test.each([
  ['sam@contoso.com', true],
  [' SAM@contoso.com ', true],
  ['sam@contoso.co', false],
  ['', false],
  [undefined, false],
])('%j is %s for sam@contoso.com', async (typed, isYes) => {
  expect(await type('sam@contoso.com', typed)).toEqual({
    isYes,
    asked: ['Give back? Type sam@contoso.com to confirm: '],
  })
})

test('an address that nobody can type is confirmed as it is shown', async () => {
  const hidden = 'sa\u200bm@contoso.com'
  expect(toDeadLine(hidden)).not.toBe(hidden)
  expect((await type(hidden, toDeadLine(hidden))).isYes).toBe(true)
  expect((await type(hidden, hidden)).isYes).toBe(true)
  expect((await type(hidden, 'sam@contoso.com')).isYes).toBe(false)
})
