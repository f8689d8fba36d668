// What several replicas notice or count at once is done once, and adds up.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { createTakenOver } from '../domain/rules/evidence.js'
import { createSender } from '../features/acts.js'
import { maya, tom, vera } from '../features/people.js'
import { toView } from '../features/stage.js'
import { createWorld, type Replica, type World } from './stage.js'

const sam = createSender('sam@contoso.com')
let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => world.close())

async function readSpeed(replica: Replica): Promise<string | undefined> {
  const { rows } = toView(await replica.command(vera, 'status'), 'status')
  return rows.find(({ name }) => name === 'Speed in the last day')?.detail
}

test('when the clock that all share is set back, what waits moves with it once', async () => {
  const replicas = [await world.start('a'), await world.start('b')]
  await world.advance(5 * minuteMilliseconds)
  const before = world.backend.timesOf('list').length
  world.clock.step(-20 * minuteMilliseconds)
  await world.advance(5 * minuteMilliseconds)
  expect((await world.journal()).filter(({ type }) => type === 'clock.stepped')).toHaveLength(1)
  const polls = world.backend.timesOf('list').length - before
  expect(polls).toBeGreaterThanOrEqual(4)
  expect(polls).toBeLessThanOrEqual(6)
  expect(replicas).toHaveLength(2)
})

test('status of each says how long people waited at all of them', async () => {
  const [one, other] = [await world.start('one'), await world.start('other')]
  world.backend.restrict(createSender('sam@contoso.com'))
  await world.advance(2 * minuteMilliseconds)
  const [incident] = await world.incidents()
  const incidentId = incident?.id ?? ''
  await one.press(maya, 'review', { incidentId })
  await other.press(tom, 'review', { incidentId })
  await world.advance(12 * minuteMilliseconds)
  const third = await world.start('third')
  for (const replica of [one, other, third]) expect(await readSpeed(replica)).toContain('(2 answers)')
})

test('a Yes that is pressed on two replicas at one moment unblocks once', async () => {
  const [one, other] = [await world.start('one'), await world.start('other')]
  world.backend.restrict(createSender('sam@contoso.com'))
  await world.advance(2 * minuteMilliseconds)
  const [incident] = await world.incidents()
  const incidentId = incident?.id ?? ''
  const form = toView(await one.press(maya, 'recommendations', { incidentId }), 'recommendations')
  const answers = form.questions.map(({ inputId, options }): [string, string] => [
    inputId,
    options[0]?.choiceId ?? '',
  ])
  const values = {
    ...Object.fromEntries(answers),
    seen: form.seen,
    [form.byHandId]: '',
    [form.noteId]: 'At the desk',
  }
  const asked = await other.press(maya, 'confirm', { incidentId, revision: Number(form.revision), values })
  const { confirmationId } = toView(asked, 'confirm')
  await Promise.all(
    [one, other].map((replica) => replica.press(maya, 'unblock', { incidentId, confirmationId })),
  )
  await world.advance(minuteMilliseconds)
  expect(world.backend.calls.filter((call) => call.startsWith('unblock '))).toHaveLength(1)
})

test('whoever watches an account being taken back sees steps get on that another replica does', async () => {
  const [here, elsewhere] = [
    await world.start('here', { isIdle: true, platforms: ['slack'] }),
    await world.start('elsewhere'),
  ]
  world.backend.know(sam.entity, createTakenOver({ addresses: ['sam@contoso.com'] }))
  world.backend.restrict(sam)
  await world.advance(2 * minuteMilliseconds)
  const incidentId = (await world.incidents())[0]?.id ?? ''
  const page = toView(await here.press(maya, 'containment', { incidentId }), 'containment')
  const ticks = page.groups.map(({ inputId, ticked }) => [
    inputId,
    ticked.map(({ choiceId }) => choiceId).join(','),
  ])
  const release = world.backend.hold('contain')
  const { confirmationId } = page
  const yes = { incidentId, confirmationId, values: Object.fromEntries(ticks) as Record<string, string> }
  expect(toView(await here.press(maya, 'contain-set', yes), 'contain-live')).toMatchObject({
    isRunning: true,
  })
  await world.advance(10_000)
  const drawn = here.redrawn.length
  expect(drawn).toBeGreaterThan(0)
  // What draws a page anew asks for it.
  await here.press(maya, 'contain-live', { incidentId })

  release()
  await world.advance(10_000)

  expect(here.redrawn.length).toBeGreaterThan(drawn)
  expect(new Set(here.redrawn)).toEqual(new Set([incidentId]))
  const live = toView(await elsewhere.press(maya, 'contain-live', { incidentId }), 'contain-live')
  expect(live.isRunning).toBe(false)
  const settled = here.redrawn.length
  await world.advance(minuteMilliseconds)
  expect(here.redrawn).toHaveLength(settled)
})

test('a task whose replica was killed is done by another when its lease is over', async () => {
  const one = await world.start('one')
  await world.advance(minuteMilliseconds + 5_000)
  const release = world.backend.hold('list')
  await world.advance(minuteMilliseconds)
  one.kill()
  release()
  const before = world.backend.timesOf('list').length
  await world.start('other')
  await world.advance(8 * minuteMilliseconds)
  expect(world.backend.timesOf('list').length).toBeGreaterThan(before)
})
