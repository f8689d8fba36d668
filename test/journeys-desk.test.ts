// What goes on behind the bot's back, as somebody at the control desk lives it: the real program, a real browser.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startPlayground } from '../src/run/playground.js'
import { findBrowser, openBrowser } from './playground/browser.js'
import { findFlaws } from './playground/flaws.js'

const browserPath = findBrowser()
const isBuilt = existsSync(join(import.meta.dirname, '../dist/playground/page/main.js'))
if (!isBuilt) console.warn('SKIPPED: the page is not built. Run npm run build to test the journeys.')

interface Visit {
  readonly page: Page
  readonly slack: Locator
  readonly teams: Locator
  readonly desk: Locator
  readonly problems: readonly string[]
}

describe.skipIf(browserPath === undefined || !isBuilt)('somebody at the control desk', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser(browserPath ?? '')
  })
  afterAll(() => browser.close())

  async function visit(width = 1600): Promise<Visit> {
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
    const page = await browser.newPage({ viewport: { width, height: 1000 } })
    onTestFinished(async () => {
      await page.close()
      await running.stop()
      await rm(dataFolder, { recursive: true, force: true })
    })
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    await page.goto(running.address)
    return {
      page,
      slack: page.getByRole('region', { name: 'Slack', exact: true }),
      teams: page.getByRole('region', { name: 'Microsoft Teams' }),
      desk: page.getByRole('complementary', { name: 'Control desk' }),
      problems,
    }
  }

  async function openDesk({ page, desk }: Visit, tab: string): Promise<void> {
    if ((await desk.count()) === 0) await page.getByRole('button', { name: 'Control desk' }).click()
    await desk.getByRole('tab', { name: tab }).click()
  }

  async function type(pane: Locator, text: string): Promise<void> {
    await pane.getByRole('textbox', { name: /Message|Start a post/ }).fill(text)
    await pane.getByRole('textbox', { name: /Message|Start a post/ }).press('Enter')
  }

  async function unblockLaura({ page, slack }: Visit): Promise<void> {
    await slack.getByText(/\d+ findings/).waitFor()
    await slack.getByRole('button', { name: 'Review & unblock' }).click()
    const modal = page.getByRole('dialog')
    await modal.getByRole('button', { name: 'Next' }).click()
    await modal.getByRole('heading', { name: 'Recommendations' }).waitFor()
    for (const done of await modal.getByRole('radio', { name: 'Done', exact: true }).all()) await done.check()
    await modal.getByRole('textbox').fill('Spoke to Laura.')
    await modal.getByRole('button', { name: 'Submit' }).click()
    await modal.getByRole('button', { name: 'Yes, unblock laura@contoso.com' }).click()
    await modal.getByText('laura@contoso.com is being unblocked').waitFor()
    await page.keyboard.press('Escape')
  }

  test('restricts a connector, and both cards appear; the wire shows how they got there', async () => {
    const at = await visit()
    const { slack, teams, desk, problems } = at
    await openDesk(at, 'Restrict')
    await desk.getByRole('button', { name: 'Restrict Head office relay' }).click()
    await slack.getByText('Head office relay').first().waitFor()
    await teams.getByText('Head office relay').first().waitFor()
    await openDesk(at, 'Wire')
    await desk.getByText('chat.postMessage').first().click()
    await desk.getByText('"channel": "C0MAILONCALL"').first().waitFor()
    expect(await desk.locator('dd', { hasText: '••••••' }).count()).toBeGreaterThan(0)
    expect(await desk.innerText()).not.toMatch(/xoxb-|Bearer/)
    expect(problems).toEqual([])
  }, 60_000)

  test('takes Exchange down, and status and health say so, until it is mended', async () => {
    const at = await visit()
    const { slack, desk } = at
    await slack.getByText('laura@contoso.com can no longer send mail').waitFor()
    await openDesk(at, 'Break')
    await desk.getByRole('group', { name: 'Exchange Online' }).getByRole('radio', { name: 'Down' }).check()
    await openDesk(at, 'Time')
    await desk.getByRole('radio', { name: /60×/ }).check()
    await openDesk(at, 'Health')
    await desk.getByText('No good look for two intervals').waitFor()
    await type(slack, '/restricted status')
    await slack.getByText('Exchange Online cannot be reached.').first().waitFor()
    await openDesk(at, 'Break')
    await desk.getByRole('button', { name: 'Mend everything' }).click()
    await openDesk(at, 'Health')
    await desk.getByText('Everything works.').waitFor()
  }, 90_000)

  test('lives through 24 hours after an unblock that had no effect', async () => {
    const at = await visit()
    const { slack, teams, desk, problems } = at
    await openDesk(at, 'Break')
    await desk.getByRole('radio', { name: 'Unblock without effect' }).check()
    await unblockLaura(at)
    await slack
      .getByText(/Accepted, still listed/)
      .first()
      .waitFor()
    await openDesk(at, 'Time')
    await desk.getByRole('button', { name: '+1 h', exact: true }).click()
    await slack.getByText('laura@contoso.com is still restricted after the unblock').waitFor()
    await teams.getByText('laura@contoso.com is still restricted after the unblock').waitFor()
    await desk.getByRole('button', { name: '+24 h' }).click()
    await slack
      .getByText(/Microsoft Support/)
      .first()
      .waitFor()
    await desk.getByText(/25 h ahead/).waitFor()
    expect(problems).toEqual([])
  }, 90_000)

  test('turns the alert off, and sees one warning on both sides that is accepted once', async () => {
    const at = await visit()
    const { slack, teams, desk, problems } = at
    // By then the first read has been had, and is what the next is compared with.
    await slack.getByText('laura@contoso.com can no longer send mail').waitFor()
    await openDesk(at, 'Restrict')
    await desk.getByRole('button', { name: 'Turn the alert off' }).click()
    await desk.getByRole('button', { name: 'Turn the alert on' }).waitFor()
    await type(slack, '/restricted policies refresh')
    const seesBoth = (text: string | RegExp) =>
      Promise.all([slack, teams].map((side) => side.getByText(text).first().waitFor()))
    await seesBoth('"User restricted from sending email" was turned off')
    await teams.getByRole('button', { name: 'Accept as the new normal' }).click()
    await seesBoth(/Accepted as the new normal by Maya Lindqvist/)
    expect(await slack.getByRole('button', { name: 'Accept as the new normal' }).count()).toBe(0)
    expect(problems).toEqual([])
  }, 90_000)

  test('raises a storm, and sees one digest instead of forty cards', async () => {
    const at = await visit()
    const { slack, teams, desk } = at
    await slack.getByText('laura@contoso.com can no longer send mail').waitFor()
    await openDesk(at, 'Restrict')
    await desk.getByRole('button', { name: 'Start a storm' }).click()
    await slack
      .getByText(/\d+ senders and connectors restricted/)
      .first()
      .waitFor({ timeout: 30_000 })
    await teams
      .getByText(/\d+ senders and connectors restricted/)
      .first()
      .waitFor({ timeout: 30_000 })
    expect(await slack.locator('.slack-message').count()).toBeLessThan(10)
  }, 90_000)

  test('refuses an outsider, somebody without a role and a viewer, in words only they see', async () => {
    const { page, slack } = await visit()
    await slack.getByText(/\d+ findings/).waitFor()
    const refused = [
      ['Oscar Reyes', 'Only members of this organisation'],
      ['Norman Pike', 'You are not on the list of people'],
      ['Vera Novak', 'You are not on the list of people'],
    ] as const
    for (const [name, words] of refused) {
      await actAs(page, name)
      await expect.poll(() => page.getByText(words).count()).toBe(0)
      await slack.getByRole('button', { name: 'Review & unblock' }).click()
      await page.getByText(words).first().waitFor()
      await page.keyboard.press('Escape')
    }
    expect(await slack.getByText('is being reviewed').count()).toBe(0)
  }, 60_000)

  test('reviews as an operator, and leaves the Yes to an approver', async () => {
    const { page, slack } = await visit()
    await slack.getByText(/\d+ findings/).waitFor()
    await actAs(page, 'Ines Duarte')
    await slack.getByRole('button', { name: 'Review & unblock' }).click()
    const modal = page.getByRole('dialog')
    await modal.getByRole('button', { name: 'Next' }).click()
    await modal.getByRole('heading', { name: 'Recommendations' }).waitFor()
    for (const done of await modal.getByRole('radio', { name: 'Done', exact: true }).all()) await done.check()
    await modal.getByRole('textbox').fill('Reviewed by Ines.')
    await modal.getByRole('button', { name: 'Submit' }).click()
    await modal
      .getByText(/approve/)
      .first()
      .waitFor()
    expect(await modal.getByRole('button', { name: 'Yes, unblock laura@contoso.com' }).count()).toBe(0)
  }, 60_000)

  test('finds what waits on the Home tab, each person their own', async () => {
    const { page, slack, problems } = await visit()
    await slack.getByText(/\d+ findings/).waitFor()
    await actAs(page, 'Norman Pike')
    await slack.getByRole('button', { name: 'App home' }).click()
    await slack.getByText(/no role/).waitFor()
    expect(await slack.getByText('laura@contoso.com').count()).toBe(0)
    await actAs(page, 'Maya Lindqvist')
    await slack.getByRole('button', { name: 'App home' }).click()
    await slack.getByText('1 restriction waits for a review.').waitFor()
    await slack.getByRole('button', { name: 'Review', exact: true }).click()
    await page.getByRole('dialog').getByRole('heading', { name: 'Overview' }).waitFor()
    expect(problems).toEqual([])
  }, 60_000)

  test('does it all by keyboard: desk, restriction, review, Yes', async () => {
    const { page, slack, desk, problems } = await visit()
    await slack.getByText(/\d+ findings/).waitFor()
    await tabTo(page, 'Control desk')
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page)).toBe('Control desk')
    await tabTo(page, 'Restrict', 'tab')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => focused(page)).toMatch(/^Break/)
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('Control desk')
    expect(await desk.count()).toBe(0)

    await tabTo(page, 'Review & unblock')
    await page.keyboard.press('Enter')
    const modal = page.getByRole('dialog')
    await modal.getByRole('heading', { name: 'Overview' }).waitFor()
    await tabTo(page, 'Next')
    await page.keyboard.press('Enter')
    await modal.getByRole('heading', { name: 'Recommendations' }).waitFor()
    expect(await isInside(page, '[role=dialog], dialog')).toBe(true)
    await answerByKeyboard(page)
    await tabTo(page, 'Submit')
    await page.keyboard.press('Enter')
    await modal.getByRole('button', { name: 'Yes, unblock laura@contoso.com' }).waitFor()
    // Focus goes round in the dialog and never leaves it.
    for (let count = 0; count < 12; count += 1) {
      await page.keyboard.press('Tab')
      expect(await isInside(page, 'dialog')).toBe(true)
    }
    await tabTo(page, 'Yes, unblock laura@contoso.com')
    await page.keyboard.press('Enter')
    await modal.getByText('laura@contoso.com is being unblocked').waitFor()
    await page.keyboard.press('Escape')
    await modal.waitFor({ state: 'detached' })
    await slack.getByText('mail may take up to one hour').first().waitFor()
    await expect
      .poll(() => page.getByRole('status').allInnerTexts())
      .toContainEqual(expect.stringContaining('is unblocked') as string)
    expect(problems).toEqual([])
  }, 90_000)

  test.each([1600, 390])(
    'can be read and used by everybody, light and dark, %d px wide',
    async (width) => {
      const at = await visit(width)
      const { page, slack, desk } = at
      await slack.getByText('laura@contoso.com can no longer send mail').waitFor()
      for (const theme of ['light', 'dark']) {
        const toggle = page.getByRole('button', { name: `Use ${theme} colours` })
        if ((await toggle.count()) > 0) await toggle.click()
        for (const tab of ['Restrict', 'Break', 'Time', 'Wire', 'Health']) {
          await openDesk(at, tab)
          expect(await findFlaws(page), `${theme} ${tab}`).toEqual([])
        }
      }
      const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')
      expect(widths).toEqual([width, width])
      await page.reload()
      await desk.getByRole('tab', { name: 'Health', selected: true }).waitFor()
    },
    60_000,
  )
})

async function actAs(page: Page, name: string): Promise<void> {
  const label = await page.getByRole('option', { name }).innerText()
  await page.getByRole('combobox', { name: 'Acting as' }).selectOption({ label })
}

/** The name of what has the focus. */
async function focused(page: Page): Promise<string> {
  return String(
    await page.evaluate(
      '(document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "").trim()',
    ),
  )
}

async function isInside(page: Page, selector: string): Promise<boolean> {
  return Boolean(await page.evaluate(`document.activeElement?.closest('${selector}') !== null`))
}

async function tabTo(page: Page, name: string, role?: string): Promise<void> {
  for (let count = 0; count < 80; count += 1) {
    const isRole =
      role === undefined || (await page.evaluate('document.activeElement?.getAttribute("role")')) === role
    if (isRole && (await focused(page)).startsWith(name) && count > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`"${name}" cannot be reached with the Tab key`)
}

/** Every group of radio buttons gets its first answer, every text a word; ends before the dialog's foot. */
async function answerByKeyboard(page: Page): Promise<void> {
  for (let count = 0; count < 80; count += 1) {
    await page.keyboard.press('Tab')
    const kind = await page.evaluate('document.activeElement?.type ?? ""')
    if (kind === 'radio') await page.keyboard.press('Space')
    if (kind !== 'textarea') continue
    await page.keyboard.type('Spoke to Laura.')
    return
  }
}
