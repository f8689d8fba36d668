// A bounce explained on the command line, without settings and without a bot.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bounceMeanings } from '../../src/domain/bounce-meanings.js'
import { run } from './run.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reprieve-explain-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function save(text: string): string {
  const path = join(folder, 'bounce.txt')
  writeFileSync(path, text)
  return path
}

const bounce =
  "laura@contoso.com: Remote Server returned '550 5.1.8 Access denied, bad outbound sender AS(42004)'"

test('is told to programs in documented words', async () => {
  const { code, stdout } = await run(['explain', save(bounce), '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    code: '5.1.8',
    meaning: 'sender-restricted',
    saidBy: 'microsoft',
    concerns: 'account',
    unblockHelps: 'yes',
    addresses: ['laura@contoso.com'],
    advice: bounceMeanings['sender-restricted'].advice,
  })
})

test('is told to people in plain words', async () => {
  const { code, stdout } = await run(['explain', save(bounce)])
  expect(code).toBe(0)
  expect(stdout).toContain('5.1.8: Exchange Online refused the account')
  expect(stdout).toContain(
    'Said by: Microsoft\nConcerns: the account that submitted the mail\nUnblock helps: yes',
  )
})

test.each([[['explain', '--json']], [['explain', '-', '--json']]])(
  'is read from the standard input: %j',
  async (args) => {
    const { code, stdout } = await run(args, { input: bounce })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ meaning: 'sender-restricted' })
  },
)

test('is read also where there is none', async () => {
  const { code, stdout } = await run(['explain', save('hello'), '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ code: '', meaning: 'no-bounce', unblockHelps: 'look' })
})

test.each([
  ['a file that is not there', ['explain', '/nowhere/bounce.eml'], 'cannot be read'],
  ['two files', ['explain', 'a', 'b'], 'too many arguments'],
  ['an option it does not have', ['explain', '--all'], 'unknown option'],
])('%s is wrong usage', async (_, args, words) => {
  const ran = await run(args)
  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toContain(words)
})

test('a text that goes on where nothing is read any more is not called no bounce', async () => {
  const ran = await run(['explain', save(`${'x '.repeat(10_001)}${bounce}`), '--json'])
  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toContain('first 20,000 characters')
})

test('a message as Outlook keeps it is refused with what to do, and a text of Windows is read', async () => {
  const path = join(folder, 'bounce.msg')
  writeFileSync(path, Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))
  const refused = await run(['explain', path])
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toContain('Save it as .eml')
  writeFileSync(path, Buffer.from(`\uFEFF${bounce}`, 'utf16le'))
  const { stdout } = await run(['explain', path, '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ code: '5.1.8', addresses: ['laura@contoso.com'] })
})

test('a file that is too long for a bounce is refused with its length', async () => {
  const ran = await run(['explain', '-'], { input: 'x'.repeat(30_000_001) })
  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toContain('30,000,001')
})
