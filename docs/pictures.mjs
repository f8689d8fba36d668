// npm run pictures: draws every picture of the docs anew, from the playground in headless Chromium. What they show is
// what the program does: no picture is touched up.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { toAnimation } from './animation.mjs'

const isWanted = ({ name }) => process.argv.length === 2 || process.argv.includes(name)
const root = fileURLToPath(new URL('..', import.meta.url))
const note = 'Spoke to Laura: signed out everywhere, new password, rule and app removed.'
const wide = { width: 1320, height: 820 }
/** The machine may have more to do. */
const patience = 120_000

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
/** A program of its own, with an empty memory: Laura is restricted within seconds. */
async function withPlayground(draw) {
  const folder = mkdtempSync(join(tmpdir(), 'reprieve-pictures-'))
  const program = spawn(process.execPath, ['dist/main.js', 'playground'], {
    cwd: root,
    env: { ...process.env, PORT: '0', REPRIEVE_DATA: folder, REPRIEVE_LOG: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => void program.once('exit', resolve))
  try {
    await draw(await findAddress(program.stdout))
  } finally {
    program.kill()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}

async function findAddress(output) {
  for await (const line of createInterface({ input: output })) {
    const address = /ready: (\S+)/.exec(line)?.[1]
    if (address !== undefined) return address
  }
  throw new Error('The playground did not start. Run npm run build first.')
}

/** The tour marks what it wants pressed, which the cards are not drawn for. */
const leaveTour = (page) => page.getByRole('button', { name: 'Leave the tour' }).click()

async function visit(address, { width, height, scale = 1, isLed = false }) {
  const page = await browser.newPage({
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme: 'light',
    // A transition would be caught half way.
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    locale: 'en-US',
  })
  page.setDefaultTimeout(patience)
  await page.goto(address)
  if (!isLed) await leaveTour(page)
  const slack = page.getByRole('region', { name: 'Slack', exact: true })
  const teams = page.getByRole('region', { name: 'Microsoft Teams' })
  await slack
    .getByText(/Looks compromised|Unclear|Looks like bulk mail|Sending limit only/)
    .first()
    .waitFor()
  await teams
    .getByText(/Looks compromised|Unclear|Looks like bulk mail|Sending limit only/)
    .first()
    .waitFor()
  return { page, slack, teams, modal: page.getByRole('dialog') }
}

async function save(name, shot) {
  writeFileSync(join(root, 'docs', name), await shot)
}

/** The upper part of a pane, down to where the card ends. */
async function clip({ page }, pane, height) {
  const { x, y, width } = await pane.boundingBox()
  return page.screenshot({ clip: { x, y, width, height } })
}

async function drawSlack(address) {
  const seen = await visit(address, { ...wide, isLed: true })
  const { page, slack, modal } = seen
  await page.locator('[data-tour]').first().waitFor()
  await save('playground.png', page.screenshot())
  await leaveTour(page)
  await save('slack-incident.png', clip(seen, slack, 460))
  await slack.getByRole('button', { name: 'Unblock…' }).click()
  await modal.getByRole('button', { name: /Take the account back/ }).click()
  await modal.getByText('What to do, in this order').waitFor()
  await save('slack-containment.png', modal.screenshot())
  await modal.getByRole('button', { name: /Back/ }).click()
  await modal.getByRole('button', { name: 'Next' }).click()
  await modal.getByRole('heading', { name: 'Recommendations' }).waitFor()
  await save('slack-recommendations.png', modal.screenshot())
  await answer(modal)
  await modal.getByRole('button', { name: 'Submit' }).click()
  await modal.getByRole('button', { name: /Yes, unblock/ }).waitFor()
  await save('slack-confirm.png', modal.screenshot())
  await page.close()
}

const toTop = (text) => text.evaluate((element) => element.scrollIntoView({ block: 'start' }))

/** Whatever is asked, and why the rest is safe. */
async function answer(form) {
  for (const yes of await form.getByRole('radio', { name: /^Yes/ }).all()) await yes.check()
  await form.getByRole('textbox').fill(note)
}

async function drawTeams(address) {
  const seen = await visit(address, wide)
  const { page, teams } = seen
  await save('teams-incident.png', clip(seen, teams, 700))
  await teams.getByRole('button', { name: 'Unblock…' }).click()
  await teams.getByRole('button', { name: /Take the account back/ }).click()
  await teams.getByText('What to do, in this order').waitFor()
  await toTop(teams.getByText('Tick what is to be done'))
  await save('teams-containment.png', clip(seen, teams, 722))
  await teams.getByRole('button', { name: /Back/ }).first().click()
  await teams.getByRole('button', { name: 'Next' }).click()
  await teams.getByText('Step 2 of 3').waitFor()
  await toTop(teams.getByText('Step 2 of 3'))
  await save('teams-recommendations.png', clip(seen, teams, 700))
  for (const yes of await teams.locator('input[type="radio"][value="yes"]').all()) await yes.check()
  await teams.getByRole('textbox', { name: /note/i }).fill(note)
  await teams.getByRole('button', { name: 'Submit' }).click()
  await teams.getByRole('button', { name: /Yes, unblock/ }).waitFor()
  await save('teams-confirm.png', clip(seen, teams, 700))
  await page.close()
}

/** With its outline, and so that half a pixel more is a whole one. */
function toEven({ x, y, width, height }) {
  const [left, top] = [x, y].map((start) => 2 * Math.floor((start - 6) / 2))
  const [right, bottom] = [x + width, y + height].map((end) => 2 * Math.ceil((end + 6) / 2))
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** From the alert to the end, at the width of a README. */
async function drawUnblock(address) {
  const scale = 1.5
  const { page, slack, teams, modal } = await visit(address, { width: 800, height: 640, scale })
  const whole = { x: 0, y: 0, ...page.viewportSize() }
  // One pane fills the picture. What stands above both tells a visitor what to do; here somebody does it.
  await page.addStyleTag({
    content: 'header.top { display: none } .panes { padding: 0 } .pane { height: 100dvh }',
  })
  const frames = []

  /** @param changed the only thing that looks otherwise than before; all of it when undefined. */
  async function show(seconds, changed) {
    const clip = changed === undefined ? whole : toEven(await changed.boundingBox())
    const [left, top] = [clip.x * scale, clip.y * scale]
    frames.push({ png: await page.screenshot({ clip }), left, top, seconds })
  }
  /** A button is seen before it is pressed. */
  async function press(button, look) {
    await button.scrollIntoViewIfNeeded()
    await button.evaluate((element) => element.style.setProperty('outline', '4px solid #f5a524'))
    await look()
    await button.evaluate((element) => element.style.removeProperty('outline'))
    await button.click()
  }

  await toTop(slack)
  await show(2.5)
  const review = slack.getByRole('button', { name: 'Unblock…' })
  await press(review, () => show(1, review))
  await modal.getByRole('heading', { name: 'Review' }).waitFor()
  await slack
    .getByText(/is on it/)
    .first()
    .waitFor()
  await show(3)
  const next = modal.getByRole('button', { name: 'Next' })
  await press(next, () => show(0.8, next))
  await modal.getByRole('heading', { name: 'Recommendations' }).waitFor()
  await show(2.5, modal)
  const [first, second, ...others] = await modal.getByRole('radio', { name: /^Yes/ }).all()
  await first.check()
  await show(0.8, modal)
  await second.check()
  await show(1, modal)
  for (const yes of others) await yes.check()
  await modal.getByRole('textbox').fill(note)
  await press(modal.getByRole('button', { name: 'Submit' }), () => show(2.5, modal))
  const yes = modal.getByRole('button', { name: /Yes, unblock/ })
  await yes.waitFor()
  await show(3, modal)
  await press(yes, () => show(2, modal))
  await modal.getByText('laura@contoso.com is being unblocked').waitFor()
  await show(2.5)
  await page.keyboard.press('Escape')
  const over = 'Off the list, mail may take'
  await slack.getByText(over).first().waitFor()
  await slack.getByRole('button', { name: 'Details' }).scrollIntoViewIfNeeded()
  await show(3.5)
  await teams.getByText(over).first().waitFor()
  for (const part of [teams.getByText('confirmed the unblock'), teams])
    await part.evaluate((element) => element.scrollIntoView({ block: 'center' }))
  await show(3)
  await save('unblock.png', toAnimation(frames))
  await page.close()
}

try {
  for (const draw of [drawSlack, drawTeams, drawUnblock]) if (isWanted(draw)) await withPlayground(draw)
} finally {
  await browser.close()
}
