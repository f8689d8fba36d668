// What Teams waits for, while Teams itself is slow.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inPersonalChat, toMention } from '../platforms/teams/activities.js'
import { type Bot, startBot } from '../platforms/teams/bot.js'
import { createTenant, type Tenant } from '../platforms/teams/tenant.js'

let tenant: Tenant
let bot: Bot
beforeEach(async () => {
  tenant = await createTenant()
  bot = await startBot(tenant)
  // The first request has the bot fetch the keys.
  await bot.send(inPersonalChat(tenant, { type: 'typing' }))
})
afterEach(async () => {
  await bot.close()
  await tenant.close()
})

test.each([
  ['a command', () => toMention(tenant, 'list', { id: 'a' })],
  [
    'a button of an old client',
    () => inPersonalChat(tenant, { type: 'message', id: 'a', value: { action: 'show' } }),
  ],
])(
  '%s is taken within 5 s though nobody says who sent it, and done once that is known',
  async (_what, make) => {
    const asked = new Promise<void>((resolve) => {
      tenant.answerWith(({ line }) => {
        if (!line.startsWith('GET')) return undefined
        resolve()
        return 'hang'
      })
    })
    const taken = bot.send(make())
    await asked
    await bot.clock.advance(4_000)
    expect(await taken).toEqual({ status: 200, body: undefined })
    expect(bot.commands.length + bot.presses.length).toBe(0)
    await bot.clock.advance(6_000)
    await expect.poll(() => bot.commands.length + bot.presses.length).toBe(1)
    expect([...bot.commands, ...bot.presses].map(({ actor }) => actor.isMember)).toEqual([false])
  },
)
