import { describe, expect, test } from 'vitest'
import type { Entity } from '../../src/domain/entity.js'
import { parseReason } from '../../src/domain/reason.js'
import {
  type AlertRoute,
  findChannels,
  findUnheard,
  hearsAnything,
  toChannels,
  toSeverity,
} from '../../src/domain/route.js'

const sender: Entity = { kind: 'sender', address: 'laura@contoso.com' }
const connector: Entity = { kind: 'connector', connectorId: '0f', name: 'Scanners' }
const spam = parseReason('OutboundSpamLast24Hours=412')
const limit = parseReason('ExceedingLimitType=External;RecipientCountLast24Hours=2000')
const unknown = parseReason('Something else')

const everything = { kinds: ['sender', 'connector'], severities: ['high', 'medium'] } as const
const onCall = { platform: 'slack', channel: 'C1' } as const
const mail = { platform: 'teams', channel: 'installed' } as const
const network = { platform: 'slack', channel: 'C2' } as const

describe('severity', () => {
  test.each([
    ['a sender that sent spam', sender, spam, 'high'],
    ['a sender over its limit', sender, limit, 'medium'],
    ['a sender for a reason nobody knows', sender, unknown, 'high'],
    ['a connector that sent spam', connector, spam, 'high'],
    ['a connector, whatever its reason looks like', connector, limit, 'high'],
  ] as const)('%s is %4$s', (_title, entity, reason, severity) => {
    expect(toSeverity({ entity, reason })).toBe(severity)
  })
})

describe('routes', () => {
  const routes: readonly AlertRoute[] = [
    { channel: onCall, kinds: ['sender', 'connector'], severities: ['high'] },
    { channel: mail, kinds: ['sender'], severities: ['high', 'medium'] },
    { channel: network, kinds: ['connector'], severities: ['high', 'medium'] },
    { channel: { ...onCall }, kinds: ['connector'], severities: ['high'] },
  ]

  test.each([
    ['a sender of high severity', sender, spam, [onCall, mail]],
    ['a sender of medium severity', sender, limit, [mail]],
    ['a connector, told once to a channel with two routes', connector, unknown, [onCall, network]],
  ] as const)('%s', (_title, entity, reason, channels) => {
    expect(findChannels(routes, { entity, reason })).toEqual(channels)
  })

  test('name every channel once', () => {
    expect(toChannels(routes)).toEqual([onCall, mail, network])
  })

  test('leave nothing unheard when one of them hears of everything', () => {
    expect(findUnheard([everything])).toEqual([])
  })

  test('tell what nobody would hear of', () => {
    expect(findUnheard([])).toHaveLength(3)
    expect(findUnheard([{ ...everything, severities: ['high'] }])).toEqual([
      { kind: 'sender', severity: 'medium' },
    ])
    expect(findUnheard([{ ...everything, kinds: ['sender'] }])).toEqual([
      { kind: 'connector', severity: 'high' },
    ])
  })

  test('know a route that never hears of anything', () => {
    expect(hearsAnything({ kinds: ['connector'], severities: ['medium'] })).toBe(false)
    expect(hearsAnything({ kinds: ['connector'], severities: ['high'] })).toBe(true)
  })
})
