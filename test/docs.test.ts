// What the pages say is held against the program: links, commands, settings, and the connect pages step by step.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { questionIds } from '../src/cli/init/questions.js'
import { createProgram } from '../src/cli/program.js'
import type { Terminal } from '../src/cli/terminal.js'
import {
  describeSettings,
  findWarnings,
  loadSettings,
  readSettingsFile,
  toAccess,
} from '../src/config/index.js'
import { readTenantsCsv } from '../src/config/tenants/table.js'
import { decideAccess } from '../src/domain/access.js'
import { parseCommand } from '../src/features/entrance/parse.js'
import { verbs } from '../src/features/index.js'
import { accessTable } from '../src/features/permissions.js'
import { run } from './cli/run.js'
import { environment as secrets } from './config/settings.js'
import { createActor } from './domain/incidents.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'manifest/README.md',
  ...listFiles('docs').filter((path) => path.endsWith('.md')),
]

const read = (path: string) => readFileSync(join(root, path), 'utf8')

function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
    join(folder, name).replaceAll('\\', '/'),
  )
}

/** The contents of a page's fenced blocks of one language, in order, without the indentation of a list. */
function findBlocks(path: string, language: string): string[] {
  const fence = new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'gm')
  return [...read(path).matchAll(fence)].map(([, indent = '', text = '']) =>
    text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  )
}

describe('the README', () => {
  test('is read in a few minutes: at most 1,800 words', () => {
    expect(read('README.md').split(/\s+/).length).toBeLessThanOrEqual(1_800)
  })

  test('shows in a moving picture of at most 1.5 MB how a sender is unblocked', () => {
    const [, alternative = '', path = ''] = /!\[([^\]]+)\]\(([^)]+)\)/.exec(read('README.md')) ?? []
    const picture = readFileSync(join(root, path))
    expect(alternative).toMatch(/alert[\s\S]*unblocked/)
    expect(picture.length).toBeLessThan(1.5 * 1024 * 1024)
    const frames = readFrames(picture)
    expect(frames.length).toBeGreaterThan(6)
    expect(frames.length).toBe(countFrames(picture))
    for (const { right, bottom, seconds } of frames) {
      expect([right <= picture.readUInt32BE(16), bottom <= picture.readUInt32BE(20)]).toEqual([true, true])
      expect(seconds).toBeGreaterThanOrEqual(0.8)
    }
  })

  test('has every command of the chat in its table, and no other', () => {
    const rows = [...read('README.md').matchAll(/^\| `(\w+)[^|]*(?:\\\|[^|]*)*` \|/gm)].map(
      ([, verb]) => verb,
    )
    expect(new Set(rows)).toEqual(new Set(verbs))
    expect(rows).toHaveLength(verbs.length)
  })
})

test('the answers to "reprieve init" on its page are answers to questions that it has', () => {
  const [answers = ''] = findBlocks('docs/first-hour.md', 'yml')
  const names = Object.keys(z.record(z.string(), z.unknown()).parse(parse(answers)))
  expect(names.length).toBeGreaterThan(8)
  expect(names.filter((name) => !questionIds.some((id) => id === name))).toEqual([])
})

/** The frame controls of an animated PNG. */
function readFrames(png: Buffer) {
  return listChunks(png, 'fcTL').map((data) => ({
    right: data.readUInt32BE(4) + data.readUInt32BE(12),
    bottom: data.readUInt32BE(8) + data.readUInt32BE(16),
    seconds: data.readUInt16BE(20) / data.readUInt16BE(22),
  }))
}

const countFrames = (png: Buffer) => listChunks(png, 'acTL')[0]?.readUInt32BE(0)

function listChunks(png: Buffer, wanted: string): readonly Buffer[] {
  const found: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === wanted)
      found.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  return found
}

describe('a link', () => {
  test.each(pages)('in %s leads to a file and a heading that are there', (page) => {
    expect(listLinks(page).filter((link) => !leadsSomewhere(page, link))).toEqual([])
  })

  test('leads to every page', () => {
    const reached = new Set(['README.md', 'SECURITY.md'])
    for (const page of reached)
      if (page.endsWith('.md') && existsSync(join(root, page)))
        for (const link of listLinks(page)) reached.add(toTarget(page, link).path)
    expect(pages.filter((page) => !reached.has(page))).toEqual([])
  })

  test('is broken where it should be', () => {
    expect(leadsSomewhere('README.md', 'docs/nowhere.md')).toBe(false)
    expect(leadsSomewhere('README.md', 'docs/settings.md#nowhere')).toBe(false)
    expect(leadsSomewhere('README.md', 'docs/settings.md#every-setting')).toBe(true)
  })

  test('in an error or a comment of the program leads to a page', () => {
    const named = listFiles('src')
      .filter((path) => /\.tsx?$/.test(path))
      .flatMap((path) => read(path).match(/\bdocs\/[\w/-]+\.md\b/g) ?? [])
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter((path) => !pages.includes(path))).toEqual([])
  })
})

function listLinks(page: string): string[] {
  const prose = read(page).replaceAll(/^ *```[\s\S]*?^ *```$/gm, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
}

function toTarget(
  page: string,
  link: string,
): { readonly path: string; readonly anchor: string | undefined } {
  const [path = '', anchor] = link.split('#')
  return { path: path === '' ? page : normalize(join(dirname(page), path)).replaceAll('\\', '/'), anchor }
}

function leadsSomewhere(page: string, link: string): boolean {
  const { path, anchor } = toTarget(page, link)
  if (!existsSync(join(root, path))) return false
  return anchor === undefined || listAnchors(path).includes(anchor)
}

/** As GitHub makes them. */
function listAnchors(path: string): string[] {
  const prose = read(path).replaceAll(/^ *```[\s\S]*?^ *```$/gm, '')
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

describe('what is typed', () => {
  test.each(pages)('in %s is a command of the program, with options that it has', (page) => {
    expect(listTyped(page).flatMap((typed) => findMistake(typed) ?? [])).toEqual([])
  })

  test.each(pages)('in %s is a command of the bot in chat', (page) => {
    const typed = [...read(page).matchAll(/`(?:\/restricted|@Reprieve) ([a-z][^`]*)`/g)].map(
      ([, text = '']) => text,
    )
    expect(typed.filter((text) => parseCommand(text, verbs).verb === undefined)).toEqual([])
  })

  test.each(pages)('in %s is a script of the package', (page) => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')))
    const named = [...read(page).matchAll(/\bnpm run (?:--silent )?([a-z:]+)/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })

  test('says that long runs have a script, which sets what the tests read', () => {
    const { scripts } = z
      .object({ scripts: z.looseObject({ 'test:long': z.string() }) })
      .parse(JSON.parse(read('package.json')))
    const given = [...scripts['test:long'].matchAll(/\b([A-Z_]+)=\d+/g)].map(([, name = '']) => name)
    const asked = [...read('test/long.ts').matchAll(/process\.env\.([A-Z_]+)/g)].map(([, name = '']) => name)
    expect(new Set(given)).toEqual(new Set(asked))
    for (const name of asked) expect(read('docs/development.md')).toContain(name)
  })

  test('is told from what does not exist', () => {
    expect(findMistake('lst')).toContain('lst')
    expect(findMistake('journal verifi')).toContain('verifi')
    expect(findMistake('list --jason')).toContain('--jason')
    expect(findMistake('journal export --incident x --format markdown')).toBeUndefined()
  })
})

/** Whatever stands behind the program's name in code, up to the end of the command. */
function listTyped(page: string): string[] {
  const text = read(page)
  const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  )
  const inline = [...text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/`([^`]+)`/g)].map(
    ([, code = '']) => code,
  )
  return [...blocks, ...inline].flatMap((code) =>
    [...code.matchAll(/(?:^|[\s/])(?:reprieve|dist\/main\.js) ([a-z-][^|>&;]*)/g)].map(([, typed = '']) =>
      typed.trim(),
    ),
  )
}

const silent: Terminal = {
  out: () => Promise.resolve(),
  err: () => undefined,
  node: '',
  isInteractive: false,
  ask: () => Promise.resolve(undefined),
  read: () => Promise.resolve(''),
  environment: {},
  pid: 1,
  kill: () => undefined,
  user: 'maya',
  uid: undefined,
  gids: [],
  host: 'mail-1',
  fail(error) {
    throw error
  },
  onStop: () => undefined,
  onReload: () => undefined,
}

function findMistake(typed: string): string | undefined {
  const wordsTyped = typed.split(/\s+/)
  let command: Command = createProgram(silent, '1.2.3')
  for (const word of wordsTyped) {
    if (word.startsWith('-') || command.commands.length === 0) break
    const next = command.commands.find((one) => one.name() === word)
    if (next === undefined) return `There is no "${word}" in "${typed}"`
    command = next
  }
  const known = command.options.flatMap(({ long, short }) => [long, short])
  const unknown = wordsTyped.filter((word) => /^--?[a-z]/.test(word) && !known.includes(word))
  return unknown.length === 0 ? undefined : `"${typed}" has no ${unknown.join(', ')}`
}

describe('an example of settings', () => {
  const whole = `
slack: { signingSecret: "\${SLACK_SIGNING_SECRET}", botToken: "\${SLACK_BOT_TOKEN}", teamId: T0123456789 }
teams: { appId: 11111111-2222-4333-8444-555555555555, tenantId: 66666666-7777-4888-8999-aaaaaaaaaaaa, appPassword: "\${MicrosoftAppPassword}" }
tenants: [{ id: main, name: Main, backend: { kind: sandbox }, channels: [{ slack: C0123456789 }] }]
`
  const sections = z.record(z.string(), z.unknown())
  const examples = pages.flatMap((page) => findBlocks(page, 'yaml').map((text, at) => ({ page, at, text })))

  /** What the examples name. */
  const files = {
    csvs: new Map(
      findBlocks('docs/many-tenants.md', 'csv').map((text) => ['tenants.csv', readTenantsCsv(text)]),
    ),
    folders: new Map([
      [
        'tenants.d',
        [
          {
            name: 'tenants.d/litware.yaml',
            text: 'id: litware\nname: Litware\nbackend: { kind: sandbox }\nchannels: [slack: C1]',
          },
        ],
      ],
    ]),
  }

  test('is in every page that should have one', () => {
    expect(new Set(examples.map(({ page }) => page))).toEqual(
      new Set([
        'docs/access.md',
        'docs/connect-exchange.md',
        'docs/connect-slack.md',
        'docs/connect-teams.md',
        'docs/escalation.md',
        'docs/many-tenants.md',
      ]),
    )
  })

  test.each(examples)('is taken by the program: $page, $at', ({ text }) => {
    const given = {
      ...secrets,
      MSP_CERTIFICATE: secrets.EXCHANGE_CERTIFICATE,
      PAGERDUTY_ROUTING_KEY: 'R0123456789abcdef0123456789abcde',
      PAGERDUTY_WEBHOOK_SECRET: 'webhook-canary-1',
    }
    const settings = stringify({ ...sections.parse(parse(whole)), ...sections.parse(parse(text)) })
    expect(() => readSettingsFile(settings, given, files)).not.toThrow()
  })
})

describe.each([
  {
    page: 'docs/connect-slack.md',
    opened: '**Verified**',
    installer: { platform: 'slack', id: 'U0123456789', home: 'T0123456789' },
  },
  {
    page: 'docs/connect-teams.md',
    opened: 'teams-app.zip` →',
    installer: {
      platform: 'teams',
      id: 'bbbbbbbb-cccc-4ddd-8eee-ffffffffffff',
      home: '66666666-7777-4888-8999-aaaaaaaaaaaa',
    },
  },
] as const)('$page, followed from top to bottom,', ({ page, opened, installer }) => {
  const [variables] = findBlocks(page, 'ini').map(parseVariables)

  test('builds before it calls the program, and names an approver before the bot starts and the doctor is called', () => {
    const text = read(page)
    const places = [
      'npm run build',
      'npx reprieve manifest',
      'npx reprieve config check',
      'npx reprieve serve',
      opened,
    ].map((step) => text.indexOf(step))
    expect(places).not.toContain(-1)
    expect(Math.min(...places)).toBe(places[0])
    expect(text.search(/npx reprieve [a-z]/)).toBeGreaterThan(places[0] ?? 0)
    expect(text.indexOf(opened)).toBeGreaterThan(text.indexOf('npx reprieve serve'))
    expect(text.indexOf('REPRIEVE_APPROVERS=')).toBeLessThan(text.indexOf('npx reprieve config check'))
    expect(text.indexOf('npx reprieve config check')).toBeLessThan(text.indexOf('npx reprieve serve'))
    expect(text.search(/`(?:\/restricted|@Reprieve) doctor`/)).toBeGreaterThan(
      text.indexOf('npx reprieve serve'),
    )
  })

  test('says where each value comes from before it is written down', () => {
    const text = read(page)
    const written = text.indexOf('```ini')
    for (const name of Object.keys(variables ?? {}).filter((one) => one !== 'REPRIEVE_DATA'))
      expect(text.slice(0, written)).toContain(name)
  })

  test.each(findBlocks(page, 'ini').map(parseVariables))(
    'writes variables that the program reads',
    async (given) => {
      const known = [...describeSettings().matchAll(/\| `([A-Za-z_]+)` \|/g)].map(([, name = '']) => name)
      expect([...known, 'REPRIEVE_APPROVERS']).toEqual(expect.arrayContaining(Object.keys(given)))
      const settings = await readVariables(given)
      expect(settings.access).toMatchObject([{ role: 'approver', addresses: ['maya@contoso.com'] }])
      expect(findWarnings(settings)).toEqual([expect.stringContaining('is a sandbox')])
    },
  )

  test('lets whoever installs it call the doctor, and nobody else', async () => {
    const access = toAccess(await readVariables(variables ?? {}))
    const actor = createActor(installer)
    const ask = (who: typeof actor) =>
      decideAccess({
        actor: who,
        permission: accessTable.examine,
        access,
        incident: undefined,
        live: [],
        tenants: new Map(),
      })
    expect(ask(actor)).toEqual({ allowed: true })
    expect(ask({ ...actor, id: 'U0000000000' })).toMatchObject({ allowed: false, reason: 'no-role' })
  })

  test('says the same in the settings file', async () => {
    const [yaml = ''] = findBlocks(page, 'yaml')
    expect(readSettingsFile(yaml, variables ?? {})).toEqual(await readVariables(variables ?? {}))
  })

  test('gets what is to be uploaded from each manifest command', async () => {
    const commands = findBlocks(page, 'sh').flatMap(
      (block) => block.match(/(?<=^npx reprieve )manifest .*/gm) ?? [],
    )
    expect(commands).not.toEqual([])
    for (const command of commands) {
      const folder = mkdtempSync(join(tmpdir(), 'reprieve-docs-'))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      const typed = command.replace('"$MicrosoftAppId"', variables?.MicrosoftAppId ?? '').split(' ')
      const ran = await run(typed.map((word) => (word === 'upload' ? folder : word)))
      expect(ran).toMatchObject({ code: 0, stderr: '' })
      const named = [...read(page).matchAll(/`upload\/([\w.-]+)`/g)].map(([, name = '']) => name)
      expect(readdirSync(folder)).toEqual(expect.arrayContaining(named))
    }
  })
})

test('docs/connect-exchange.md adds to what Slack has what a real organisation takes', async () => {
  const page = 'docs/connect-exchange.md'
  const [slack = {}] = findBlocks('docs/connect-slack.md', 'ini').map(parseVariables)
  const [added = {}] = findBlocks(page, 'ini').map(parseVariables)
  const certificate = writeCertificate(
    findBlocks(page, 'sh').find((block) => block.includes('>> reprieve.env')),
  )
  const settings = await readVariables({ ...slack, ...added, EXCHANGE_CERTIFICATE: certificate })
  expect(findWarnings(settings)).toEqual([])
  const backend = settings.tenants[0]?.backend
  expect(backend).toMatchObject({ kind: 'exchange', certificate: `${secrets.EXCHANGE_CERTIFICATE}\n` })
  const text = read(page)
  for (const name of [...Object.keys(added), 'EXCHANGE_CERTIFICATE'])
    expect(text.indexOf(name)).toBeLessThan(text.indexOf('npx reprieve doctor'))
  expect(text.indexOf('connect-slack.md')).toBeLessThan(text.indexOf('npx reprieve doctor'))
})

/** What the page's own command makes of the two files: one line, without the quotes that a shell takes away. */
function writeCertificate(command = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'reprieve-docs-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [certificate = '', key = ''] = secrets.EXCHANGE_CERTIFICATE.split(/(?<=END CERTIFICATE-----)\n/)
  writeFileSync(join(folder, 'reprieve.crt'), `${certificate}\n`)
  writeFileSync(join(folder, 'reprieve.key'), `${key}\n`)
  execFileSync('sh', ['-c', command], { cwd: folder })
  const written = readFileSync(join(folder, 'reprieve.env'), 'utf8')
  return /^EXCHANGE_CERTIFICATE='([^'\n]*)'\n$/.exec(written)?.[1] ?? ''
}

const readVariables = (environment: Readonly<Record<string, string>>) =>
  loadSettings({ environment, readFile: () => Promise.reject(new Error('No file is named')) })

function parseVariables(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}
