// The real program with its page in a real browser, for journeys: one playground a visit, one browser a file.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest'
import { startPlayground } from '../../src/run/playground.js'
import { findBrowser, openBrowser } from './browser.js'
import { hurryToFirstCard } from './hurry.js'
import { expectNoLeaks } from './leaks.js'

const browserPath = findBrowser()
const isBuilt = existsSync(join(import.meta.dirname, '../../dist/playground/page/main.js'))
if (!isBuilt) console.warn('SKIPPED: the page is not built. Run npm run build to test the journeys.')

export interface Visit {
  readonly address: string
  readonly page: Page
  readonly slack: Locator
  readonly teams: Locator
  readonly desk: Locator
  readonly problems: readonly string[]
}

/** Somebody who comes when the first restriction is on its card. */
export function describeVisits(
  who: string,
  describeAll: (visit: (width?: number) => Promise<Visit>) => void,
) {
  describe.skipIf(browserPath === undefined || !isBuilt)(`${who}, in a browser`, () => {
    let browser: Browser
    beforeAll(async () => {
      browser = await openBrowser(browserPath ?? '')
    })
    afterAll(() => browser.close())

    describeAll(async (width = 1600) => {
      const address = await start()
      const page = await browser.newPage({ viewport: { width, height: 1000 } })
      onTestFinished(() => page.close())
      const problems: string[] = []
      page.on('pageerror', (error) => problems.push(error.message))
      await hurryToFirstCard(address)
      await page.goto(address)
      return {
        address,
        page,
        slack: page.getByRole('region', { name: 'Slack', exact: true }),
        teams: page.getByRole('region', { name: 'Microsoft Teams' }),
        desk: page.getByRole('complementary', { name: 'Control desk' }),
        problems,
      }
    })
  })
}

async function start(): Promise<string> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'reprieve-desk-'))
  const running = await startPlayground(
    { port: 0, dataFolder, logLevel: 'silent' },
    {
      pid: process.pid,
      onFatal: (error) => {
        throw error
      },
    },
  )
  onTestFinished(async () => {
    await running.stop()
    await rm(dataFolder, { recursive: true, force: true })
  })
  // Before that one: what was done last is undone first.
  onTestFinished(() => expectNoLeaks(running.address))
  return running.address
}

export async function openDesk({ page, desk }: Visit, tab: string): Promise<void> {
  if ((await desk.count()) === 0) await page.getByRole('button', { name: 'Control desk' }).click()
  await desk.getByRole('tab', { name: tab }).click()
}
