// What a folder of the first program becomes under the program of today: opened, read, gone on with, and acted on with
// the buttons that the older one posted. All through the program's own doors, whatever its files look like by now.
import { describe, expect, test } from 'vitest'
import { run } from '../cli/run.js'
import { hurryUntilBothShow } from '../playground/hurry.js'
import { copyFormer, startToday, type Today, untilThere } from './former.js'
import { look, onSlack, onTeams } from './hands.js'

/** Before somebody says Yes: what it looks like, whatever that is, and what else is said. */
const toLook = (rest = '') =>
  new RegExp(`^(Looks compromised|Unclear|Looks like bulk mail|Sending limit only|Looking): ${rest}`, 's')

/** In each state an incident can be in, by the name people know it by. */
const live = {
  'henrik.dahl@contoso.com': toLook('.*Not given back: sign-in blocked by Tom Okafor'),
  'fatima.elamrani@contoso.com': toLook(),
  'info@contoso.com': toLook(),
  // A poll of the sandbox that begins with the start may see it listed once more.
  'svc-billing@contoso.com': /^(?:Unblocked|Accepted), watching: .*Unblock confirmed by Laura Bianchi/s,
  'priya.raman@contoso.onmicrosoft.com': /^Outcome unknown: /,
  "sean.o'brien@contoso.com": /^(Unblocking|Outcome unknown): /,
  'Head office relay': toLook(),
  'Warehouse scanners': toLook(),
  'Payroll gateway': toLook(),
  'vera@contoso.com': toLook(),
  'oscar_fabrikam.com#EXT#@contoso.onmicrosoft.com': toLook(),
  'maya@contoso.com': toLook(),
  'laura@contoso.com': toLook('.*Restricted once before.*Not given back: sign-in blocked by Maya'),
  'tom@contoso.com': toLook('.*Restricted once before'),
  'chen.wei@contoso.com': toLook('.*Restricted once before'),
}

describe('a folder of commit 53da0c7, whose program was killed', () => {
  const open = async () => {
    const folder = await copyFormer('53da0c7')
    return { folder, verify: () => run(['journal', 'verify', '--data', folder]) }
  }
  const start = async () => startToday((await open()).folder, '53da0c7')

  test('is read by the command line before anything has been upgraded', async () => {
    const { folder, verify } = await open()
    expect(await verify()).toMatchObject({ code: 0, stdout: 'The journal is whole: 107 entries.' })
    const { stdout } = await run(['list', '--data', folder])
    expect(stdout).toContain('15 restrictions, page 1 of 2')
  })

  test('opens with every incident, and its journal stays whole', async () => {
    const { folder, verify } = await open()
    const today = await startToday(folder, '53da0c7')
    expect((await today.type('list')).stdout).toContain('15 restrictions, page 1 of 2')
    for (const [name, words] of Object.entries(live))
      expect((await today.type('show', name)).stdout).toMatch(words)
    await today.stop()
    const after = await verify()
    expect(after).toMatchObject({ code: 0 })
    expect(after.stdout).toMatch(/^The journal is whole: 1[1-9]\d entries\./)
  })

  test('tells of what was over by then', async () => {
    const today = await start()
    await today.act('slack/say', { person: 'maya', text: '/restricted history laura@contoso.com' })
    const answer = await untilThere(async () =>
      (await look(today, 'maya')).slack.messages.find(({ text }) => text === 'History of laura@contoso.com'),
    )
    expect(JSON.stringify(answer.blocks)).toContain('Unblocked by Maya Lindqvist')
  })

  test('goes on: what was watched ends, and what was under way is judged and not sent again', async () => {
    const today = await start()
    await today.act('desk/jump', { minutes: 60 })
    await hurryUntilBothShow(today.address, 'svc-billing@contoso.com may send mail again')
    await hurryUntilBothShow(today.address, /Unblock failed: priya\.raman@contoso\.onmicrosoft\.com/)
    const { stdout } = await today.type('show', "sean.o'brien@contoso.com")
    expect(stdout).toMatch(/^Unblocked, watching: /)
    expect(stdout).toContain('Reprieve was interrupted right after it had asked Exchange.')
    expect(stdout.match(/Exchange asked to unblock/g)).toHaveLength(1)
  })

  test.each([
    ['Slack', onSlack],
    ['Teams', onTeams],
  ] as const)('has buttons in %s that open the review, and a Yes there unblocks', async (_, on) => {
    const today = await start()
    await clearTom(today)
    const review = on(today, 'tom')
    await review.press('Head office relay', 'review')
    await review.fillIn()
    await review.pressNext('unblock')
    await hurryUntilBothShow(today.address, 'Head office relay off the list, mail may take up to one hour')
    await on(today, 'tom').press('was turned off', 'accept-policies')
    await hurryUntilBothShow(today.address, 'The changed settings of Contoso are the new normal')
  })
})

describe('a folder of commit c18044e, whose program was killed', () => {
  const open = () => copyFormer('c18044e')

  test('is whole, and opens with every incident', async () => {
    const folder = await open()
    const verify = () => run(['journal', 'verify', '--data', folder])
    const before = await verify()
    expect(before.code).toBe(0)
    expect(before.stdout).toContain('64 entries.\n41 texts beside it: unchanged')
    const today = await startToday(folder, 'c18044e')
    expect((await today.type('list')).stdout).toContain('8 restrictions')
    expect((await today.type('show', 'laura@contoso.com')).stdout).toMatch(toLook())
    // Its mail is looked for as soon as the program is up.
    expect((await today.type('show', 'Warehouse scanners')).stdout).toMatch(
      /^(Unblocked, watching|Mail flows): /,
    )
    await today.stop()
    expect(await verify()).toMatchObject({ code: 0 })
  })

  test('tells of what was over by then', async () => {
    const today = await startToday(await open(), 'c18044e')
    await today.act('slack/say', { person: 'maya', text: "/restricted history sean.o'brien@contoso.com" })
    const answer = await untilThere(async () =>
      (await look(today, 'maya')).slack.messages.find(
        ({ text }) => text === "History of sean.o'brien@contoso.com",
      ),
    )
    expect(JSON.stringify(answer.blocks)).toContain('Unblocked by Maya Lindqvist')
  })

  test('goes on: what was watched ends, and what was confirmed is asked for once', async () => {
    const today = await startToday(await open(), 'c18044e')
    const show = async () => (await today.type('show', 'Head office relay')).stdout
    // No call ends within its time when the clock is set an hour ahead under it.
    await untilThere(async () => ((await show()).includes('accepted by Exchange') ? {} : undefined))
    await today.act('desk/jump', { minutes: 60 })
    await hurryUntilBothShow(today.address, 'Warehouse scanners may send mail again')
    const stdout = await show()
    expect(stdout).toContain('Unblock confirmed by Maya Lindqvist')
    expect(stdout.match(/Exchange asked to unblock/g)).toHaveLength(1)
  })

  test('has a button in Slack that opens the review, and a Yes there unblocks', async () => {
    const today = await startToday(await open(), 'c18044e')
    const review = onSlack(today, 'tom')
    await review.press('laura@contoso.com cannot send', 'review')
    await review.fillIn()
    await review.pressNext('unblock')
    await hurryUntilBothShow(today.address, 'laura@contoso.com off the list')
  })
})

/** Nobody may act while their own mailbox is restricted, and all who may approve were. The digest counts who is over. */
async function clearTom(today: Today): Promise<void> {
  await today.act('desk/clear', { key: 'sender:tom@contoso.com' })
  await hurryUntilBothShow(today.address, /6 open, 0 under way, 1 over/)
}
