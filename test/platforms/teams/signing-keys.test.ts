// What Microsoft's keys cost Microsoft and us, through the real endpoint: forged tokens, outages, new keys.
import { exportJWK, SignJWT } from 'jose'
import { afterAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { getKeyPair } from '../../keys.js'
import { inPersonalChat } from './activities.js'
import { startBot } from './bot.js'
import { including } from './matchers.js'
import { createTenant } from './tenant.js'

/** The document that says where they are, and the keys. */
const oneLook = 2

const said = vi.spyOn(console, 'error')
beforeEach(() => {
  said.mockReset()
})
afterAll(() => {
  said.mockRestore()
})

async function open() {
  const tenant = await createTenant()
  const bot = await startBot(tenant)
  onTestFinished(async () => {
    // The SDK prints the keys beside what it refuses.
    expect(said).not.toHaveBeenCalled()
    await bot.close()
    await tenant.close()
  })
  const message = () => inPersonalChat(tenant, { id: crypto.randomUUID(), type: 'message', text: 'help' })

  /** How each of so many was answered. */
  async function send(count: number, toToken: (index: number) => Promise<string>) {
    const answers = await Promise.all(
      Array.from({ length: count }, async (_, index) => bot.send(message(), await toToken(index))),
    )
    return [...new Set(answers.map(({ status }) => status))]
  }
  const looksDuring = async (run: () => Promise<unknown>) => {
    const before = tenant.countLooks()
    await run()
    return tenant.countLooks() - before
  }
  return {
    tenant,
    bot,
    send,
    looksDuring,
    sendGenuine: () => send(1, () => tenant.sign()),
    /** Signed by somebody else, with a key id of their own. */
    forge: (keyId: string) =>
      new SignJWT(tenant.toClaims())
        .setProtectedHeader({ alg: 'RS256', kid: keyId })
        .sign(tenant.strangerKey),
  }
}

test('asks Microsoft once for 200 forged tokens that come before the keys', async () => {
  const { send, forge, looksDuring, sendGenuine } = await open()
  const looks = await looksDuring(async () =>
    expect(await send(200, (index) => forge(`made up ${index}`))).toEqual([401]),
  )
  expect(looks).toBe(oneLook)
  expect(await sendGenuine()).toEqual([200])
})

test('asks Microsoft once for 200 forged tokens while there are no keys, and again after a pause', async () => {
  const { tenant, bot, send, forge, looksDuring, sendGenuine } = await open()
  tenant.unpublish()
  const storm = async () => expect(await send(200, (index) => forge(`made up ${index}`))).toEqual([503])
  expect(await looksDuring(storm)).toBe(1)
  expect(await looksDuring(storm)).toBe(0)
  await bot.clock.advance(2_000)
  expect(await looksDuring(storm)).toBe(1)
  tenant.publish()
  expect(await sendGenuine()).toEqual([503])
  await bot.clock.advance(4_000)
  expect(await sendGenuine()).toEqual([200])
})

test('takes what Teams signed while the keys cannot be renewed after a day, for five days', async () => {
  const { tenant, bot, sendGenuine } = await open()
  expect(await sendGenuine()).toEqual([200])
  tenant.unpublish()
  await bot.clock.advance(25 * hourMilliseconds)
  expect(await sendGenuine()).toEqual([200])
  await vi.waitFor(() =>
    expect(bot.logged).toContainEqual(including({ level: 'warn', event: 'teams.signing-keys.not-renewed' })),
  )
  await bot.clock.advance(94 * hourMilliseconds)
  expect(await sendGenuine()).toEqual([200])
  await bot.clock.advance(2 * hourMilliseconds)
  expect(await sendGenuine()).toEqual([503])
})

test('renews the keys after a day, whoever asks first, and keeps nobody waiting for that', async () => {
  const { tenant, bot, sendGenuine, looksDuring } = await open()
  await sendGenuine()
  await bot.clock.advance(25 * hourMilliseconds)
  tenant.hangKeys()
  expect(await sendGenuine()).toEqual([200])
  tenant.publish()
  await bot.clock.advance(10_000)
  const before = tenant.countLooks()
  expect(await sendGenuine()).toEqual([200])
  await vi.waitFor(() => expect(tenant.countLooks() - before).toBe(oneLook))
  expect(await looksDuring(sendGenuine)).toBe(0)
})

test('looks once in five minutes for key ids that nobody knows', async () => {
  const { bot, send, forge, sendGenuine, looksDuring } = await open()
  await sendGenuine()
  const storm = async () => expect(await send(50, (index) => forge(`made up ${index}`))).toEqual([401])
  expect(await looksDuring(storm)).toBe(0)
  await bot.clock.advance(5 * minuteMilliseconds)
  expect(await looksDuring(storm)).toBe(oneLook)
  expect(await looksDuring(storm)).toBe(0)
})

test('takes what is signed with a new key', async () => {
  const { tenant, bot, send, sendGenuine } = await open()
  await sendGenuine()
  const { publicKey, privateKey } = getKeyPair('next')
  const next = { ...(await exportJWK(publicKey)), kid: 'next', endorsements: ['msteams'] }
  tenant.publish([tenant.key, next])
  await bot.clock.advance(5 * minuteMilliseconds)
  const sign = () =>
    new SignJWT(tenant.toClaims()).setProtectedHeader({ alg: 'RS256', kid: 'next' }).sign(privateKey)
  expect(await send(1, sign)).toEqual([200])
  expect(await sendGenuine()).toEqual([200])
})

test('takes what is genuine while somebody waits for a key that nobody knows', async () => {
  const { tenant, bot, send, forge, sendGenuine } = await open()
  await sendGenuine()
  await bot.clock.advance(5 * minuteMilliseconds)
  tenant.hangKeys()
  const waiting = send(1, () => forge('made up'))
  await vi.waitFor(() => expect(tenant.countLooks()).toBe(oneLook + 1))
  expect(await sendGenuine()).toEqual([200])
  await bot.clock.advance(10_000)
  expect(await waiting).toEqual([503])
})

test('refuses a token of a key that Microsoft lets sign for other channels alone', async () => {
  const { tenant, sendGenuine } = await open()
  tenant.publish([{ ...tenant.key, endorsements: ['webchat', 'emulator'] }])
  expect(await sendGenuine()).toEqual([401])
})

test('leaves out keys that it cannot read', async () => {
  const { tenant, sendGenuine } = await open()
  tenant.publish([{ kty: 'EC', kid: 'curve' }, { kty: 'RSA', kid: 'empty', n: '', e: '' }, tenant.key])
  expect(await sendGenuine()).toEqual([200])
})

test.each([
  ['longer than 4 kB', 'RS256', 'x'.repeat(4_096)],
  ['signed with RS384', 'RS384', ''],
  ['signed with PS256', 'PS256', ''],
])('refuses a token %s without asking for keys', async (_name, alg, more) => {
  const { tenant, send, looksDuring } = await open()
  const { privateKey } = getKeyPair('next')
  const looks = await looksDuring(async () =>
    expect(
      await send(1, () =>
        new SignJWT({ ...tenant.toClaims(), more })
          .setProtectedHeader({ alg, kid: tenant.keyId })
          .sign(privateKey),
      ),
    ).toEqual([401]),
  )
  expect(looks).toBe(0)
})
