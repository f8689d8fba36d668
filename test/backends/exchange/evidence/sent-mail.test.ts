import { describe, expect, test } from 'vitest'
import { createGather } from '../../../../src/backends/exchange/evidence/index.js'
import { hourMilliseconds } from '../../../../src/domain/instant.js'
import { parseReason } from '../../../../src/domain/reason.js'
import { sentMail as rule } from '../../../../src/domain/rules/sender/sent-mail.js'
import { createRestriction } from '../../../domain/rules/evidence.js'
import { createFakeAccount } from '../../../fake-exchange/accounts.js'
import type { FakeMessage } from '../../../fake-exchange/model.js'
import { createSetup, hoursAgo, known, laura, never, unknown } from './setup.js'

function createMessage(facts: Partial<FakeMessage> = {}): FakeMessage {
  return {
    received: hoursAgo(2),
    recipient: 'a@fabrikam.com',
    subject: 'Invoice',
    status: 'Delivered',
    fromIp: '',
    ...facts,
  }
}

const toHour = (instant: string) => Math.floor(Date.parse(instant) / hourMilliseconds) * hourMilliseconds

describe('sent mail', () => {
  test('is counted by message, recipient, subject and hour, and subjects stay where they are', async () => {
    const setup = createSetup({
      sent: [
        createMessage({ messageId: '1', recipient: 'A@fabrikam.com' }),
        createMessage({ messageId: '1', recipient: 'b@fabrikam.com' }),
        createMessage({ messageId: '1', recipient: 'everybody@contoso.com', status: 'Expanded' }),
        createMessage({ messageId: '2', received: hoursAgo(5), subject: 'Your account is locked' }),
        createMessage({ messageId: '3', received: hoursAgo(2), recipient: 'a@fabrikam.com' }),
        createMessage({ messageId: '4', received: hoursAgo(25) }),
      ],
    })
    const evidence = await setup.gatherSender()
    expect(evidence.sentMail).toEqual(
      known({
        hours: 24,
        messages: 3,
        recipients: 2,
        deliveries: 4,
        distinctSubjects: 2,
        outsideShare: 0.667,
        seenBefore: 0.5,
        subjects: { themes: ['bait'], replies: false },
        byHour: [
          { startsAt: toHour(hoursAgo(5)), messages: 1 },
          { startsAt: toHour(hoursAgo(2)), messages: 2 },
        ],
        busiestHour: { startsAt: toHour(hoursAgo(2)), messages: 2 },
      }),
    )
    expect(JSON.stringify(evidence)).not.toMatch(/Invoice|locked/)
  })

  test('that Exchange took none of is told as attempts', async () => {
    const failed = { status: 'Failed', received: hoursAgo(3) }
    const setup = createSetup({
      sent: [createMessage(failed), createMessage({ ...failed, recipient: 'b@fabrikam.com' })],
    })
    expect((await setup.gatherSender()).sentMail).toMatchObject(known({ refused: true }))
    const partly = createSetup({ sent: [createMessage(failed), createMessage({ received: hoursAgo(2) })] })
    const { sentMail } = await partly.gatherSender()
    expect(sentMail.known && sentMail.value.refused).toBeUndefined()
  })

  test('is none when nothing was sent', async () => {
    expect((await createSetup().gatherSender()).sentMail).toEqual(
      known({ hours: 24, messages: 0, recipients: 0, deliveries: 0, distinctSubjects: 0, byHour: [] }),
    )
  })

  test('under another name is not found, and told as what Exchange counted and the trace does not show', async () => {
    const setup = createSetup()
    const sent = Array.from({ length: 800 }, (_, index) =>
      createMessage({ recipient: `p${index}@a.example` }),
    )
    setup.state.accounts.push(
      createFakeAccount({ upn: 'info@contoso.com', sendAs: ['laura@contoso.com'], sent }),
    )
    const reason = parseReason('OutboundSpamLast24Hours=412;OutboundMailLast24Hours=800')
    const advice = rule(await setup.gatherSender(), createRestriction({ reason }))
    expect(advice).toMatchObject({ basis: 'found' })
    expect(advice?.finding).toMatch(/^Exchange counted 800 messages, and message trace shows none/)
    expect(`${advice?.finding} ${advice?.advice}`).not.toMatch(/[Nn]othing was sent|not stop/)
  })

  test('is traced by mail address, which need not be the name that Exchange lists', async () => {
    const setup = createSetup({
      upn: 'l.bianchi@contoso.onmicrosoft.com',
      mail: 'laura@contoso.com',
      sent: [createMessage()],
    })
    const listed = { kind: 'sender', address: 'l.bianchi@contoso.onmicrosoft.com' } as const
    expect((await setup.gatherSender(listed)).sentMail).toMatchObject(known({ messages: 1 }))
  })

  test('that shows under no address is not none while the mail address is not known', async () => {
    const setup = createSetup({
      upn: 'l.bianchi@contoso.onmicrosoft.com',
      mail: 'laura@contoso.com',
      sent: [createMessage()],
    })
    setup.setTrouble('Get-Mailbox', 'timeout')
    setup.setTrouble('/v1.0/users', 'timeout')
    const listed = { kind: 'sender', address: 'l.bianchi@contoso.onmicrosoft.com' } as const
    expect((await setup.gatherSender(listed)).sentMail).toEqual(
      unknown('The mailbox: Exchange Online did not answer in time.'),
    )
  })

  test('of more rows than come at once is whole, also when many have the same time', async () => {
    const sent = Array.from({ length: 12_345 }, (_, index) =>
      createMessage({
        messageId: `m${index % 7}`,
        recipient: `person${index}@fabrikam.com`,
        received: hoursAgo(index % 3),
      }),
    )
    const setup = createSetup({ sent })
    expect((await setup.gatherSender()).sentMail).toMatchObject(
      known({ hours: 24, messages: 7, recipients: 12_345 }),
    )
    expect(setup.countDayTraces()).toBe(3)
  })

  test('of more rows than are read says how far back it goes', async () => {
    const sent = Array.from({ length: 26_000 }, (_, index) =>
      createMessage({ recipient: `person${index}@fabrikam.com`, received: hoursAgo(index / 4_000) }),
    )
    const setup = createSetup({ sent })
    expect((await setup.gatherSender()).sentMail).toMatchObject(
      known({ hours: 6.2, messages: 25_000, truncated: true }),
    )
    expect(setup.countDayTraces()).toBe(5)
  })

  test('that goes in circles ends', async () => {
    const setup = createSetup({
      sent: Array.from({ length: 6_000 }, () => createMessage({ messageId: 'same' })),
    })
    expect((await setup.gatherSender()).sentMail).toMatchObject(known({ messages: 1, recipients: 1 }))
  })

  test('that comes again and again, whatever is asked for, does not pass for all there is', async () => {
    const { cmdlets, graph, clock, patiently, countDayTraces } = createSetup({
      sent: Array.from({ length: 6_000 }, (_, index) => createMessage({ recipient: `p${index}@a.example` })),
    })
    const run: typeof cmdlets.run = (call, signal) => {
      const { EndDate: _, StartingRecipientAddress: __, ...parameters } = call.parameters
      return cmdlets.run({ ...call, parameters }, signal)
    }
    const gather = createGather({ cmdlets: { ...cmdlets, run }, graph, clock })
    expect(await patiently(gather(laura, never))).toMatchObject({
      sentMail: known({ messages: 5_000, truncated: true }),
    })
    expect(countDayTraces()).toBe(2)
  })
})
