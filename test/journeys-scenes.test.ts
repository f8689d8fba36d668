// Whoever follows a link to a scene: what they find, who they are, and that what is theirs is still there afterwards.
import { expect, test } from 'vitest'
import { scenes } from '../src/run/scenes/index.js'
import { findAxeFlaws } from './playground/axe.js'
import { describeVisits } from './playground/visit.js'

/** What everybody sees of it, on both platforms. */
const shown: Readonly<Record<string, RegExp>> = {
  first: /laura@contoso\.com/,
  compromised: /henrik\.dahl@contoso\.com/,
  approvers: /Approve…/,
  storm: /Review 25…/,
  blind: /Not watching Contoso/,
  early: /tom@contoso\.com/,
  drill: /drill-1@exercise\.invalid/,
  pager: /Nobody is on it after 20 min|paged|phone/i,
  stuck: /Text for Microsoft/,
  drift: /"User restricted from sending email" was turned off/,
}

describeVisits('whoever follows a link to a scene', (visit) => {
  test('finds each as it is said, light or dark, on a phone or wider, with the right person at the desk, and their own as they left it', async () => {
    const { address, page, slack, teams, problems } = await visit(720)
    await slack.getByText('laura@contoso.com').first().waitFor()
    const acting = page.getByRole('combobox', { name: 'Acting as' })
    expect(Object.keys(shown)).toEqual(scenes.map(({ name }) => name))
    for (const [at, { name, title, person }] of scenes.entries()) {
      await page.emulateMedia({ colorScheme: at % 2 === 0 ? 'light' : 'dark' })
      await page.setViewportSize({ width: at % 4 < 2 ? 720 : 360, height: 1000 })
      await page.goto(`${address}?scene=${name}`)
      await page.getByRole('region', { name: name === 'first' ? 'Step 1 of 5' : title }).waitFor()
      const sees = shown[name] ?? name
      await slack.getByText(sees).first().waitFor()
      await teams.getByText(sees).first().waitFor()
      await expect.poll(() => acting.inputValue()).toBe(person)
      // By the bot's time, which is ahead of the browser's in some of them.
      expect(await slack.getByText('Tomorrow').count(), `scene ${name}`).toBe(0)
      expect(await findAxeFlaws(page), `scene ${name}`).toEqual([])
    }
    // A reload goes on with it: the address has done its part.
    expect(page.url()).toBe(address)
    await page.getByRole('region', { name: scenes.at(-1)?.title ?? '' }).waitFor()

    await page.getByRole('button', { name: 'Back to your own playground' }).click()
    await page.getByRole('region', { name: /^Step \d of 5$/ }).waitFor()
    await slack.getByText(/asks mail-oncall at/).waitFor()
    await page.goto(`${address}?scene=tornado`)
    const list = page.getByRole('region', { name: 'Scenes' })
    await list.getByText(/There is no scene "tornado". There are: first, compromised,/).waitFor()
    for (const { title } of scenes) await list.getByRole('link', { name: title }).waitFor()
    await slack.getByText(/asks mail-oncall at/).waitFor()
    expect(await findAxeFlaws(page)).toEqual([])
    expect(problems).toEqual([])
  }, 180_000)
})
