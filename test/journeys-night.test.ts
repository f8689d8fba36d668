// A night on call, as whoever is woken lives it: the real program, its phone, a real browser.
import { expect, test } from 'vitest'
import { findAxeFlaws } from './playground/axe.js'
import { describeVisits, openDesk, type Visit } from './playground/visit.js'

describeVisits('somebody on call', (visit) => {
  test('is woken by the second step since nobody was awake, answers on the phone, and is told when Reprieve sees nothing', async () => {
    const at = await visit()
    const { slack, teams, page, problems } = at
    const seesBoth = (text: string | RegExp) =>
      Promise.all([slack, teams].map((side) => side.getByText(text).first().waitFor()))
    await seesBoth(/Nobody yet · asks (mail-oncall|Tom Okafor) at \d\d?:\d\d/)

    // The first step asks by name where the card is, and in the channel.
    await pass(at, '+15 min')
    await seesBoth(/Nobody is on it after \d+ min: laura@contoso\.com, looks compromised/)
    await slack.getByText('replied to a thread').waitFor()
    await slack.getByText('@mail-oncall').first().waitFor()
    await teams.getByText('@Tom Okafor').first().waitFor()
    await seesBoth(/asked mail-oncall/)
    await seesBoth(/Nobody yet · pages the phone at/)

    // The second wakes somebody, who answers where it rings.
    await pass(at, '+15 min')
    await seesBoth(/paged the phone/)
    const opened = page.waitForEvent('popup')
    await page.getByRole('link', { name: 'Phone' }).click()
    const phone = await opened
    await phone.getByRole('heading', { name: 'Rings' }).waitFor()
    await phone.getByText(/laura@contoso\.com looks compromised/).waitFor()
    expect(await findAxeFlaws(phone)).toEqual([])
    await phone.getByRole('button', { name: 'Acknowledge' }).click()
    await phone.getByRole('heading', { name: 'Acknowledged by Nadia Haddad' }).waitFor()
    await phone.close()
    await seesBoth(/Nadia Haddad is on it/)

    // Whoever watches is told when nothing is seen, and when it is over.
    await openDesk(at, 'Break')
    await at.desk.getByRole('group', { name: 'Exchange Online' }).getByRole('radio', { name: 'Down' }).check()
    await pass(at, '60×')
    await seesBoth('🙈 Not watching Contoso')
    await seesBoth('New restrictions go unseen')
    await openDesk(at, 'Break')
    await at.desk.getByRole('button', { name: 'Mend everything' }).click()
    await seesBoth('🟢 Watching Contoso again')
    expect(await slack.getByText('Not watching Contoso').count()).toBe(0)
    expect(problems).toEqual([])
  }, 90_000)
})

async function pass(at: Visit, how: '+15 min' | '60×'): Promise<void> {
  await openDesk(at, 'Time')
  if (how === '60×') await at.desk.getByRole('radio', { name: /60×/ }).check()
  else await at.desk.getByRole('button', { name: how }).click()
}
