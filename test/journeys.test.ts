// The main job as a newcomer lives it: the real program, the page in a real browser, both platforms.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type RunningPlayground, startPlayground } from '../src/run/playground.js'
import { findBrowser, openBrowser } from './playground/browser.js'
import { hurryToFirstCard } from './playground/hurry.js'
import { expectNoLeaks } from './playground/leaks.js'

const browserPath = findBrowser()
/** Accepted at once, off the list some seconds later. */
const taken = /Exchange accepted the unblock$|Off the list, mail may take/
const isBuilt = existsSync(join(import.meta.dirname, '../dist/playground/page/main.js'))
if (!isBuilt) console.warn('SKIPPED: the page is not built. Run npm run build to test the journeys.')

describe.skipIf(browserPath === undefined || !isBuilt)('a newcomer', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser(browserPath ?? '')
  })
  afterAll(() => browser.close())

  async function start(dataFolder: string): Promise<RunningPlayground> {
    const settings = { port: 0, dataFolder, logLevel: 'silent' as const }
    return startPlayground(settings, {
      pid: process.pid,
      onFatal: (error) => {
        throw error
      },
    })
  }

  async function visit(
    running: RunningPlayground,
  ): Promise<{ page: Page; slack: Locator; teams: Locator; problems: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } })
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    await page.goto(running.address)
    return {
      page,
      slack: page.getByRole('region', { name: /Slack/ }),
      teams: page.getByRole('region', { name: /Teams/ }),
      problems,
    }
  }

  async function inFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'reprieve-journey-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    return folder
  }

  test('sees the card within seconds, walks the Slack wizard to the unblock, and both cards follow', async () => {
    const running = await start(await inFolder())
    onTestFinished(() => running.stop())
    const { page, slack, teams, problems } = await visit(running)
    await slack.getByText(/Cannot send/).waitFor()
    await teams.getByText(/Cannot send/).waitFor()
    // An edit draws the card anew; a click in that very moment would be lost, so the evidence is waited for.
    await slack
      .getByText(/Looks compromised|Unclear|Looks like bulk mail|Sending limit only/)
      .first()
      .waitFor()
    await slack.getByRole('button', { name: 'Unblock…' }).click()
    const modal = page.getByRole('dialog')
    await modal.getByRole('heading', { name: 'Review' }).waitFor()
    await teams
      .getByText(/is on it/)
      .first()
      .waitFor()
    await modal.getByRole('button', { name: 'Next' }).click()
    await modal.getByRole('heading', { name: 'Recommendations' }).waitFor()
    for (const yes of await modal.getByRole('radio', { name: /^Yes/ }).all()) await yes.check()
    await modal.getByRole('textbox').fill('Spoke to Laura; sessions revoked, rules removed.')
    await modal.getByRole('button', { name: 'Submit' }).click()
    await modal.getByRole('button', { name: 'Yes, unblock' }).click()
    await modal.getByText('laura@contoso.com is being unblocked').waitFor()
    await page.keyboard.press('Escape')
    await slack.getByText(taken).first().waitFor()
    await teams.getByText(taken).first().waitFor()
    expect(problems).toEqual([])
    await expectNoLeaks(running.address)
  }, 60_000)

  test('walks the Teams wizard by keyboard to its page and back, which stays open while the card behind it is edited', async () => {
    const running = await start(await inFolder())
    onTestFinished(() => running.stop())
    await hurryToFirstCard(running.address)
    const { page, slack, teams, problems } = await visit(running)
    await teams
      .getByText(/Looks compromised|Unclear|Looks like bulk mail|Sending limit only/)
      .first()
      .waitFor()
    const focus = () => page.evaluate('document.activeElement?.textContent')
    const opener = teams.getByRole('button', { name: 'Unblock…' })
    await opener.press('Enter')
    const opened = teams.locator('.teams-reply', { hasText: 'Step 1 of 3' })
    await expect
      .poll(() => opened.locator(':focus').allInnerTexts())
      .toEqual([expect.stringContaining('Looks compromised')])
    await expect
      .poll(() => page.getByRole('status').allInnerTexts())
      .toContainEqual(expect.stringContaining('Only you can see this. Review: laura@contoso.com') as string)
    await page.keyboard.press('Escape')
    expect(await focus()).toBe('Unblock…')
    await opened.getByRole('button', { name: 'Back to the card' }).press('Enter')
    await opened.waitFor({ state: 'detached' })
    await expect.poll(focus).toBe('Unblock…')
    await page.keyboard.press('Enter')
    await slack
      .getByText(/is on it/)
      .first()
      .waitFor()
    await teams.getByText('Step 1 of 3').waitFor()
    await teams.getByRole('button', { name: 'Next' }).click()
    await teams.getByText('Step 2 of 3').waitFor()
    // By its value: a reader is told the question and the choice as one name.
    for (const yes of await teams.locator('input[type="radio"][value="yes"]').all()) await yes.check()
    await teams
      .getByRole('textbox', { name: /note/i })
      .fill('Spoke to Laura; sessions revoked, rules removed.')
    await teams.getByRole('button', { name: 'Submit' }).click()
    const yes = teams.getByRole('button', { name: 'Yes, unblock' })
    await teams
      .getByText(/Not done: Block sign-in/)
      .first()
      .waitFor()
    await yes.click()
    await slack.getByText(taken).first().waitFor()
    await teams.getByText(taken).first().waitFor()
    expect(problems).toEqual([])
    await expectNoLeaks(running.address)
  }, 60_000)

  test('takes the account back in Slack with one Yes, and the card tells Teams', async () => {
    const running = await start(await inFolder())
    onTestFinished(() => running.stop())
    await hurryToFirstCard(running.address)
    const { page, slack, teams, problems } = await visit(running)
    await slack
      .getByText(/Looks compromised|Unclear|Looks like bulk mail|Sending limit only/)
      .first()
      .waitFor()
    await slack.getByRole('button', { name: 'Unblock…' }).click()
    const modal = page.getByRole('dialog')
    await teams
      .getByText(/is on it/)
      .first()
      .waitFor()
    await modal.getByRole('button', { name: /Take the account back/ }).click()
    expect(await modal.getByRole('checkbox', { name: /^Block sign-in/ }).isChecked()).toBe(true)
    await modal.getByRole('button', { name: 'Yes, do these' }).click()
    await teams.getByText(/Not given back: sign-in blocked/).waitFor()
    await modal.getByRole('button', { name: 'Allow sign-in again' }).waitFor()
    expect(await modal.getByRole('checkbox', { name: /^Block sign-in/ }).count()).toBe(0)
    expect(problems).toEqual([])
    await expectNoLeaks(running.address)
  }, 60_000)

  test('types the same commands on both sides, and finds everything again after a restart', async () => {
    const folder = await inFolder()
    const first = await start(folder)
    await hurryToFirstCard(first.address)
    const before = await visit(first)
    await before.slack.getByText(/Cannot send/).waitFor()
    await type(before.slack, '/restricted list')
    await before.slack.getByText('1 restriction', { exact: true }).waitFor()
    await type(before.teams, '@Reprieve list')
    await before.teams.getByText('1 restriction', { exact: true }).waitFor()
    await type(before.teams, '/status')
    await before.teams.getByText('Only you can see this').last().waitFor()
    await before.page.close()
    await first.stop()

    const second = await start(folder)
    onTestFinished(() => second.stop())
    const { page, slack, teams, problems } = await visit(second)
    await slack.getByText(/Cannot send/).waitFor()
    await teams.getByText(/Cannot send/).waitFor()
    await slack.getByRole('button', { name: 'More options' }).click()
    await slack.getByText('Details', { exact: true }).click()
    await page.getByRole('dialog').getByText('Seen on the Restricted entities list').waitFor()
    expect(await slack.getByText(/Cannot send/).count()).toBe(1)
    expect(problems).toEqual([])
    await expectNoLeaks(second.address)
  }, 60_000)

  async function type(pane: Locator, text: string): Promise<void> {
    await pane.getByRole('textbox').fill(text)
    await pane.getByRole('textbox').press('Enter')
  }
})
