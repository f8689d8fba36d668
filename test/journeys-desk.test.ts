// What goes on behind the bot's back, as somebody at the control desk lives it: the real program, a real browser.
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { hurryUntilBothShow } from './playground/hurry.js'
import { describeVisits, openDesk, type Visit } from './playground/visit.js'

describeVisits('somebody at the control desk', (visit) => {
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
    await slack.getByText(/Cannot send/).waitFor()
    await openDesk(at, 'Break')
    await desk.getByRole('group', { name: 'Exchange Online' }).getByRole('radio', { name: 'Down' }).check()
    await openDesk(at, 'Time')
    await desk.getByRole('radio', { name: /60×/ }).check()
    await openDesk(at, 'Health')
    await desk.getByText('No good poll for two intervals').waitFor()
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
    await slack.getByText('Still cannot send, one hour after the unblock').waitFor()
    await teams.getByText('Still cannot send, one hour after the unblock').waitFor()
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
    await slack.getByText(/Cannot send/).waitFor()
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

  test('raises a storm of forty, and two people unblock the thirty of them that are bulk mail in ten presses', async () => {
    const at = await visit()
    const { address, page, slack, teams, desk, problems } = at
    await slack.getByText(/Cannot send/).waitFor()
    await openDesk(at, 'Restrict')
    await desk.getByRole('button', { name: 'Start a storm' }).click()
    await hurryUntilBothShow(address, /4 look compromised, 1 is an admin, 3 unclear, 30 bulk mail, 3 limits/)
    expect(await slack.locator('.slack-message').count()).toBeLessThan(10)
    let presses = 0
    const press = async (button: Locator) => {
      presses += 1
      await button.click()
    }
    for (const count of [25, 5]) {
      await actAs(page, 'Maya Lindqvist')
      await press(slack.getByRole('button', { name: `Review ${count} together` }))
      const modal = page.getByRole('dialog')
      await press(modal.getByRole('radio', { name: 'Yes, the owner says so' }))
      await press(modal.getByRole('button', { name: 'Sign, ask a second' }))
      await modal.getByText('Signed, 1 of 2: nothing is unblocked yet').waitFor()
      await page.keyboard.press('Escape')
      await hurryUntilBothShow(address, `Unblock ${count} together?`)
      await actAs(page, 'Tom Okafor')
      await press(teams.getByRole('button', { name: 'Approve…' }))
      await press(teams.getByRole('button', { name: `Approve & unblock ${count}` }))
      await hurryUntilBothShow(address, `Unblocked ${count} together`)
    }
    expect(presses).toBeLessThan(12)
    // Who was taken over, who cannot be told and who only met a limit are as they were.
    await desk.getByRole('button', { name: 'Calm 10' }).waitFor()
    await hurryUntilBothShow(address, /4 look compromised, 1 is an admin, 3 unclear, 3 limits/)
    expect(problems).toEqual([])
  }, 180_000)
})

async function type(pane: Locator, text: string): Promise<void> {
  await pane.getByRole('textbox', { name: /Message|Start a post/ }).fill(text)
  await pane.getByRole('textbox', { name: /Message|Start a post/ }).press('Enter')
}

async function unblockLaura({ page, slack }: Visit): Promise<void> {
  await slack
    .getByText(/Looks compromised|Unclear|Looks like bulk mail|Sending limit only/)
    .first()
    .waitFor()
  await slack.getByRole('button', { name: 'Unblock…' }).click()
  const modal = page.getByRole('dialog')
  await modal.getByRole('button', { name: 'Next' }).click()
  await modal.getByRole('heading', { name: 'Recommendations' }).waitFor()
  for (const yes of await modal.getByRole('radio', { name: /^Yes/ }).all()) await yes.check()
  await modal.getByRole('textbox').fill('Spoke to Laura.')
  await modal.getByRole('button', { name: 'Submit' }).click()
  await modal.getByRole('button', { name: 'Yes, unblock' }).click()
  await modal.getByText('laura@contoso.com is being unblocked').waitFor()
  await page.keyboard.press('Escape')
}

async function actAs(page: Page, name: string): Promise<void> {
  const label = await page.getByRole('option', { name }).innerText()
  await page.getByRole('combobox', { name: 'Acting as' }).selectOption({ label })
}
