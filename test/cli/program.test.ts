// What is typed, what is printed, and how it ends.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readSettingsFile } from '../../src/config/index.js'
import { environment, least } from '../config/settings.js'
import { run } from './run.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reprieve-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

describe('the command line', () => {
  test.each([
    [['--help'], 0, /Exit codes:/],
    [['help'], 0, /Exit codes:/],
    [['--version'], 0, /^1\.2\.3$/],
    [['serve', '--help'], 0, /reprieve serve --config/],
    [['journal', 'export', '--help'], 0, /post-mortem\.md/],
    [['help', 'unblock'], 0, /--not-needed <steps>/],
    [['config', 'example'], 0, /^# Reprieve's settings/],
  ])('answers %j on the standard output alone', async (args, code, words) => {
    const ran = await run(args)
    expect(ran).toMatchObject({ code, stderr: '' })
    expect(ran.stdout).toMatch(words)
  })

  test.each([
    [[], /Usage: reprieve/],
    [['lst'], /Did you mean list/],
    [['journal'], /Usage: reprieve journal/],
    [['journal', 'verifi'], /Did you mean verify/],
    [['list', '--jason'], /Did you mean --json/],
    [['show'], /missing required argument 'entity'/],
    [['show', 'laura@contoso.com', 'tom@contoso.com'], /too many arguments/],
    [['journal', 'show', '--last', 'ten'], /Say a whole number from 1/],
    [['journal', 'show', '--last', '0'], /Say a whole number from 1/],
    [['journal', 'export', '--format', 'xml'], /Allowed choices are ndjson, csv, markdown/],
    [['journal', 'export', '--format', 'markdown'], /--incident <id>/],
    [['journal', 'export', '--format', 'markdown', '--incident', 'x', '--last', '3'], /no --last/],
    [['unblock', 'laura@contoso.com', '--done'], /argument missing/],
  ])('calls %j wrong usage', async (args, words) => {
    const ran = await run(args)
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toMatch(words)
  })

  test.each([['serve'], ['doctor']])(
    'fails with every problem when the settings of "%s" are unusable',
    async (command) => {
      const ran = await run([command, '--config', await write('broken.yaml', 'slak: {}\ntenants: []\n')])
      expect(ran).toMatchObject({ code: 1, stdout: '' })
      expect(ran.stderr).toMatch(/problems:\n- .*slak.*\n- /s)
    },
  )

  test.each([['list'], ['show', 'laura@contoso.com'], ['unblock', 'laura@contoso.com'], ['journal', 'show']])(
    'takes no other folder for a misspelt one: "%s"',
    async (...args) => {
      const ran = await run([
        ...args,
        '--config',
        await write('typo.yaml', 'datafolder: /srv\ntenants: []\n'),
      ])
      expect(ran).toMatchObject({ code: 1, stdout: '' })
      expect(ran.stderr).toMatch(/problem:\n- datafolder \(line 1\): is not a setting/)
    },
  )
})

describe('config', () => {
  test('check finds every problem at once, and none in what is right', async () => {
    const broken = await write('broken.yaml', 'slak: {}\ntenants: []\n')
    expect(await run(['config', 'check', '-c', broken])).toMatchObject({ code: 1, stdout: '' })
    const right = await write('right.yaml', least)
    const checked = await run(['config', 'check', '-c', right], { environment })
    expect(checked).toMatchObject({ code: 0, stderr: '' })
    expect(checked.stdout).toMatch(/^Warning: Nobody is listed in "access".*The settings are usable\.$/s)
  })

  test('check --json is JSON either way, with the same exit codes', async () => {
    const broken = await run(['config', 'check', '--json', '-c', await write('broken.yaml', 'slak: {}\n')])
    expect(broken).toMatchObject({ code: 1, stderr: '' })
    expect(JSON.parse(broken.stdout)).toMatchObject({ ok: false, warnings: [] })
    const right = await write('right.yaml', least)
    const checked = await run(['config', 'check', '--json', '-c', right], { environment })
    expect(checked).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(checked.stdout)).toMatchObject({ ok: true, problems: [] })
  })

  test('example can be loaded, and schema is one', async () => {
    const { stdout } = await run(['config', 'example'])
    expect(readSettingsFile(stdout, environment).tenants).toHaveLength(1)
    const schema = await run(['config', 'schema'])
    expect(JSON.parse(schema.stdout)).toMatchObject({ type: 'object', title: "Reprieve's settings" })
  })
})

describe('manifest', () => {
  const host = ['--host', 'https://reprieve.example.com']
  const appId = ['--app-id', '12345678-9abc-4def-8012-3456789abcde']

  test('writes the apps and says where each belongs', async () => {
    const upload = join(folder, 'upload')
    const ran = await run(['manifest', '--folder', upload, ...host, ...appId])
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect((await readdir(upload)).toSorted()).toEqual([
      'slack-icon.png',
      'slack-manifest.json',
      'teams-app-1.25.zip',
      'teams-app.zip',
    ])
    expect(ran.stdout.split('\n')).toHaveLength(4)
    expect(ran.stdout).toContain(`${join(upload, 'teams-app.zip')}: Teams > Apps`)
  })

  test('--json names the same files', async () => {
    const upload = join(folder, 'upload-json')
    const { stdout } = await run(['manifest', '--folder', upload, '--socket-mode', '--json'])
    const files = z.array(z.object({ path: z.string(), purpose: z.string() })).parse(JSON.parse(stdout))
    expect(files.map(({ path }) => path)).toEqual([
      join(upload, 'slack-manifest.json'),
      join(upload, 'slack-icon.png'),
    ])
  })

  test('writes nothing, and says all that is wrong, when anything is', async () => {
    const upload = join(folder, 'upload-not')
    const ran = await run(['manifest', '--folder', upload, '--host', 'http://x', '--app-id', 'y'])
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toMatch(/host: .*appId: /s)
    await expect(readdir(upload)).rejects.toThrow('ENOENT')
  })
})
