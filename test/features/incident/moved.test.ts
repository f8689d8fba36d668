// The settings send the alerts of a tenant to another channel.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { toOpenRoute } from '../../../src/domain/route.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { PlatformError } from '../../../src/errors.js'
import { createSender, restrict, unblock } from '../acts.js'
import { contoso, maya, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')

function sendTo(slack: string, teams = '19:ops'): { readonly changed: Tenant } {
  const routes = [
    toOpenRoute({ platform: 'slack', channel: slack }),
    toOpenRoute({ platform: 'teams', channel: teams }),
  ]
  return { changed: { ...contoso, routes } }
}

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const listPosts = () =>
  stage.slack.sent
    .filter(({ call }) => call === 'post')
    .map(({ channel, card }) => `${card.name} in ${channel}`)
const listLines = (channel: string) =>
  stage.slack.sent.filter((sent) => sent.call === 'line' && sent.channel === channel)
/** What everybody in it sees of the only message there. */
const readIn = (channel: string) =>
  stage.slack.sent.findLast((sent) => sent.channel === channel && sent.call !== 'line')?.card

async function startAgain(now?: Parameters<Stage['crash']>[0]): Promise<void> {
  await stage.crash(now)
  await stage.advance(5_000)
}

async function storm(): Promise<void> {
  for (let number = 1; number <= 8; number += 1)
    stage.backend.restrict(createSender(`person${number}@contoso.com`))
  await stage.advance(minuteMilliseconds + 5_000)
}

describe('a card whose channel was moved in the settings', () => {
  test('is shown in the new channel, and the one that was left behind points there, once', async () => {
    await restrict(stage, sam)
    await startAgain(sendTo('C2'))
    expect(listPosts()).toEqual(['incident in C1', 'incident in C2'])
    expect(toView(readIn('C2'), 'incident')).toMatchObject({ canReview: true })
    const text =
      'Alerts of Contoso go to another channel of Slack now. The card about sam@contoso.com is there.'
    const signpost = {
      title: 'The card has moved',
      text,
      linkUrl: 'https://slack.test/slack-2',
      incidentId: '',
    }
    expect(toView(readIn('C1'), 'pointer')).toMatchObject(signpost)
    const before = stage.slack.sent.length
    await startAgain(sendTo('C2'))
    expect(stage.slack.sent).toHaveLength(before)
  })

  test('stays as it was on the platform where nothing moved', async () => {
    await restrict(stage, sam)
    const before = stage.teams.sent.length
    await startAgain(sendTo('C2'))
    expect(stage.teams.sent).toHaveLength(before)
  })

  test('goes on in the new channel alone, with its lines', async () => {
    const incident = await restrict(stage, sam)
    await startAgain(sendTo('C2'))
    await stage.press(maya, 'claim', { incidentId: incident.id })
    await unblock(stage, maya, incident)
    await stage.skip(61 * minuteMilliseconds)
    expect(toView(readIn('C2'), 'incident').statusWord).toBe('Unblocked')
    expect(toView(readIn('C1'), 'pointer').title).toBe('The card has moved')
    expect(listLines('C1')).toEqual([])
  })

  test('goes on in the new channel alone when it is muted there as well', async () => {
    const { id } = await restrict(stage, sam)
    await startAgain(sendTo('C2'))
    const values = { scope: 'entity', until: '7d', reason: 'The monthly newsletter.' }
    await stage.press(maya, 'mute-now', { incidentId: id, values })
    await stage.advance(5_000)
    expect(toView(readIn('C2'), 'incident').statusIcon).toBe('🔇')
    expect(toView(readIn('C1'), 'pointer').title).toBe('The card has moved')
    expect([listLines('C1').length, listLines('C2').length]).toEqual([0, 1])
  })

  test('is the card again when the settings send it back', async () => {
    await restrict(stage, sam)
    await startAgain(sendTo('C2'))
    await startAgain(sendTo('C1'))
    expect(listPosts()).toEqual(['incident in C1', 'incident in C2'])
    expect(toView(readIn('C1'), 'incident')).toMatchObject({ canReview: true })
    expect(toView(readIn('C2'), 'pointer').title).toBe('The card has moved')
  })

  test('stays the card as long as the new channel does not take it', async () => {
    const incident = await restrict(stage, sam)
    const gone = new PlatformError('Not in it', { code: 'channel-not-found', isOfChannel: true })
    stage.slack.refuse(({ channel }) => (channel === 'C2' ? gone : undefined))
    await startAgain(sendTo('C2'))
    await stage.press(maya, 'claim', { incidentId: incident.id })
    await stage.advance(minuteMilliseconds)
    expect(toView(readIn('C1'), 'incident').whoText).toContain('Maya is on it')
    stage.slack.refuse(() => undefined)
    await stage.advance(minuteMilliseconds)
    expect(toView(readIn('C2'), 'incident').whoText).toContain('Maya is on it')
    expect(toView(readIn('C1'), 'pointer').title).toBe('The card has moved')
  })

  test('that never came into the former channel comes into the new one, and nothing fails any more', async () => {
    const gone = new PlatformError('Archived', { code: 'channel-not-found', isOfChannel: true })
    stage.slack.refuse(({ channel }) => (channel === 'C1' ? gone : undefined))
    await restrict(stage, sam)
    await startAgain(sendTo('C2'))
    await stage.advance(20 * minuteMilliseconds)
    expect(listPosts()).toEqual(['incident in C2'])
    expect(toView(await stage.command(vera, 'status'), 'status').summary).toBe('Everything works.')
  })

  test('points to the other platform where the settings name no channel on its own any more', async () => {
    await restrict(stage, sam)
    const routes = [toOpenRoute({ platform: 'teams', channel: '19:ops' })]
    await startAgain({ changed: { ...contoso, routes } })
    expect(toView(readIn('C1'), 'pointer').text).toContain('Alerts of Contoso go to Teams now.')
  })
})

test('a digest whose channel was moved is shown in the new one, and the former one points there', async () => {
  await storm()
  await startAgain(sendTo('C2'))
  expect(listPosts()).toEqual(['digest in C1', 'digest in C2'])
  expect(toView(readIn('C2'), 'digest').countsText).toBe('8 open, 0 under way, 0 over')
  expect(toView(readIn('C1'), 'pointer').text).toContain('The card about 8 senders and connectors is there.')
  await startAgain(sendTo('C1'))
  expect(toView(readIn('C1'), 'digest').countsText).toBe('8 open, 0 under way, 0 over')
  expect(toView(readIn('C2'), 'pointer').title).toBe('The card has moved')
  expect(listPosts()).toHaveLength(2)
})

test('a channel that is added shows what is going on, and nothing else changes', async () => {
  await restrict(stage, sam)
  const routes = [...contoso.routes, toOpenRoute({ platform: 'slack', channel: 'C2' })]
  await startAgain({ changed: { ...contoso, routes } })
  expect(listPosts()).toEqual(['incident in C1', 'incident in C2'])
  expect(toView(readIn('C1'), 'incident').canReview).toBe(true)
})
