// What waits for somebody who was told of it once is said again, and not for ever.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { toReminders } from '../../../src/domain/reminder.js'
import { type Reminders, usualReminders } from '../../../src/domain/route.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { createIncident } from '../../domain/incidents.js'
import { fillForm, openForm, readLines, readStatus, restrict, unblock } from '../acts.js'
import { contoso, maya, olga } from '../people.js'
import { createStage, type Stage } from '../stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

const readReminders = () =>
  readLines(stage.slack).filter((text) => /still (waits|restricted, and)/.test(text))

async function reviewForApproval(): Promise<string> {
  const { id } = await restrict(stage)
  await stage.press(olga, 'review', { incidentId: id })
  const form = fillForm(await openForm(stage, olga, id), { note: 'Password reset at the desk' })
  await stage.press(olga, 'confirm', form)
  await stage.idle()
  return id
}

test('a review that waits for approval is said again each hour, three times', async () => {
  await reviewForApproval()
  await stage.advance(59 * minuteMilliseconds)
  expect(readReminders()).toEqual([])
  await stage.advance(2 * minuteMilliseconds)
  const text = 'The review of sam@contoso.com still waits: Approve or Send back on the card.'
  expect(readReminders()).toEqual([text])
  await stage.advance(5 * hourMilliseconds)
  expect(readReminders()).toEqual([text, text, text])
})

test('and no more once it is answered', async () => {
  const id = await reviewForApproval()
  await stage.press(maya, 'send-back-now', { incidentId: id, values: { reason: 'Ask her by voice first' } })
  await stage.advance(2 * hourMilliseconds)
  expect(readReminders()).toEqual([])
})

test('an unblock that is stuck is said again while nobody is on it', async () => {
  const incident = await restrict(stage)
  stage.backend.freeze()
  await unblock(stage, maya, incident)
  await stage.advance(90 * minuteMilliseconds)
  expect(await readStatus(stage, incident.id)).toBe('stuck')
  await stage.advance(4 * hourMilliseconds)
  expect(readReminders().at(-1)).toBe(
    'sam@contoso.com is still restricted, and nobody is on it. The text for Microsoft Support is on the card.',
  )
})

function withReminders(reminders: Reminders): Tenant {
  const [slack, teams] = contoso.routes
  if (slack === undefined || teams === undefined) throw new Error('no routes')
  return { ...contoso, routes: [{ ...slack, reminders }, teams] }
}

test.each([
  [30, 1, 'sooner'],
  [0, 0, 'never'],
])(
  'a channel whose settings say %i minutes hears of a review %i times within 40: %s',
  async (approvalMinutes, times) => {
    await stage.close()
    stage = await createStage({ tenants: [withReminders({ ...usualReminders, approvalMinutes })] })
    await reviewForApproval()
    await stage.advance(40 * minuteMilliseconds)
    expect(readReminders()).toHaveLength(times)
  },
)

test.each([
  ['sender', 20],
  ['connector', usualReminders.stuckMinutes],
] as const)(
  'the first channel decides when it hears of it: one for a %s after %i minutes',
  (kind, stuckMinutes) => {
    const [slack, teams] = withReminders({ ...usualReminders, stuckMinutes: 20 }).routes
    if (slack === undefined || teams === undefined) throw new Error('no routes')
    const routes = [{ ...slack, kinds: [kind] }, teams]
    expect(toReminders({ routes }, createIncident('open')).stuckMinutes).toBe(stuckMinutes)
  },
)
