// Defender in the sandbox: an alert a moment after each restriction, which keeps what is written on it.
import { expect, test } from 'vitest'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { createSetup, laura } from './setup.js'

const never = new AbortController().signal

test('an alert comes after a restriction, keeps what is written, is closed there, and another restriction has another', async () => {
  const { sandbox, clock, settle } = createSetup()
  const about = { entity: laura, addresses: [] }
  const find = () => settle(sandbox.alerts.find(about, clock.now() - 60 * minuteMilliseconds, never))
  expect(sandbox.closeAlert(laura)).toBe(false)
  sandbox.restrict(laura)
  expect(await find()).toBeUndefined()
  await clock.advance(minuteMilliseconds)
  const alert = await find()
  expect(alert).toMatchObject({
    title: 'User restricted from sending email',
    isResolved: false,
    comments: [],
  })
  const comment = { text: 'Maya is on it. [m]', mark: '[m]' }
  const change = { comment, begins: true, assignTo: { address: 'maya@contoso.com' } } as const
  for (const _ of [1, 2])
    expect(await settle(sandbox.alerts.change(alert?.id ?? '', change, never))).toBe('maya@contoso.com')
  expect(await find()).toMatchObject({ comments: [comment.text], assignedTo: 'maya@contoso.com' })
  expect(sandbox.closeAlert(laura)).toBe(true)
  expect(await settle(sandbox.alerts.read(alert?.id ?? '', about, never))).toMatchObject({ isResolved: true })
  sandbox.clearElsewhere(laura)
  await clock.advance(minuteMilliseconds)
  sandbox.restrict(laura)
  await clock.advance(minuteMilliseconds)
  expect(await find()).toMatchObject({ isResolved: false, comments: [] })
})
