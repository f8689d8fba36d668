// Who hears of what: routes by kind of entity and severity.
import { afterEach, expect, test } from 'vitest'
import { parseReason } from '../../../src/domain/reason.js'
import type { AlertRoute } from '../../../src/domain/route.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { createRestriction } from '../../domain/incidents.js'
import { createSender, restrict } from '../acts.js'
import { contoso } from '../people.js'
import { createStage, type Stage } from '../stage.js'

function createRoute(channel: string, facts: Partial<AlertRoute>): AlertRoute {
  return {
    channel: { platform: 'slack', channel },
    kinds: ['sender', 'connector'],
    severities: ['high', 'medium'],
    ...facts,
  }
}

const split: Tenant = {
  ...contoso,
  routes: [
    createRoute('C-limits', { kinds: ['sender'], severities: ['medium'] }),
    createRoute('C-senders', { kinds: ['sender'], severities: ['high'] }),
    createRoute('C-connectors', { kinds: ['connector'] }),
  ],
}
const spam = createSender('sam@contoso.com', { reason: parseReason('OutboundSpamLast24Hours=9') })
const limit = createSender('lou@contoso.com', { reason: parseReason('EmailSendingLimitExceeded') })
const connector = createRestriction({
  entity: { kind: 'connector', connectorId: '8f2c', name: 'Head office' },
})

let stage: Stage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

function readChannels(call: string): readonly string[] {
  return (stage?.slack.sent ?? []).filter((sent) => sent.call === call).map(({ channel }) => channel)
}

test.each([
  ['a spamming sender', spam, ['C-senders']],
  ['a sender over a limit', limit, ['C-limits']],
  ['a connector', connector, ['C-connectors']],
])(
  'sends the card of %s to the channel that asked for it, and to no other',
  async (_who, restriction, channels) => {
    stage = await createStage({ tenants: [split] })
    await restrict(stage, restriction)
    expect(readChannels('post')).toEqual(channels)
  },
)

test("puts on each channel's digest what that channel asked for", async () => {
  stage = await createStage({ tenants: [split] })
  const many = Array.from({ length: 8 }, (_, at) => createSender(`user${at}@contoso.com`))
  for (const one of many) stage.backend.restrict(one)
  await restrict(stage, limit)
  await stage.advance(5_000)
  const digests = stage.slack.sent.filter(({ card }) => card.name === 'digest')
  const latest = new Map(digests.map(({ channel, card }) => [channel, JSON.stringify(card.view)]))
  expect([...latest.keys()].toSorted()).toEqual(['C-limits', 'C-senders'])
  expect(latest.get('C-limits')).toContain('lou@contoso.com')
  expect(latest.get('C-limits')).not.toContain('user1@contoso.com')
  expect(latest.get('C-senders')).not.toContain('lou@contoso.com')
})

test('keeps a row where it was seen first when Exchange says later that it is worse, or less bad', async () => {
  stage = await createStage({ tenants: [split] })
  const many = Array.from({ length: 8 }, (_, at) => createSender(`user${at}@contoso.com`))
  for (const one of many) stage.backend.restrict(one)
  await restrict(stage, limit)
  await stage.advance(5_000)
  const [first] = many
  stage.backend.restrict({ ...limit, reason: spam.reason })
  if (first !== undefined) stage.backend.restrict({ ...first, reason: limit.reason })
  await stage.advance(70_000)
  const latest = (channel: string) =>
    JSON.stringify(stage?.slack.sent.findLast((one) => one.channel === channel)?.card.view)
  expect(latest('C-limits')).toContain('lou@contoso.com')
  expect(latest('C-senders')).toContain('user0@contoso.com')
  expect(latest('C-senders')).not.toContain('lou@contoso.com')
})
