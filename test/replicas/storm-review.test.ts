// A review of many on two processes and one PostgreSQL: whoever presses where, each is asked for once.
import { expect, onTestFinished, test } from 'vitest'
import type { Actor } from '../../src/domain/actor.js'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { BackendError } from '../../src/errors.js'
import { account, createWanted, known } from '../domain/rules/evidence.js'
import { createSender } from '../features/acts.js'
import { access, laura, maya, tom } from '../features/people.js'
import { toView } from '../features/stage.js'
import { createPlace, describePostgres } from '../stores/postgres/place.js'
import { createWorld, type Replica, type World } from './stage.js'

/** All three are accounts of one directory. */
const bound = {
  ...access,
  accounts: new Map(
    [maya, laura].map(({ id }) => [`slack:${id}`, { objectId: `aad-${id}`, directoryId: 'tenant-1' }]),
  ),
  entraPlatforms: new Map([['teams' as const, 'tenant-1']]),
}

const count = 8

async function open() {
  const place = await createPlace()
  const world = await createWorld({
    open: (parts) => place.open(parts),
    remove: () => place.remove(),
  })
  onTestFinished(() => world.close())
  const [one, other] = [
    await world.start('one', { access: bound }),
    await world.start('other', { access: bound }),
  ]
  for (let number = 1; number <= count; number += 1) {
    const address = `shop${number}@contoso.com`
    const sender = createSender(address)
    world.backend.know(
      sender.entity,
      createWanted({
        account: known({ ...account, kind: 'person', addresses: [address] }),
        sentMail: known({
          hours: 24,
          messages: 1_203,
          recipients: 1_180,
          distinctSubjects: 2,
          seenBefore: 0.97,
          outsideShare: 0.9,
        }),
      }),
    )
    world.backend.restrict(sender)
  }
  await world.advance(minuteMilliseconds + 10_000)
  return { world, one, other, stormId: await sign(world, one) }
}

/** Maya signs first. @returns whose review of many it is. */
async function sign(world: World, replica: Replica): Promise<string> {
  const digest = toView(world.slack.sent.findLast(({ card }) => card.name === 'digest')?.card, 'digest')
  const incidentId = digest.rows.find(({ groupTitle }) => groupTitle !== '')?.groupId ?? ''
  const page = toView(await replica.press(maya, 'storm', { incidentId }), 'storm-review')
  const rows = page.groups.map(({ inputId, choices }): [string, string] => [
    inputId,
    choices.map(({ choiceId }) => choiceId).join(','),
  ])
  const answers = page.questions.map(({ inputId }): [string, string] => [inputId, 'yes'])
  const values = Object.fromEntries([...rows, ...answers])
  await replica.press(maya, 'storm-sign', { incidentId: page.incidentId, values })
  await world.advance(3_000)
  return readStorm(world).incidentId
}

const readStorm = (world: World) =>
  toView(world.slack.sent.findLast(({ card }) => card.name === 'storm')?.card, 'storm')

async function openYes(replica: Replica, actor: Actor, incidentId: string) {
  const { confirmationId } = toView(
    await replica.press(actor, 'storm-approve', { incidentId }),
    'storm-approve',
  )
  return () => replica.press(actor, 'storm-yes', { incidentId, confirmationId })
}

const listUnblocks = ({ backend }: World) => backend.calls.filter((call) => call.startsWith('unblock '))

describePostgres('a review of many on two processes', () => {
  test('two who press Yes at the same moment on two processes unblock each of them once, and the first No stops both', async () => {
    const { world, one, other, stormId } = await open()
    const [toms, lauras] = [await openYes(one, tom, stormId), await openYes(other, laura, stormId)]
    const answers = await Promise.all([toms(), lauras()])
    const titles = answers.map((answer) => toView(answer, 'notice').title)
    expect(titles.filter((title) => title === 'Not done' || title === 'Something changed')).toHaveLength(1)
    await world.advance(8_000)
    const begun = listUnblocks(world).length
    expect(begun).toBeGreaterThan(0)
    expect(begun).toBeLessThan(count - 2)
    const limit = new BackendError('The limit of unblocks was reached.', {
      code: 'limit-reached',
      outcome: 'unchanged',
    })
    world.backend.fail('unblock', limit)
    await world.advance(30_000)
    // One No, whichever process heard it.
    expect(listUnblocks(world)).toHaveLength(begun + 1)
    expect(new Set(listUnblocks(world)).size).toBe(begun + 1)
    expect(readStorm(world)).toMatchObject({ title: `Stopped after ${begun}`, canStop: false })
    const approvals = (await world.journal()).filter(({ type }) => type === 'storm-review.approved')
    expect(approvals).toHaveLength(1)
  }, 60_000)
})
