import { describe, expect, test } from 'vitest'
import type { Entity } from '../../../../src/domain/entity.js'
import { createFakeAccount } from '../../../fake-exchange/accounts.js'
import { createSetup, daysAgo, hoursAgo, known, listUnknown, unknown } from './setup.js'

const sender = (address: string): Entity => ({ kind: 'sender', address })
const nobody = unknown('There is no mailbox or account with this address: the mail may come through a relay.')

describe('an account', () => {
  test('is found by the name it signs in with, and has every address it is known by, none twice', async () => {
    const setup = createSetup({
      upn: 'priya.raman@contoso.onmicrosoft.com',
      mail: 'priya@contoso.com',
      otherAddresses: ['P.Raman@contoso.com'],
      displayName: 'Priya Raman',
      synced: true,
      accountEnabled: false,
    })
    const { account } = await setup.gatherSender(sender('Priya.Raman@contoso.onmicrosoft.com'))
    expect(account).toEqual(
      known({
        userId: setup.user.userId,
        displayName: 'Priya Raman',
        addresses: ['priya.raman@contoso.onmicrosoft.com', 'priya@contoso.com', 'P.Raman@contoso.com'],
        signInAllowed: false,
        synced: true,
      }),
    )
  })

  test.each([
    ['a person', 'Member', 'UserMailbox', 'person'],
    ['a shared mailbox', 'Member', 'SharedMailbox', 'shared'],
    ['a guest', 'Guest', 'UserMailbox', 'guest'],
    ['nothing that is known', 'Member', 'LegacyMailbox', undefined],
  ])('is told as %s', async (_, userType, recipientType, kind) => {
    const about = { userType, recipientType, createdDateTime: daysAgo(6), employeeHireDate: daysAgo(-5) }
    const { account } = await createSetup({ about }).gatherSender()
    if (!account.known) throw new Error(account.why)
    expect(account.value.kind).toBe(kind)
    expect(account.value).toMatchObject({
      createdAt: Date.parse(daysAgo(6)),
      startsAt: Date.parse(daysAgo(-5)),
    })
  })

  test.each([
    'oscar_fabrikam.com#EXT#@contoso.onmicrosoft.com',
    "sean.o'brien+news@contoso.com",
    'данные@contoso.com',
  ])('called %s is asked for under just that name', async (upn) => {
    const setup = createSetup({ upn })
    const evidence = await setup.gatherSender(sender(upn))
    expect(evidence.account).toMatchObject(known({ userId: setup.user.userId }))
    expect(listUnknown(evidence)).toEqual([])
  })

  test('is found by mail address when that is what Exchange lists, however it is quoted', async () => {
    const setup = createSetup({
      mail: 'l.bianchi@contoso.com',
      otherAddresses: ["l.o'bianchi+x@contoso.com"],
    })
    for (const address of ['L.Bianchi@contoso.com', "l.o'bianchi+x@contoso.com"]) {
      const evidence = await setup.gatherSender(sender(address))
      expect(evidence.account).toMatchObject(known({ userId: setup.user.userId }))
      expect(listUnknown(evidence)).toEqual([])
    }
  })

  test('is known from Exchange when Entra cannot be asked', async () => {
    const setup = createSetup({ otherAddresses: ['l@contoso.com'], accountEnabled: false, synced: true })
    setup.setTrouble('/v1.0/users', 'unavailable')
    expect((await setup.gatherSender()).account).toEqual(
      known({
        userId: setup.user.userId,
        displayName: 'laura',
        addresses: ['laura@contoso.com', 'l@contoso.com'],
        signInAllowed: false,
        synced: true,
      }),
    )
  })

  test('without a mailbox has no rules, and everything that Entra knows', async () => {
    const setup = createSetup({ hasMailbox: false })
    const evidence = await setup.gatherSender()
    expect(evidence).toMatchObject({
      forwarding: unknown('The account has no mailbox.'),
      inboxRules: unknown('The account has no mailbox.'),
      delegates: unknown('The account has no mailbox.'),
    })
    expect(listUnknown(evidence)).toEqual([
      'forwarding',
      'inboxRules',
      'automaticReply',
      'doors',
      'delegates',
    ])
  })
})

describe('an address of nobody', () => {
  test('points to a relay in everything that hangs on an account, and its mail is counted', async () => {
    const setup = createSetup()
    setup.state.relayed.push({
      sender: 'scanner@contoso.com',
      received: hoursAgo(1),
      recipient: 'a@fabrikam.com',
      subject: 'Scan',
      status: 'Delivered',
      fromIp: '192.0.2.10',
    })
    const evidence = await setup.gatherSender(sender('scanner@contoso.com'))
    const hanging = [
      'account',
      'forwarding',
      'inboxRules',
      'delegates',
      'authentication',
      'password',
      'signIns',
      'risk',
      'consents',
      'roles',
    ] as const
    for (const name of hanging) expect([name, evidence[name]]).toEqual([name, nobody])
    expect(evidence.sentMail).toMatchObject(known({ messages: 1 }))
    expect(evidence.outboundPolicy).toMatchObject(known({ name: 'Default' }))
  })

  test('is not taken for somebody whose alias or display name it is', async () => {
    const setup = createSetup({ displayName: 'scanner' })
    setup.state.accounts.push(createFakeAccount({ upn: 'scanner@contoso.com' }))
    expect((await setup.gatherSender(sender('scanner'))).account).toEqual(nobody)
  })

  test.each(['<!channel>%00&SenderAddress=tom@contoso.com', 'scanner', "' or true or '"])(
    'may look as odd as %s',
    async (address) => {
      const setup = createSetup()
      expect((await setup.gatherSender(sender(address))).account).toEqual(nobody)
    },
  )
})

test('the password has a date, and without one says so', async () => {
  const setup = createSetup({ lastPasswordChangeDateTime: daysAgo(214) })
  expect((await setup.gatherSender()).password).toEqual(known({ changedAt: Date.parse(daysAgo(214)) }))
  setup.user.lastPasswordChangeDateTime = '0001-01-01T00:00:00Z'
  expect((await setup.gatherSender()).password).toEqual(
    unknown('Entra does not say when the password was changed.'),
  )
})

test('an address that two accounts have is nobody in particular', async () => {
  const setup = createSetup({ otherAddresses: ['sales@contoso.com'], hasMailbox: false })
  setup.state.accounts.push(
    createFakeAccount({ upn: 'tom@contoso.com', otherAddresses: ['sales@contoso.com'], hasMailbox: false }),
  )
  expect((await setup.gatherSender(sender('sales@contoso.com'))).account).toEqual(
    unknown('Entra has more than one account with this address.'),
  )
})
