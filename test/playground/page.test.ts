import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actions, adaptiveCard, button, modal, plain, section } from './blocks.js'
import { findBrowser, openBrowser } from './browser.js'
import { slackBot } from './slack-bot.js'
import { type Stage, setStage } from './stage.js'
import { teamsBot } from './teams-bot.js'

const browserPath = findBrowser()
const isBuilt = existsSync(join(import.meta.dirname, '../../dist/playground/page/main.js'))
if (!isBuilt) console.warn('SKIPPED: the page is not built. Run npm run build to test it.')

describe.skipIf(browserPath === undefined || !isBuilt)('the page in a browser', () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>
  beforeAll(async () => {
    browser = await openBrowser(browserPath ?? '')
  })
  afterAll(() => browser.close())

  async function open(width = 1400): Promise<{ stage: Stage; page: Page; problems: string[] }> {
    const teams = teamsBot(async (context) => {
      if (context.activity.type !== 'invoke') return
      const value = adaptiveCard('Reviewed by you').content
      const body = { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value }
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } })
    })
    const slack = slackBot((app) => {
      app.action('review', async ({ ack, body, client }) => {
        await ack()
        if (body.type === 'block_actions')
          await client.views.open({ trigger_id: body.trigger_id, view: review })
      })
      app.action('choose', async ({ ack, body, client }) => {
        await ack()
        if (body.type === 'block_actions')
          await client.views.open({ trigger_id: body.trigger_id, view: choice })
      })
      app.view('choice', async ({ ack, view, client }) => {
        await ack()
        const sure = view.state.values.sure?.list?.selected_option?.value ?? ''
        await client.chat.postMessage({ channel: 'C0MAILONCALL', text: `Sure: ${sure}` })
      })
      app.action('details', async ({ ack, respond }) => {
        await ack()
        await respond({ text: 'the details', replace_original: false })
      })
      app.view('review', async ({ ack, view, client }) => {
        await ack()
        const why = view.state.values.why?.text?.value ?? ''
        await client.chat.postMessage({ channel: 'C0MAILONCALL', text: `Safe because: ${why}` })
      })
    })
    const stage = await setStage({ bots: [slack, teams.build] })
    const page = await browser.newPage({ viewport: { width, height: 900 } })
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    await page.goto(stage.url)
    return { stage, page, problems }
  }

  const post = (stage: Stage, method: string, body: object) =>
    fetch(`${stage.playground.slack.apiUrl()}${method}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${stage.playground.slack.botToken}`,
      },
      body: JSON.stringify(body),
    })
  const postTeams = (stage: Stage, body: object, editOf = '') => {
    const { teams } = stage.playground
    const conversation = `${teams.serviceUrl()}v3/conversations/${encodeURIComponent(teams.channelId)}`
    return fetch(`${conversation}/activities/${editOf}`, {
      method: editOf === '' ? 'POST' : 'PUT',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${teams.botAuthentication().outboundToken}`,
      },
      body: JSON.stringify({ type: 'message', ...body }),
    })
  }

  it('lets the keyboard choose from a list in a modal, and gives the focus back when it closes', async () => {
    const { stage, page, problems } = await open()
    const blocks = [section('restricted'), actions(button('choose', 'Choose'))]
    await post(stage, 'chat.postMessage', { channel: 'C0MAILONCALL', text: 'restricted', blocks })
    await page.getByRole('button', { name: 'Choose' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Choose' })
    const list = dialog.getByRole('combobox', { name: 'How sure?' })
    await list.focus()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => roleOfFocus(page)).toBe('option')
    await page.keyboard.press('Escape')
    await expect.poll(() => list.getAttribute('aria-expanded')).toBe('false')
    expect(await dialog.count()).toBe(1)
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => roleOfFocus(page)).toBe('option')
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await list.getByText('Rather').waitFor()
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('Sure: rather', { exact: true }).waitFor()
    await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toBe('Choose')
    expect(problems).toEqual([])
  })

  it('says that nothing has happened yet, then shows a card on both sides and lets a person work them', async () => {
    const { stage, page, problems } = await open()
    await page.getByText('The sandbox tenant will restrict a sender within seconds.').first().waitFor()

    const blocks = [section('*laura@contoso.com* is restricted'), actions(button('review', 'Unblock…'))]
    await post(stage, 'chat.postMessage', { channel: 'C0MAILONCALL', text: 'restricted', blocks })
    await postTeams(stage, { attachments: [adaptiveCard('**laura@contoso.com** is restricted')] })
    const slack = page.getByRole('region', { name: 'Slack', exact: true })
    const teams = page.getByRole('region', { name: 'Microsoft Teams' })
    await slack.locator('strong', { hasText: 'laura@contoso.com' }).waitFor()
    await teams.locator('strong', { hasText: 'laura@contoso.com' }).waitFor()

    await slack.getByRole('button', { name: 'Unblock…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Review' })
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    await dialog.getByText('Please complete this required field.').waitFor()
    await dialog.getByLabel('Why is it safe?').fill('the password is new')
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    await slack.getByText('Safe because: the password is new').waitFor()
    expect(await dialog.count()).toBe(0)

    await teams.getByRole('button', { name: 'Unblock…' }).click()
    await teams.getByText('Only you can see this').waitFor()
    await teams.getByText('Reviewed by you').waitFor()
    // Whoever works by keyboard goes on where the page is.
    await expect
      .poll(() => page.evaluate('document.activeElement?.closest(".teams-card") !== null'))
      .toBe(true)
    expect(problems).toEqual([])
  })

  it('shows what was escaped as text: no link, no mention, no markup', async () => {
    const { stage, page, problems } = await open()
    const evil =
      '&lt;@U0TOM000002&gt; &lt;https://evil.test|safe&gt; [bank](https://evil.test) &lt;img src=x onerror=alert(1)&gt;'
    const verbatim = { type: 'section', text: { type: 'mrkdwn', text: evil, verbatim: true } }
    await post(stage, 'chat.postMessage', { channel: 'C0MAILONCALL', text: 'x', blocks: [verbatim] })
    await postTeams(stage, { text: '<img src=x onerror=alert(1)> [bank](javascript:alert(1))' })
    await page.getByText('onerror').nth(1).waitFor()
    expect(await page.locator('.feed a[href*="evil"], .feed a[href^="javascript"], .feed img').count()).toBe(
      0,
    )
    expect(await page.getByText('@Tom Okafor').count()).toBe(0)
    expect(problems).toEqual([])
  })

  it('asks for the version of a card whose refresh names this person, and drops it on the next edit', async () => {
    const { stage, page, problems } = await open()
    const { userId } = stage.playground.people[0]?.teams ?? { userId: '' }
    const card = adaptiveCard('laura@contoso.com is being reviewed')
    const refresh = { action: { type: 'Action.Execute', verb: 'review', data: {} }, userIds: [userId] }
    const posted = await postTeams(stage, {
      attachments: [{ ...card, content: { ...card.content, refresh } }],
    })
    await page.getByText('Reviewed by you').waitFor()
    expect(stage.playground.teams.look('tom').posts[0]?.cards[0]?.onlyForYou).toBe(false)

    const { id } = (await posted.json()) as { id: string }
    await postTeams(stage, { attachments: [adaptiveCard('laura@contoso.com may send again')] }, id)
    await page.getByText('laura@contoso.com may send again').waitFor()
    expect(await page.getByText('Only you can see this').count()).toBe(0)
    expect(problems).toEqual([])
  })

  it('goes down to what a press brought, however long the channel is', async () => {
    const { stage, page } = await open()
    const blocks = [section('filler\n'.repeat(60)), actions(button('details', 'Details'))]
    await post(stage, 'chat.postMessage', { channel: 'C0MAILONCALL', text: 'restricted', blocks })
    await page.getByRole('button', { name: 'Details' }).click()
    const answer = page.getByText('the details', { exact: true })
    await answer.waitFor()
    await expect.poll(async () => (await answer.boundingBox())?.y ?? Infinity).toBeLessThan(800)
  })

  it('follows to the newest in Teams while cards grow, and shows whoever scrolled up the way down', async () => {
    const { stage, page } = await open()
    const tall = { attachments: [adaptiveCard('filler\n\n'.repeat(60))] }
    await postTeams(stage, tall)
    await postTeams(stage, tall)
    await postTeams(stage, { attachments: [adaptiveCard('the second card')] })
    const feed = page.getByRole('region', { name: 'Posts in Teams' })
    const toEnd = async () => Number(await page.evaluate(distanceToEnd))
    await page.getByText('the second card').waitFor()
    await expect.poll(toEnd).toBeLessThan(2)

    await feed.hover()
    await page.mouse.wheel(0, -600)
    await expect.poll(toEnd).toBeGreaterThan(400)
    expect(await page.getByRole('button', { name: 'Newest below' }).count()).toBe(0)
    await postTeams(stage, { attachments: [adaptiveCard('the third card')] })
    await page.getByRole('button', { name: 'Newest below' }).click()
    await expect.poll(toEnd).toBeLessThan(2)
    expect(await page.getByRole('button', { name: 'Newest below' }).count()).toBe(0)
    await expect.poll(() => focusIn(page, '.teams .feed')).toBe(true)
  })

  it('keeps the focus on the button of a card that is drawn anew, and on its card when the button is gone', async () => {
    const { stage, page } = await open()
    const blocks = [section('restricted'), actions(button('details', 'Details'))]
    const posted = await post(stage, 'chat.postMessage', { channel: 'C0MAILONCALL', text: 'x', blocks })
    const { ts } = (await posted.json()) as { ts: string }
    const update = (next: object[]) =>
      post(stage, 'chat.update', { channel: 'C0MAILONCALL', ts, text: 'x', blocks: next })
    await page.getByRole('button', { name: 'Details' }).focus()
    await update([section('in review'), section('still'), actions(button('details', 'Details'))])
    await page.getByText('still', { exact: true }).waitFor()
    await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toBe('Details')
    await update([section('over')])
    await page.getByText('over', { exact: true }).waitFor()
    await expect.poll(() => focusIn(page, '.slack-message')).toBe(true)

    const sent = await postTeams(stage, { attachments: [adaptiveCard('restricted')] })
    const { id } = (await sent.json()) as { id: string }
    await page.locator('.teams-card').getByRole('button', { name: 'Unblock…' }).focus()
    await postTeams(stage, { attachments: [adaptiveCard('in review')] }, id)
    await page.locator('.teams-card').getByText('in review').waitFor()
    await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toBe('Unblock…')
  })

  it('offers all that can be typed on both sides, and writes it where it is sent from', async () => {
    const { page } = await open()
    for (const line of ['/restricted list', '@Reprieve list'])
      await page.getByRole('button', { name: line, exact: true }).waitFor()
    await page.getByRole('button', { name: '/restricted show' }).click()
    const field = page.getByLabel('Message #mail-oncall')
    expect(await field.inputValue()).toBe('/restricted show ')
    expect(await focusIn(page, '.slack .composer')).toBe(true)
  })

  it('tells a person what failed in the words of the platform', async () => {
    const { page } = await open()
    await page.getByLabel('Message #mail-oncall').fill('/restricted list')
    await page.keyboard.press('Enter')
    await page.getByText('/restricted failed with the error "dispatch_failed"', { exact: true }).waitFor()
    await page.getByText('Only visible to you', { exact: true }).waitFor()
  })

  it('stacks its panes on a phone without scrolling sideways', async () => {
    const { page } = await open(390)
    await page.getByLabel('Message #mail-oncall').waitFor()
    const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')
    expect(widths).toEqual([390, 390])
  })

  it('turns dark when asked, and remembers', async () => {
    const { page } = await open()
    await page.getByRole('button', { name: 'Use dark colours' }).click()
    await page.reload()
    await page.getByRole('button', { name: 'Use light colours' }).waitFor()
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
  })
})

const roleOfFocus = (page: Page) => page.evaluate('document.activeElement?.getAttribute("role")')

const distanceToEnd =
  '(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)(document.querySelector(".teams .feed"))'

const focusIn = (page: Page, selector: string) =>
  page.evaluate(`document.activeElement?.closest('${selector}') != null`)

const choice = {
  ...modal('Choose', [
    {
      type: 'input',
      block_id: 'sure',
      label: plain('How sure?'),
      element: {
        type: 'static_select',
        action_id: 'list',
        options: ['Very', 'Rather', 'Hardly'].map((word) => ({
          text: plain(word),
          value: word.toLowerCase(),
        })),
      },
    },
  ]),
  callback_id: 'choice',
}

const review = modal('Review', [
  {
    type: 'input',
    block_id: 'why',
    label: plain('Why is it safe?'),
    element: { type: 'plain_text_input', action_id: 'text', multiline: true },
  },
])
