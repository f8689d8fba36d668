import { expect, test } from 'vitest'
import { diagnoseBounce } from '../../../src/domain/bounce.js'
import { openMail } from '../../../src/features/explain/mail.js'
import { pastes } from './pastes.js'

test.each(pastes)('%s is understood', async (_, text, code, meaning, saidBy) => {
  expect(diagnoseBounce(await openMail(text))).toMatchObject({ code, meaning, saidBy })
})

test('a report names the address whose mail came back, and none of the machines', async () => {
  const [, report = ''] = pastes.find(([name]) => name === 'ndr english') ?? []
  expect(diagnoseBounce(await openMail(report)).addresses).toEqual(['pat@fabrikam.com', 'laura@contoso.com'])
})

test.each([
  '=20 ',
  '<style>',
  '\n\n',
  'From: a\nSent: b\n',
  'A: b\r\n',
  '550 5.1.8 ',
  '<',
  'Final-Recipient: a\n\n',
])('a mail of nothing but %j is read to its end', async (unit) => {
  const text = `MIME-Version: 1.0\nContent-Type: text/html\n\n${unit.repeat(20_000 / unit.length)}`
  expect(typeof diagnoseBounce(await openMail(text)).meaning).toBe('string')
})
