// Everybody who comes to the page: what each may do, by keyboard and at any width. The real program, a real browser.
import type { Locator, Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { findAxeFlaws } from './playground/axe.js'
import { findFlaws } from './playground/flaws.js'
import { hurryUntilBothShow } from './playground/hurry.js'
import { describeVisits, openDesk } from './playground/visit.js'

describeVisits('somebody at the page', (visit) => {
  test('refuses an outsider, somebody without a role and a viewer, in words only they see', async () => {
    const { page, slack } = await visit()
    await slack
      .getByText(/Looks compromised|Unclear|Looks like bulk mail|Sending limit only/)
      .first()
      .waitFor()
    const refused = [
      ['Oscar Reyes', 'Only members of this organisation'],
      ['Norman Pike', 'You are not on the list of people'],
      ['Vera Novak', 'You are not on the list of people'],
    ] as const
    for (const [name, words] of refused) {
      await actAs(page, name)
      await expect.poll(() => page.getByText(words).count()).toBe(0)
      await slack.getByRole('button', { name: 'Unblock…' }).click()
      await page.getByText(words).first().waitFor()
      await page.keyboard.press('Escape')
    }
    expect(await slack.getByText('is being reviewed').count()).toBe(0)
  }, 60_000)

  test('reviews as an operator, and leaves the Yes to an approver', async () => {
    const { page, slack } = await visit()
    await slack
      .getByText(/Looks compromised|Unclear|Looks like bulk mail|Sending limit only/)
      .first()
      .waitFor()
    await actAs(page, 'Ines Duarte')
    await slack.getByRole('button', { name: 'Unblock…' }).click()
    const modal = page.getByRole('dialog')
    await modal.getByRole('button', { name: 'Next' }).click()
    await modal.getByRole('heading', { name: 'Recommendations' }).waitFor()
    for (const yes of await modal.getByRole('radio', { name: /^Yes/ }).all()) await yes.check()
    await modal.getByRole('textbox').fill('Reviewed by Ines.')
    await modal.getByRole('button', { name: 'Submit' }).click()
    await modal
      .getByText(/approve/)
      .first()
      .waitFor()
    expect(await modal.getByRole('button', { name: 'Yes, unblock' }).count()).toBe(0)
  }, 60_000)

  test('finds what waits on the Home tab, each person their own', async () => {
    const { page, slack, problems } = await visit()
    await slack
      .getByText(/Looks compromised|Unclear|Looks like bulk mail|Sending limit only/)
      .first()
      .waitFor()
    await actAs(page, 'Norman Pike')
    await slack.getByRole('button', { name: 'App home' }).click()
    await slack.getByText(/no role/).waitFor()
    expect(await slack.getByText('laura@contoso.com').count()).toBe(0)
    await actAs(page, 'Maya Lindqvist')
    await slack.getByRole('button', { name: 'App home' }).click()
    await slack.getByText('1 restriction waits for a review.').waitFor()
    expect(await findAxeFlaws(page)).toEqual([])
    await slack.getByRole('button', { name: 'Unblock… laura@contoso.com', exact: true }).click()
    await page.getByRole('dialog').getByRole('heading', { name: 'Review' }).waitFor()
    expect(await findAxeFlaws(page)).toEqual([])
    expect(problems).toEqual([])
  }, 60_000)

  test('does it all by keyboard: desk, restriction, review, Yes', async () => {
    const { address, page, slack, desk, problems } = await visit()
    await slack
      .getByText(/Looks compromised|Unclear|Looks like bulk mail|Sending limit only/)
      .first()
      .waitFor()
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

    await tabTo(page, 'Unblock…')
    await page.keyboard.press('Enter')
    const modal = page.getByRole('dialog')
    await modal.getByRole('heading', { name: 'Review' }).waitFor()
    await tabTo(page, 'Next')
    await page.keyboard.press('Enter')
    await modal.getByRole('heading', { name: 'Recommendations' }).waitFor()
    expect(await isInside(page, '[role=dialog], dialog')).toBe(true)
    await answerByKeyboard(page)
    await tabTo(page, 'Submit')
    await page.keyboard.press('Enter')
    await modal.getByRole('button', { name: 'Yes, unblock' }).waitFor()
    // Focus goes round in the dialog and never leaves it.
    for (let count = 0; count < 12; count += 1) {
      await page.keyboard.press('Tab')
      expect(await isInside(page, 'dialog')).toBe(true)
    }
    await tabTo(page, 'Yes, unblock')
    await page.keyboard.press('Enter')
    await modal.getByText('laura@contoso.com is being unblocked').waitFor()
    await page.keyboard.press('Escape')
    await modal.waitFor({ state: 'detached' })
    // Exchange takes its time, and the keyboard is what this is about.
    await hurryUntilBothShow(address, 'mail may take up to one hour')
    await slack.getByText('mail may take up to one hour').first().waitFor()
    await expect
      .poll(() => page.getByRole('status').allInnerTexts())
      .toContainEqual(expect.stringContaining('mail may take up to one hour') as string)
    expect(problems).toEqual([])
  }, 90_000)

  test('is led by the tour from the alert to the list, by keyboard, and finds it again after a reload', async () => {
    const at = await visit()
    const { address, page, slack, problems } = at
    const tour = page.getByRole('region', { name: /^Step \d of 5$|The tour is done/ })
    const modal = page.getByRole('dialog')
    const isAt = (step: number) => tour.getByRole('heading', { name: `Step ${step} of 5` }).waitFor()
    const press = async (name: string, within = slack) => {
      const marked = within.locator('[data-tour]', { hasText: name }).first()
      await marked.waitFor()
      await tour.getByRole('button', { name: 'Show me' }).press('Enter')
      await expect.poll(() => page.evaluate('document.activeElement?.dataset.tour')).toBe('press')
      await marked.press('Enter')
    }
    await isAt(1)
    await press('on it')
    await isAt(2)
    // An edit draws the card anew; a press in that very moment would be lost.
    await vi.waitFor(async () => {
      await press('Take the account back')
      await modal.getByRole('button', { name: 'Yes, do these' }).waitFor({ timeout: 4_000 })
    }, 20_000)
    await expect.poll(() => modal.locator('[data-tour]').allInnerTexts()).toEqual(['Yes, do these'])
    await press('Yes, do these', modal)
    await isAt(3)
    await page.keyboard.press('Escape')
    await modal.waitFor({ state: 'detached' })

    await page.reload()
    await isAt(3)
    expect(await tour.getByText('I’m on it, done').count()).toBe(1)
    await tour.getByRole('button', { name: 'Leave the tour' }).click()
    await expect.poll(() => focused(page)).toBe('Tour')
    expect(await page.locator('[data-tour]').count()).toBe(0)
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page)).toBe('Step 3 of 5')

    await vi.waitFor(async () => {
      await press('Unblock…')
      await modal.getByRole('button', { name: 'Next' }).waitFor({ timeout: 4_000 })
    }, 20_000)
    await modal.getByRole('button', { name: 'Next' }).click()
    await modal.getByRole('heading', { name: 'Recommendations' }).waitFor()
    for (const yes of await modal.getByRole('radio', { name: /^Yes/ }).all()) await yes.check()
    await modal.getByRole('textbox').fill('Spoke to Laura; rules removed.')
    // A step that ends meanwhile is shown first; the answers are kept.
    await vi.waitFor(async () => {
      await modal.getByRole('button', { name: 'Submit' }).click({ timeout: 1_000 })
      await modal.getByRole('button', { name: 'Yes, unblock' }).waitFor({ timeout: 4_000 })
    }, 20_000)
    await modal.getByRole('button', { name: 'Yes, unblock' }).click()
    await isAt(4)
    await page.keyboard.press('Escape')
    await hurryUntilBothShow(address, 'mail may take up to one hour')
    await press('Control desk', page.locator('body'))
    await openDesk(at, 'Time')
    await press('+1 h', page.locator('body'))
    await isAt(5)
    await press('list')
    await slack.getByRole('textbox', { name: /Message/ }).press('Enter')
    await page.getByRole('region', { name: 'The tour is done' }).waitFor()
    await page.getByRole('button', { name: 'Show the scenes' }).click()
    await expect.poll(() => focused(page)).toBe('Scenes')
    expect(problems).toEqual([])
  }, 90_000)

  test('shows no form of the fullest case longer than two screens of a phone, on both platforms', async () => {
    const { page, slack, teams } = await visit(360)
    await page.setViewportSize({ width: 360, height: 2_600 })
    await slack.getByText(/Looks compromised/).waitFor()
    await teams.getByText(/Looks compromised/).waitFor()
    await slack.getByRole('button', { name: 'Unblock…' }).click()
    const modal = page.getByRole('dialog')
    const sides = { slack: modal, teams: teams.locator('.teams-card').last() }
    for (const [side, form] of Object.entries(sides)) {
      if (side === 'teams') await teams.getByRole('button', { name: 'Unblock…' }).click()
      await form.getByRole('button', { name: 'Next' }).waitFor()
      expect(await measureForm(form), `review on ${side}`).toBeLessThan(twoScreens)
      await form.getByRole('button', { name: 'Next' }).click()
      await form.getByRole('button', { name: 'Submit' }).waitFor()
      expect(await measureForm(form), `recommendations on ${side}`).toBeLessThan(twoScreens)
      // Everything said to be done: nothing is, and so the last page has the most to tell.
      for (const box of await form.getByRole('checkbox').all()) await box.check()
      for (const answer of await form.getByRole('radio').all()) await answer.check()
      await form.getByRole('button', { name: 'Submit' }).click()
      await form.getByText('Step 3 of 3').waitFor()
      await form.getByText('You said done').waitFor()
      expect(await measureForm(form), `Yes on ${side}`).toBeLessThan(twoScreens)
      await page.keyboard.press('Escape')
    }
  }, 60_000)

  test('has room for the first two stages on one page of two screens where nothing speaks against it', async () => {
    const { address, page, slack, teams } = await visit(360)
    await page.setViewportSize({ width: 360, height: 2_600 })
    await restrictUsually(address, 'sender:vera@contoso.com')
    await hurryUntilBothShow(address, /Sending limit only/)
    const ofVera = { hasText: 'vera@contoso.com' }
    const cards = { slack: slack.getByRole('article'), teams: teams.locator('.teams-card') }
    const sides = { slack: page.getByRole('dialog'), teams: cards.teams.filter(ofVera).last() }
    for (const [side, form] of Object.entries(sides)) {
      const card = cards[side as keyof typeof cards].filter(ofVera).last()
      await card.getByRole('button', { name: 'Unblock…' }).click()
      await form.getByText('Steps 1 and 2 of 3').waitFor()
      expect(await measureForm(form), `review and recommendations on ${side}`).toBeLessThan(twoScreens)
      await form.getByRole('radio').first().check()
      await form.getByRole('button', { name: 'Next' }).click()
      await form.getByRole('button', { name: 'Yes, unblock' }).waitFor()
      await page.keyboard.press('Escape')
    }
  }, 60_000)

  test.each([1600, 360])(
    'can be read and used by everybody, light and dark, %d px wide',
    async (width) => {
      const at = await visit(width)
      const { page, slack, desk } = at
      await slack.getByText(/Cannot send/).waitFor()
      for (const theme of ['light', 'dark']) {
        const toggle = page.getByRole('button', { name: `Use ${theme} colours` })
        if ((await toggle.count()) > 0) await toggle.click()
        for (const tab of ['Restrict', 'Break', 'Time', 'Wire', 'Health']) {
          await openDesk(at, tab)
          expect(await findFlaws(page), `${theme} ${tab}`).toEqual([])
        }
        expect(await findAxeFlaws(page), `${theme}, by axe`).toEqual([])
      }
      const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')
      expect(widths).toEqual([width, width])
      const panes =
        '[...document.querySelectorAll(".pane")].map((pane) => pane.scrollWidth - pane.clientWidth)'
      expect(await page.evaluate(panes)).toEqual([0, 0])
      await page.reload()
      await desk.getByRole('tab', { name: 'Health', selected: true }).waitFor()
    },
    60_000,
  )
})

async function restrictUsually(address: string, key: string): Promise<void> {
  await fetch(`${address}playground/api/desk/restrict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key, reason: 'usual' }),
  })
}

const twoScreens = 1_350

/** How high it is where the window has room for all of it. */
async function measureForm(form: Locator): Promise<number> {
  return (await form.boundingBox())?.height ?? Infinity
}

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
