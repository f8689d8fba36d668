// The glass is broken from the command line: with a bot beside it, and without one.

import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createPlace, type Place, serve } from './bot.js'
import { run } from './run.js'

/** The machine may have more to do. */
const patience = { timeout: 15_000 }
const reason = 'Nobody on call answers since 02:10'
const glass = ['--break-glass', '--reason', reason] as const

/** Whom no access list names. */
const asRoot = (place: Place, args: readonly string[], typed?: readonly string[]) =>
  run([...args, '--config', place.configPath], {
    user: 'root',
    ...(typed === undefined ? {} : { typed }),
  })

describe('while the bot runs', () => {
  let place: Place
  let running: Awaited<ReturnType<typeof serve>>
  beforeAll(async () => {
    place = await createPlace(['laura@contoso.com', 'info@contoso.com'])
    running = await serve(place)
    await vi.waitFor(async () => {
      const { stdout } = await run(['list', '--json', '--config', place.configPath], { user: 'maya' })
      if (!stdout.includes('"live":2,')) throw new Error(`not yet: ${stdout}`)
    }, patience)
  })
  afterAll(async () => {
    await running.stop()
    await place.remove()
  })

  test.each([
    ['no reason', ['--break-glass', '--yes'], 2, 'Say --reason in a sentence'],
    ['no reason worth one', ['--break-glass', '--yes', '--reason', 'x'], 2, 'Say --reason in a sentence'],
    ['nobody there to ask', glass, 2, 'Say --yes as well.'],
    ['a reason for nothing', ['--yes', '--reason', reason], 2, '--reason belongs to --break-glass'],
  ])('%s breaks nothing', async (_, args, code, words) => {
    const ran = await asRoot(place, ['unblock', 'laura@contoso.com', ...args])
    expect(ran).toMatchObject({ code, stdout: '' })
    expect(ran.stderr).toContain(words)
  })

  test('somebody who neither is root nor owns the folder is refused, and told of the portal', async () => {
    const ran = await run(['unblock', 'laura@contoso.com', ...glass, '--yes', '--config', place.configPath], {
      user: 'maya',
      uid: 4_000_000,
    })
    expect(ran).toMatchObject({ code: 3, stdout: '' })
    expect(ran.stderr).toContain('Only root and the user that')
    expect(ran.stderr).toContain('Microsoft Defender portal')
  })

  test('a typed no leaves all as it is', async () => {
    const ran = await asRoot(place, ['unblock', 'laura@contoso.com', ...glass], ['no'])
    expect(ran).toMatchObject({ code: 3, asked: ['Type laura@contoso.com to break the glass: '] })
    expect(ran.stderr).toContain('Nothing was unblocked, and nobody was told.')
  })

  test('it unblocks for whom no list names, shows how old the evidence is, and marks the record', async () => {
    const ran = await asRoot(place, ['unblock', 'laura@contoso.com', ...glass], ['LAURA@contoso.com'])
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.stderr).toMatch(/without review, signatures and limits\. (Gathered|Not gathered)/)
    expect(ran.stdout).toContain(
      `The glass was broken by root@mail-1, without review, signatures and limits: ${reason}`,
    )
    const again = await asRoot(place, ['unblock', 'laura@contoso.com', ...glass, '--yes'])
    expect(again).toMatchObject({ code: 3 })
    expect(again.stderr).toContain('There is nothing to unblock now')
  })

  test('what was never restricted is not unblocked', async () => {
    const ran = await asRoot(place, ['unblock', 'max@contoso.com', ...glass, '--yes'])
    expect(ran).toMatchObject({ code: 3, stdout: '' })
    expect(ran.stderr).toContain('max@contoso.com is')
  })
})

test('without a bot one is started, sees what is restricted, unblocks, and ends', async () => {
  const place = await createPlace(['info@contoso.com'])
  onTestFinished(() => place.remove())
  const ran = await asRoot(place, ['unblock', 'info@contoso.com', ...glass, '--yes', '--json'])
  expect(ran).toMatchObject({ code: 0 })
  expect(ran.stderr).toContain('No bot is running: one is started until Exchange has answered.')
  expect(JSON.parse(ran.stdout)).toMatchObject({ entity: 'info@contoso.com', status: 'watching' })
  const later = await run(['journal', 'export', '--config', place.configPath], { user: 'root' })
  expect(later.stdout).toContain('"unblock.break-glass"')
})
