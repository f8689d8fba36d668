// The disk is full for a while: what is done outside meanwhile, and how soon all is as before.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dayMilliseconds, minuteMilliseconds } from '../../src/domain/instant.js'
import { BackendError, PlatformError, StoreError } from '../../src/errors.js'
import { connectorAlert, createAlert, createPolicies } from '../domain/policies.js'
import { known } from '../domain/rules/evidence.js'
import {
  confirm,
  createSender,
  getIncident,
  pressYes,
  readCard,
  readStatus,
  restrict,
  unblock,
} from '../features/acts.js'
import { maya, vera } from '../features/people.js'
import type { Sent } from '../features/platform.js'
import { createStage, type Stage, toView } from '../features/stage.js'

const sam = createSender('sam@contoso.com')

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const countPolls = () => stage.backend.timesOf('list').length
const listTaken = (call: Sent['call'], name: string) =>
  stage.slack.sent.filter((sent) => sent.call === call && sent.card.name === name)

/** Slack takes the next call of this kind, and nothing can be written from then on. */
function fillWhenTaken(call: Sent['call'], name: string): void {
  stage.slack.refuse((sent) => {
    if (sent.call === call && sent.card.name === name) stage.fillDisk(true)
    return undefined
  })
}

async function freeDisk(): Promise<void> {
  stage.slack.refuse(() => undefined)
  stage.fillDisk(false)
  await stage.advance(10_000)
}

describe('25 seconds of a full disk', () => {
  test('are hardly more than 25 seconds without a poll, and all is well again', async () => {
    await stage.advance(minuteMilliseconds - 5_000)
    stage.fillDisk(true)
    await stage.advance(25_000)
    const during = countPolls()
    stage.fillDisk(false)
    await stage.advance(10_000)
    expect(countPolls()).toBeGreaterThan(during)
    expect(toView(await stage.command(vera, 'status'), 'status').summary).toBe('Everything works.')
  })

  test('see nothing begun whose result could not be saved', async () => {
    const { id } = await restrict(stage, sam)
    await stage.advance(minuteMilliseconds - 5_000)
    stage.fillDisk(true)
    await stage.advance(10_000)
    const [polls, tried] = [countPolls(), stage.slack.tried.length]
    await stage.advance(10 * minuteMilliseconds)
    expect(countPolls()).toBe(polls)
    expect(stage.slack.tried.length).toBe(tried)
    await freeDisk()
    expect(countPolls()).toBeGreaterThan(polls)
    expect(await readStatus(stage, id)).toBe('open')
  })
})

test('a channel that is mended while there is no room on the disk shows its card soon after there is', async () => {
  const gone = new PlatformError('There is no such channel', { code: 'channel-not-found', isOfChannel: true })
  stage.slack.refuse(() => gone)
  const { id } = await restrict(stage, sam)
  await stage.advance(12 * minuteMilliseconds)
  let isFull = true
  stage.store().beforeCommit(({ cells = [] }) => {
    if (isFull && cells.some(({ key }) => key.startsWith('posting:'))) throw new StoreError('Full', false)
  })
  await stage.advance(12 * minuteMilliseconds)
  stage.slack.refuse(() => undefined)
  isFull = false
  await stage.advance(40_000)
  expect(readCard(stage.slack, id).canReview).toBe(true)
})

describe('a disk that is full from the moment on', () => {
  test.each([
    ['30 s', 30_000],
    ['longer than a lease', 10 * minuteMilliseconds],
  ])(
    'a card was taken, for %s: it is not posted again, and shows what is true now',
    async (_, milliseconds) => {
      fillWhenTaken('post', 'incident')
      stage.backend.restrict(sam)
      await stage.advance(minuteMilliseconds + milliseconds)
      await freeDisk()
      expect(listTaken('post', 'incident')).toHaveLength(1)
      const [incident] = await stage.incidents()
      if (incident === undefined) throw new Error('nothing was opened')
      expect(incident.cards.filter(({ platform }) => platform === 'slack')).toHaveLength(1)
      await unblock(stage, maya, incident)
      await stage.advance(2_000)
      expect(readCard(stage.slack, incident.id).statusWord).toBe('Unblocked, watching')
    },
  )

  test('the digest of a storm was taken: there is one', async () => {
    fillWhenTaken('post', 'digest')
    for (let number = 1; number <= 8; number += 1)
      stage.backend.restrict(createSender(`person${number}@contoso.com`))
    await stage.advance(2 * minuteMilliseconds)
    await freeDisk()
    expect(listTaken('post', 'digest')).toHaveLength(1)
    expect(listTaken('update', 'digest').length).toBeGreaterThan(0)
  })

  test('a line was taken: it is said once', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.trouble('unblock', {
      error: new BackendError('refused', { code: 'forbidden', outcome: 'unchanged' }),
    })
    fillWhenTaken('line', 'line')
    await unblock(stage, maya, incident)
    await stage.advance(minuteMilliseconds)
    await freeDisk()
    expect(listTaken('line', 'line')).toHaveLength(1)
  })

  test('a deleted card was replaced: it is replaced once', async () => {
    const incident = await restrict(stage, sam)
    stage.slack.delete(incident.cards.find(({ platform }) => platform === 'slack')?.message ?? '')
    fillWhenTaken('post', 'incident')
    await stage.press(maya, 'review', { incidentId: incident.id })
    await stage.advance(minuteMilliseconds)
    await freeDisk()
    expect(listTaken('post', 'incident')).toHaveLength(2)
    const { cards } = await getIncident(stage, incident.id)
    expect(cards.filter(({ platform }) => platform === 'slack')).toMatchObject([{ message: 'slack-2' }])
  })

  test('a warning about settings was taken: there is one', async () => {
    fillWhenTaken('post', 'drift')
    stage.backend.setPolicies(
      createPolicies({ alerts: known([createAlert({ enabled: false }), connectorAlert]) }),
    )
    await stage.skip(dayMilliseconds)
    await stage.advance(minuteMilliseconds)
    await freeDisk()
    expect(listTaken('post', 'drift')).toHaveLength(1)
  })

  test('Exchange was asked to unblock: it is asked once, and the list decides', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    const release = stage.backend.hold('unblock')
    await pressYes(stage, maya, page)
    await stage.advance(1_000)
    stage.fillDisk(true)
    release()
    await stage.advance(30_000)
    await freeDisk()
    await stage.advance(2 * minuteMilliseconds)
    expect(stage.backend.timesOf('unblock')).toHaveLength(1)
    expect(await readStatus(stage, page.incidentId)).toBe('watching')
  })
})

test.each([
  ['what no store can take', new StoreError('This cannot be stored', false, { isRefused: true })],
  ['a bug of ours', new TypeError('Cannot read properties of undefined')],
])('a failed task that cannot be written down because of %s stops no other work', async (_, error) => {
  stage.backend.fail('gather', new BackendError('No answer', { code: 'unavailable', outcome: 'unchanged' }))
  stage.store().beforeCommit(({ settle }) => {
    if (settle?.claim.task.duty.kind === 'gather' && settle.retryAt !== undefined) throw error
  })
  const { id } = await restrict(stage, sam)
  const before = countPolls()
  await stage.advance(5 * minuteMilliseconds)
  expect(countPolls() - before).toBeGreaterThanOrEqual(4)
  expect(readCard(stage.slack, id).statusWord).toBe('Unclear')
  // The lease runs out, and the task is given out again.
  await stage.advance(3 * minuteMilliseconds)
  expect(stage.backend.timesOf('gather').length).toBeGreaterThanOrEqual(2)
})
