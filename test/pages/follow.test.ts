// The connect pages, followed from top to bottom as they stand there: the built program in processes of its own, Slack,
// Teams and Exchange on this machine under their own names.
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { root } from '../program.js'
import { exchangeDeeds, type Followed, reviewOnBoth, slackDeeds, teamsDeeds } from './deeds.js'
import { follow } from './follow.js'
import { readSteps } from './page.js'
import { createTerminal } from './terminal.js'
import { createWorld, type World } from './world.js'

const isBuilt = existsSync(join(root, 'dist/main.js'))
if (!isBuilt) console.warn('SKIPPED: the program is not built. Run npm run build to follow the pages.')

/** Several starts of the program, and the machine may have more to do. */
const patience = 60_000
const pages = ['connect-slack.md', 'connect-teams.md', 'connect-exchange.md'] as const
const deeds = {
  'connect-slack.md': slackDeeds,
  'connect-teams.md': teamsDeeds,
  'connect-exchange.md': exchangeDeeds,
}

const read = (page: string) => readFile(join(root, 'docs', page), 'utf8')
const readPage = async (page: string) => readSteps(await read(page))

/** "The same as a settings file". */
async function readSection(page: string) {
  const [, yaml = ''] = /^```yaml\n([\s\S]*?)^```$/m.exec(await read(page)) ?? []
  return z.record(z.string(), z.unknown()).parse(parse(yaml))
}

let folder: string
let world: World
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reprieve-pages-'))
  world = await createWorld(join(folder, 'world'))
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

async function begin(): Promise<Followed> {
  const own = await mkdtemp(join(folder, 'reader-'))
  const terminal = await createTerminal(own, world.internet.environment)
  return { world, terminal, copied: new Map(), made: new Set() }
}

describe.skipIf(!isBuilt)('somebody who follows the pages', { timeout: patience }, () => {
  let reader: Followed
  beforeAll(async () => {
    reader = await begin()
  })
  afterAll(() => reader.terminal.interrupt())

  test('has connected Slack at the end of its page, and the doctor finds nothing to mend', async () => {
    await follow(await readPage('connect-slack.md'), slackDeeds, reader)
  })

  test('has connected Teams too at the end of its page', async () => {
    await follow(await readPage('connect-teams.md'), teamsDeeds, reader)
  })

  test('has a card of a real restriction on both at the end of the page of Exchange, and is answered there', async () => {
    const { exchange, internet } = world
    exchange.restrict({ kind: 'sender', address: 'laura@contoso.com' }, 'OutboundSpamLast24Hours=120')
    await follow(await readPage('connect-exchange.md'), exchangeDeeds, reader)
    await reviewOnBoth(world)
    expect(internet.strangers).toEqual([])
  })

  test('may write the same into a settings file', async () => {
    const sections = await Promise.all(pages.map(readSection))
    const [slack = {}, teams = {}, exchange = {}] = sections
    const settings = { ...slack, teams: teams.teams, tenants: exchange.tenants }
    await writeFile(join(reader.terminal.folder, 'reprieve.yaml'), stringify(settings))
    await reader.terminal.type('npx reprieve config check --config reprieve.yaml')
  })
})

describe.skipIf(!isBuilt)('a page in another order', { timeout: patience }, () => {
  test.each([
    { page: 'connect-slack.md', step: 1, why: 'calls the program before it is built', says: 'Step 2' },
    { page: 'connect-slack.md', step: 2, why: 'uploads what is not written yet', says: 'no upload/slack-' },
    { page: 'connect-slack.md', step: 7, why: 'names no approver', says: 'where REPRIEVE_APPROVERS comes' },
    { page: 'connect-teams.md', step: 2, why: 'copies what does not exist yet', says: 'no bot yet' },
    { page: 'connect-teams.md', step: 6, why: 'names no approver', says: 'where REPRIEVE_APPROVERS comes' },
    { page: 'connect-exchange.md', step: 1, why: 'grants to nobody', says: 'no registration yet' },
  ] as const)('cannot be followed when it $why ($page, $step)', async ({ page, step, says }) => {
    const steps = await readPage(page)
    const moved = steps.filter(({ number }) => number === step)
    const later = [...steps.slice(0, step - 1), ...steps.slice(step, step + 1), ...moved]
    expect(later).toHaveLength(step + 1)
    await expect(follow(later, deeds[page], await begin())).rejects.toThrow(says)
  })
})
