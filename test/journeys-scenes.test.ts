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
}

describeVisits('whoever follows a link to a scene', (visit) => {
  test('finds each as it is said, in light and dark, with the right person at the desk', async () => {
    const { address, page, slack, teams, problems } = await visit(720)
    expect(Object.keys(shown)).toEqual(scenes.map(({ name }) => name))
    for (const [at, { name, title, person }] of scenes.entries()) {
      await page.emulateMedia({ colorScheme: at % 2 === 0 ? 'light' : 'dark' })
      await page.goto(`${address}?scene=${name}`)
      await page.getByRole('region', { name: name === 'first' ? 'Step 1 of 5' : title }).waitFor()
      for (const side of [slack, teams])
        await side
          .getByText(shown[name] ?? name)
          .first()
          .waitFor()
      const acting = page.getByRole('combobox', { name: 'Acting as' })
      await expect.poll(() => acting.inputValue()).toBe(person)
      expect(await findAxeFlaws(page), `scene ${name}`).toEqual([])
    }
    expect(page.url()).toBe(address)
    expect(problems).toEqual([])
  }, 120_000)

  test('comes back to their own playground, which is as they left it, and is told which scenes there are', async () => {
    const { address, page, slack, problems } = await visit()
    await slack.getByText('laura@contoso.com').first().waitFor()
    await page.goto(`${address}?scene=early`)
    await slack.getByText('tom@contoso.com').first().waitFor()
    expect(await slack.getByText('laura@contoso.com').count()).toBe(0)
    await page.reload()
    await slack.getByText('tom@contoso.com').first().waitFor()
    await page.getByRole('button', { name: 'Back to your own playground' }).click()
    await slack.getByText('laura@contoso.com').first().waitFor()

    await page.goto(`${address}?scene=tornado`)
    const list = page.getByRole('region', { name: 'Scenes' })
    await list.getByText(/There is no scene "tornado". There are: first, compromised,/).waitFor()
    await slack.getByText('laura@contoso.com').first().waitFor()
    for (const { title } of scenes) await list.getByRole('link', { name: title }).waitFor()
    expect(await findAxeFlaws(page)).toEqual([])
    expect(problems).toEqual([])
  }, 60_000)
})
