// Many senders of one tenant at once: message trace and sign-ins are read for all who wait, and everybody gets their own.
import { describe, expect, test } from 'vitest'
import { createGather } from '../../../../src/backends/exchange/evidence/index.js'
import { createLimit } from '../../../../src/concurrency/limit.js'
import type { SenderEvidence } from '../../../../src/domain/evidence.js'
import { toAboutFacts } from '../../../../src/features/evidence/rows.js'
import { createFakeAccount } from '../../../fake-exchange/accounts.js'
import type { FakeAccount, FakeMessage, FakeSignIn } from '../../../fake-exchange/model.js'
import { createSetup, hoursAgo, known, laura, never, unknown } from './setup.js'

/** As the outbox does. */
const gatheredAtOnce = 10

const toAddress = (number: number) => `person${number}@contoso.com`
const toSent = (count: number, facts: Partial<FakeMessage> = {}): FakeMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    received: hoursAgo(2),
    recipient: `recipient${index}@fabrikam.com`,
    subject: 'Invoice',
    status: 'Delivered',
    fromIp: '',
    ...facts,
  }))
const toSignIns = (count: number, facts: Partial<FakeSignIn> = {}): FakeSignIn[] =>
  Array.from({ length: count }, (_, index) => ({
    createdDateTime: hoursAgo(1 + index / 100),
    ipAddress: '192.0.2.1',
    clientAppUsed: 'Browser',
    city: 'Milan',
    countryOrRegion: 'IT',
    errorCode: 0,
    interactive: true,
    ...facts,
  }))

function createStorm(count: number, toFacts: (number: number) => Partial<FakeAccount>) {
  const setup = createSetup()
  for (let number = 1; number <= count; number += 1)
    setup.state.accounts.push(createFakeAccount({ upn: toAddress(number), ...toFacts(number) }))
  const limit = createLimit(gatheredAtOnce)
  const isSignIns = (call: string) => call.includes('auditLogs/signIns')
  return {
    ...setup,
    gatherAll: () =>
      Promise.all(
        Array.from({ length: count }, (_, index) =>
          limit(() => setup.gatherSender({ kind: 'sender', address: toAddress(index + 1) })),
        ),
      ),
    countTraces: setup.countDayTraces,
    countAllTraces: () => setup.calls.filter((call) => call === 'Get-MessageTraceV2').length,
    countSignIns: () => setup.calls.filter(isSignIns).length,
  }
}

const findSent = (evidence: SenderEvidence | undefined) =>
  toAboutFacts(evidence).find(({ label }) => label === 'Sent')?.value

describe('forty restricted senders of one tenant', () => {
  const createForty = () =>
    createStorm(40, (number) => ({
      // Mail goes by the mail address, and not everybody has but one.
      mail: `mail${number}@contoso.com`,
      sent: toSent(number),
      signIns: [
        ...toSignIns(number, { ipAddress: `192.0.2.${number}` }),
        ...toSignIns(1, { ipAddress: `198.51.100.${number}`, interactive: false }),
      ],
    }))

  test('are traced and their sign-ins read together, within what Microsoft allows', async () => {
    const storm = createForty()
    const startedAt = storm.clock.now()
    await storm.gatherAll()
    const seconds = (storm.clock.now() - startedAt) / 1_000
    expect(storm.countTraces()).toBeLessThanOrEqual(10)
    // 100 in 5 minutes, of which others need some, and 5 in 10 seconds.
    expect(storm.countAllTraces()).toBeLessThanOrEqual(50)
    expect(storm.countSignIns()).toBeLessThanOrEqual(seconds / 2)
    expect(seconds).toBeLessThanOrEqual(75)
  })

  test('each show their own messages and sign-ins', async () => {
    const all = await createForty().gatherAll()
    for (const [index, evidence] of all.entries()) {
      const number = index + 1
      const messages =
        number === 1 ? '1 message to 1 recipient' : `${number} messages to ${number} recipients`
      expect(findSent(evidence)).toBe(`${messages} in 24 h, own addresses only`)
      const signIns = evidence.signIns.known ? evidence.signIns.value : []
      expect(signIns).toHaveLength(number + 1)
      expect(new Set(signIns.map(({ ipAddress }) => ipAddress))).toEqual(
        new Set([`192.0.2.${number}`, `198.51.100.${number}`]),
      )
      expect(signIns.filter(({ interactive }) => !interactive)).toHaveLength(1)
      expect(evidence.missingSignIns).toBeUndefined()
    }
  })

  test('keep nobody of another tenant waiting', async () => {
    const storm = createForty()
    const others = createSetup({ sent: toSent(3) })
    const all = storm.gatherAll()
    const other = others.gather(laura, never)
    await others.clock.advance(0)
    expect(await other).toMatchObject({ sentMail: known({ messages: 3 }) })
    await all
  })

  test('are told at once, all of them, that the tenant has no licence for sign-ins', async () => {
    const storm = createForty()
    storm.state.licences.delete('P1')
    for (const { signIns } of await storm.gatherAll())
      expect(signIns).toEqual(unknown('Sign-in logs need a Microsoft Entra ID P1 licence.'))
    expect(storm.countSignIns()).toBeLessThanOrEqual(24)
  })
})

describe('a trace of several that ends early', () => {
  // The first asks alone; of the others one has sent all that is read, and the rest before that.
  const createFlood = () =>
    createStorm(5, (number) => ({
      sent:
        number === 2
          ? Array.from({ length: 26_000 }, (_, index) => ({
              ...toSent(1)[0],
              received: hoursAgo(1 + index / 10_000),
              recipient: `recipient${index}@fabrikam.com`,
              subject: '',
              status: 'Delivered',
              fromIp: '',
            }))
          : toSent(number, { received: hoursAgo(9) }),
    }))

  test('never says that nothing was sent: each is asked about alone', async () => {
    const storm = createFlood()
    const all = await storm.gatherAll()
    expect(all.map(({ sentMail }) => sentMail)).toMatchObject([
      known({ messages: 1 }),
      known({ messages: 25_000, truncated: true }),
      known({ messages: 3 }),
      known({ messages: 4 }),
      known({ messages: 5 }),
    ])
  })

  test('says what it saw as at least that much, and of everybody else that it is not known, when nobody may ask more', async () => {
    const storm = createFlood()
    const { cmdlets, graph, clock } = storm
    const gather = createGather({
      clock,
      graph,
      cmdlets: {
        ...cmdlets,
        run: (call, signal) => {
          // After the first alone and the five pages of all the others.
          if (storm.countTraces() === 6) storm.setTrouble('Get-MessageTraceV2', 'throttled')
          return cmdlets.run(call, signal)
        },
      },
    })
    const all = await storm.patiently(
      Promise.all([1, 2, 3].map((number) => gather({ kind: 'sender', address: toAddress(number) }, never))),
    )
    expect(all).toMatchObject([
      { sentMail: known({ messages: 1 }) },
      { sentMail: known({ messages: 25_000, truncated: true }) },
      { sentMail: unknown('Message trace: Exchange Online asked to wait, too much was asked of it.') },
    ])
  })
})

describe('an answer about several', () => {
  test('that does not say whose mail it is is not believed: each is asked about alone', async () => {
    const storm = createStorm(3, (number) => ({ sent: toSent(number) }))
    const { cmdlets, graph, clock } = storm
    const gather = createGather({
      clock,
      graph,
      cmdlets: {
        ...cmdlets,
        run: async (call, signal) => {
          const { records, warnings } = await cmdlets.run(call, signal)
          return { records: records.map((record) => ({ ...record, SenderAddress: null })), warnings }
        },
      },
    })
    const all = await storm.patiently(
      Promise.all([1, 2, 3].map((number) => gather({ kind: 'sender', address: toAddress(number) }, never))),
    )
    for (const [index, evidence] of all.entries())
      expect(evidence).toMatchObject({ sentMail: known({ messages: index + 1 }) })
  })

  test('that Graph does not take is asked for one by one', async () => {
    const storm = createStorm(3, (number) => ({ signIns: toSignIns(number) }))
    storm.setTrouble(' or userId eq ', 'rejected')
    for (const [index, { signIns }] of (await storm.gatherAll()).entries())
      expect(signIns.known && signIns.value).toHaveLength(index + 1)
  })

  test('that is full of one who is guessed at hides nobody else: they are asked about alone', async () => {
    const storm = createStorm(3, (number) => ({
      signIns:
        number === 2
          ? toSignIns(3_000, { errorCode: 50_126 })
          : toSignIns(number, { createdDateTime: hoursAgo(50) }),
    }))
    const all = await storm.gatherAll()
    expect(all.map(({ signIns }) => signIns.known && signIns.value.length)).toEqual([1, 100, 3])
  })

  test('that is full is what is known of the newest sign-ins, and the card says so, when nobody may ask more', async () => {
    const storm = createStorm(4, (number) => ({
      signIns:
        number === 2
          ? toSignIns(3_000, { errorCode: 50_126 })
          : [
              ...toSignIns(number, { createdDateTime: hoursAgo(number === 4 ? 50 : 0) }),
              ...toSignIns(1, { interactive: false }),
            ],
    }))
    storm.setTrouble(`/v1.0/auditLogs/signIns?$filter=userId eq`, 'throttled')
    const all = (await storm.gatherAll()).slice(1)
    expect(all.map(({ signIns }) => signIns.known && signIns.value.length)).toEqual([100, 4, 1])
    const why = 'Sign-in logs: Microsoft Graph asked to wait, too much was asked of it.'
    expect(all.map(({ missingSignIns }) => missingSignIns)).toEqual([
      undefined,
      unknown(`Only the newest interactive sign-ins were read. ${why}`),
      unknown(`The interactive sign-ins were not read. ${why}`),
    ])
  })
})
