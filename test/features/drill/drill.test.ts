// A drill, as those who practise see it, and as everything real does not.
import { afterEach, describe, expect, test } from 'vitest'
import { singleApproval } from '../../../src/domain/approval.js'
import { listDrillTenantIds } from '../../../src/domain/drill.js'
import type { Access } from '../../../src/domain/grants.js'
import type { Incident } from '../../../src/domain/incident.js'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import type { Step } from '../../../src/domain/ladder.js'
import { BackendError } from '../../../src/errors.js'
import type { DrillReportView } from '../../../src/features/cards.js'
import { createMetrics } from '../../../src/metrics/index.js'
import type { PageOrder } from '../../../src/ports.js'
import {
  createSender,
  fillForm,
  getIncident,
  openForm,
  pressYes,
  readCard,
  readLines,
  restrict,
  unblock,
} from '../acts.js'
import type { CallName } from '../backend.js'
import { access, contoso, maya, olga, tom, vera } from '../people.js'
import type { RecordingPlatform } from '../platform.js'
import { createStage, type Stage, type StageSettings, toView } from '../stage.js'

let stage: Stage
afterEach(() => stage.close())

async function open(settings: StageSettings = {}): Promise<void> {
  stage = await createStage(settings)
}

const calls: readonly CallName[] = [
  'list',
  'find',
  'gather',
  'unblock',
  'traceMail',
  'contain',
  'readPolicies',
  'searchDeeds',
  'examine',
]

/** Exchange and Graph answer nothing any more, whatever is asked. */
function cutOff(): void {
  for (const call of calls)
    stage.backend.fail(
      call,
      new BackendError(`${call} was called`, { code: 'rejected', outcome: 'unchanged' }),
    )
}

async function listDrills(): Promise<readonly Incident[]> {
  const lists = listDrillTenantIds('contoso').map((tenantId) => stage.store().listLive({ tenantId }))
  return (await Promise.all(lists)).flat()
}

async function begin(text = 'drill'): Promise<Incident> {
  const answer = toView(await stage.command(maya, text), 'notice')
  expect(answer.title).toBe('The drill has begun')
  await stage.advance(2_000)
  const [drill] = await listDrills()
  if (drill === undefined) throw new Error('no drill')
  return drill
}

function readReport(platform: RecordingPlatform): DrillReportView {
  const reports = platform.sent.filter(({ card }) => card.name === 'drill-report')
  expect(reports.map(({ call }) => call)).toEqual(['post'])
  return toView(reports[0]?.card, 'drill-report')
}

async function takeBack({ id: incidentId }: Incident): Promise<void> {
  const page = toView(await stage.press(tom, 'containment', { incidentId }), 'containment')
  const ticked = page.groups.map(({ inputId, choices }): [string, string] => [
    inputId,
    choices.map(({ choiceId }) => choiceId).join(','),
  ])
  const { confirmationId } = page
  const values: Record<string, string> = Object.fromEntries(ticked)
  await stage.press(tom, 'contain-set', { incidentId, confirmationId, values })
  await stage.advance(2 * minuteMilliseconds)
}

async function unblockNow(drill: Incident): Promise<void> {
  toView(await stage.press(tom, 'review', { incidentId: drill.id }), 'overview')
  const form = fillForm(await openForm(stage, tom, drill.id), { note: 'Called her, it was not her' })
  toView(await pressYes(stage, tom, toView(await stage.press(tom, 'confirm', form), 'confirm')), 'accepted')
  await stage.idle()
}

/** On it after two minutes, taken back, reviewed and unblocked. */
async function practise(drill: Incident): Promise<void> {
  await stage.advance(2 * minuteMilliseconds)
  await stage.press(tom, 'claim', { incidentId: drill.id })
  await takeBack(drill)
  await unblockNow(drill)
}

describe('a drill', () => {
  test('asks Exchange nothing from its card to its report, on either platform, over a restart', async () => {
    await open()
    cutOff()
    const before = stage.backend.calls.length
    const drill = await begin()
    expect(readCard(stage.slack, drill.id)).toMatchObject({
      statusIcon: '🧪',
      statusWord: 'Drill · looks compromised',
      isCalm: true,
      entity: 'drill-1@exercise.invalid',
      badgesText: '🧪 Invented. Exchange is not touched',
      portalUrl: '',
    })
    expect(readCard(stage.teams, drill.id).notice).toMatch(/^🧪 Drill · /)
    expect(readCard(stage.teams, drill.id).menu.map(({ title }) => title)).toContain('End the drill')
    await practise(drill)
    await stage.crash()
    await stage.advance(6 * minuteMilliseconds)
    const over = await getIncident(stage, drill.id)
    expect(over.state).toMatchObject({ status: 'closed', outcome: 'unblocked' })
    // The poll of the real list goes on meanwhile, and it alone; the start reads the settings once.
    expect([...new Set(stage.backend.calls.slice(before))].toSorted()).toEqual(['list', 'readPolicies'])
    expect(stage.backend.calls.join()).not.toContain('exercise.invalid')
    for (const platform of [stage.slack, stage.teams]) {
      const report = readReport(platform)
      expect(report).toMatchObject({ title: 'Drill done', isGood: true })
      expect(report.headline).toMatch(/^On it in 2 min, unblocked in 4 min$/)
      expect(report.lines.map(({ icon, label }) => `${icon} ${label}`)).toEqual([
        '✅ On it',
        '✅ Taken back',
        '✅ Reviewed',
        '✅ Unblocked',
        '✅ Mail seen to flow',
      ])
      expect(report.lines[0]?.finding).toBe('2 min, Tom')
    }
    // Nothing was changed, so nothing is left to be given back, and nobody is reminded of it.
    expect(readCard(stage.slack, drill.id)).toMatchObject({ standingText: '', canGiveBack: false, menu: [] })
    const types = (await stage.journal(drill.id)).map(({ type }) => type)
    for (const type of ['drill.begun', 'claim.taken', 'unblock.done', 'drill.ended'])
      expect(types).toContain(type)
  })

  test('takes a second signature where the settings ask for one', async () => {
    const rule = { by: 'domain', value: 'exercise.invalid', rule: 'two-people' } as const
    const bound: Access = {
      ...access,
      accounts: new Map([['slack:U1', { objectId: 'aad-1', directoryId: 'tenant-1' }]]),
      entraPlatforms: new Map([['teams', 'tenant-1']]),
    }
    await open({ approval: { ...singleApproval, protected: [rule] }, access: bound })
    const drill = await begin()
    await practise(drill)
    expect(await getIncident(stage, drill.id)).toMatchObject({
      state: { status: 'open' },
      drill: { marks: { signed: { by: { name: 'Tom' } } } },
    })
    expect(readLines(stage.teams).every((text) => text.startsWith('Drill: '))).toBe(true)
    const page = toView(await stage.press(maya, 'approve', { incidentId: drill.id }), 'confirm')
    toView(await pressYes(stage, maya, page), 'accepted')
    await stage.advance(6 * minuteMilliseconds)
    expect(readReport(stage.slack).lines.map(({ label }) => label)).toContain('Signed first')
  })

  test('is on no list and in no number of what is real, and one marked line on Home while it runs', async () => {
    const metrics = createMetrics({ version: '0', taskKinds: [], platforms: ['slack', 'teams'] })
    await open({ metrics })
    const drill = await begin()
    await stage.press(tom, 'claim', { incidentId: drill.id })
    await stage.advance(minuteMilliseconds)
    const seen = [await stage.command(vera, 'list'), await stage.command(vera, 'handover')]
    const home = toView(await stage.bot().handlers.onHome(maya), 'home')
    expect(home.summary).toBe('Nobody waits for a review.')
    expect([home.nobody, home.waiting, home.others]).toEqual([[], [], []])
    expect(home.drills).toEqual([
      {
        incidentId: drill.id,
        icon: '🧪',
        localPart: 'drill-1',
        domainPart: '@exercise.invalid',
        text: 'On it in under 1 min · ends 04:14 UTC',
      },
    ])
    await practise(drill)
    await stage.advance(6 * minuteMilliseconds)
    expect(toView(await stage.bot().handlers.onHome(maya), 'home').drills).toEqual([])
    seen.push(await stage.command(vera, 'history'))
    expect(JSON.stringify(seen)).not.toMatch(/drill-1|exercise\.invalid/)
    const named = await stage.command(vera, 'history drill-1@exercise.invalid')
    expect(toView(named, 'history').rows).toEqual([])
    const { text } = await metrics.expose(undefined)
    expect(text).toContain('reprieve_drills_total{end="finished"} 1')
    for (const name of [
      'incidents_opened_total',
      'unblocks_total',
      'incidents_closed_total',
      'verdicts_total',
    ])
      for (const line of text.split('\n').filter((one) => one.startsWith(`reprieve_${name}`)))
        expect(line).toMatch(/ 0$/)
  })

  test('leaves what is real alone: a restriction that comes meanwhile has its card and its unblock', async () => {
    await open()
    const drill = await begin()
    const real = await restrict(stage, createSender('sam@contoso.com'))
    await unblock(stage, maya, real)
    expect((await getIncident(stage, real.id)).state.status).toBe('watching')
    expect(readCard(stage.slack, real.id).notice).not.toContain('🧪')
    // No poll of the real list closes what is not on it.
    await stage.advance(5 * minuteMilliseconds)
    expect((await getIncident(stage, drill.id)).state.status).toBe('open')
  })

  test('is called off with one press, by an operator too, and told once', async () => {
    await open()
    const drill = await begin()
    await stage.advance(4 * minuteMilliseconds)
    const told = toView(await stage.press(olga, 'end-drill', { incidentId: drill.id }), 'notice')
    expect(told.title).toBe('The drill is over')
    expect(told.text).toContain('Called off by Olga')
    await stage.advance(5_000)
    expect(readReport(stage.teams)).toMatchObject({
      title: 'Drill called off',
      headline: 'Called off by Olga',
    })
    const card = readCard(stage.slack, drill.id)
    expect(card.statusWord).toBe('Drill · called off')
    expect(card.outcomeText).toMatch(/^Called off by Olga /)
    const again = toView(await stage.press(olga, 'end-drill', { incidentId: drill.id }), 'notice')
    expect(again.text).toContain('This drill is over')
  })

  test('ends by itself after an hour, also when Reprieve was down meanwhile, with what was not done', async () => {
    await open()
    const drill = await begin()
    await stage.press(maya, 'claim', { incidentId: drill.id })
    await stage.skip(hourMilliseconds)
    await stage.crash()
    await stage.advance(minuteMilliseconds)
    const report = readReport(stage.slack)
    expect(report).toMatchObject({ title: 'Drill over', headline: 'Its time was over: on it in under 1 min' })
    expect(report.lines.map(({ icon, label }) => `${icon} ${label}`)).toEqual([
      '✅ On it',
      '◻ Taken back',
      '◻ Reviewed',
      '◻ Unblocked',
      '◻ Mail seen to flow',
    ])
    expect((await getIncident(stage, drill.id)).state.status).toBe('closed')
  })

  test('is over when its organisation is taken out of the settings, and nobody else is asked', async () => {
    const labs = { ...contoso, id: 'labs', name: 'Labs' }
    await open({ tenants: [contoso, labs] })
    const drill = await begin('drill contoso')
    await unblockNow(drill)
    await stage.crash({ tenantIds: ['labs'] })
    await stage.advance(2 * hourMilliseconds)
    expect((await getIncident(stage, drill.id)).state.status).toBe('closed')
    for (const { calls: made } of stage.backends.values()) expect(made.join()).not.toContain('exercise')
  })

  test('is remembered: the next report, the list of drills and the doctor say how the last one went', async () => {
    await open()
    const first = await begin()
    await practise(first)
    await stage.advance(6 * minuteMilliseconds)
    const second = await begin()
    expect(second.entity).toMatchObject({ address: 'drill-2@exercise.invalid' })
    expect(readCard(stage.slack, second.id).again).toEqual([])
    await stage.press(tom, 'claim', { incidentId: second.id })
    toView(await stage.command(maya, 'drill end'), 'notice')
    await stage.advance(5_000)
    const last = stage.slack.sent.findLast(({ card }) => card.name === 'drill-report')?.card
    expect(toView(last, 'drill-report').lines[0]?.finding).toBe('under 1 min, Tom (was 2 min)')
    const rows = toView(await stage.command(vera, 'drill list'), 'history').rows
    expect(rows.map(({ entity, outcomeText }) => `${entity}: ${outcomeText}`)).toEqual([
      'drill-2@exercise.invalid: Called off by Maya: on it in under 1 min',
      'drill-1@exercise.invalid: On it in 2 min, unblocked in 4 min',
    ])
    const { sections } = await stage.bot().runDoctor(maya, { tenant: undefined, postsTestCards: false })
    const check = sections.flatMap(({ checks }) => checks).find(({ name }) => name === 'Drill')
    expect(check?.result).toBe('ok')
    expect(check?.found).toContain('Called off by Maya')
  })

  test('can be named in commands while it runs, as what is real', async () => {
    await open()
    const drill = await begin()
    expect(toView(await stage.command(vera, 'show drill-1@exercise.invalid'), 'show').incidentId).toBe(
      drill.id,
    )
    expect(toView(await stage.command(olga, 'review drill-1'), 'overview').incidentId).toBe(drill.id)
  })
})

describe('the ladder of a drill', () => {
  const steps: readonly Step[] = [
    {
      afterMinutes: 5,
      when: 'always',
      name: 'mail team',
      target: { kind: 'mention', memberId: 'S1', isGroup: true },
    },
    { afterMinutes: 10, when: 'always', name: 'night', target: { kind: 'pager', pager: 'night' } },
  ]
  const ladders = [
    {
      verdicts: ['compromised', 'unclear', 'bulk', 'limit-only'],
      severities: ['critical', 'high', 'medium', 'low'],
      steps,
    },
  ] as const
  const tenant = { ...contoso, routes: contoso.routes.map((route) => ({ ...route, ladders })) }
  let orders: PageOrder[] = []
  const openWithPager = async () => {
    orders = []
    const pager = {
      id: 'night',
      speaks: false,
      async send(order: PageOrder) {
        orders.push(order)
      },
      hear: () => 'nothing' as const,
      examine: async () => [],
    }
    await open({ tenants: [tenant], createPagers: () => [pager] })
  }
  const readMentions = () =>
    stage.slack.sent.flatMap(({ card }) => (card.name === 'escalation' ? [toView(card, 'escalation')] : []))

  test('asks the real people, and says first that it is a drill; it rings no pager', async () => {
    await openWithPager()
    const drill = await begin()
    await stage.advance(20 * minuteMilliseconds)
    expect(readMentions().map(({ icon, text }) => `${icon} ${text.slice(0, 35)}`)).toEqual([
      '🧪 Drill: Nobody is on it after 5 min:',
    ])
    expect(orders).toEqual([])
    expect(readCard(stage.teams, drill.id).whoText).not.toContain('pages')
  })

  test('rings the pager when that was asked for, and whoever is woken reads first that it is a drill', async () => {
    await openWithPager()
    const drill = await begin('drill contoso with pager')
    expect(readCard(stage.teams, drill.id).smallText).toContain('the pager may ring')
    await stage.advance(15 * minuteMilliseconds)
    expect(orders.map(({ action }) => action)).toEqual(['ring'])
    expect(orders[0]?.summary).toMatch(/^DRILL\. Reprieve: drill-1@exercise\.invalid/)
    await stage.command(maya, 'drill end')
    await stage.advance(minuteMilliseconds)
    expect(orders.at(-1)).toMatchObject({ action: 'resolve' })
    expect(readReport(stage.slack).lines.find(({ label }) => label === 'Paged')).toMatchObject({ icon: '✅' })
  })

  test('is not said to ring where nothing would', async () => {
    await open()
    const refused = toView(await stage.command(maya, 'drill with pager'), 'notice')
    expect(refused.text).toContain('no pager can ring')
    expect(await listDrills()).toEqual([])
  })
})

describe('who may', () => {
  test('begin one: approvers, for their tenant, one at a time, and not where nothing is unblocked', async () => {
    const labs = { ...contoso, id: 'labs', name: 'Labs', isWatchOnly: true } as const
    const people = new Map([
      ...access.people,
      ['teams:aad-2', { role: 'approver', addresses: [], tenants: ['labs'] }] as const,
    ])
    await open({ tenants: [contoso, labs], access: { ...access, people } })
    const say = async (...asked: Parameters<Stage['command']>) =>
      toView(await stage.command(...asked), 'notice').text
    expect(await say(olga, 'drill contoso')).toContain('begin a drill')
    expect(await say(vera, 'drill contoso')).toContain('begin a drill')
    expect(await say(maya, 'drill')).toContain('Say whose people are to practise')
    expect(await say(maya, 'drill contso')).toContain('Did you mean Contoso')
    expect(await say(maya, 'drill labs')).toContain('only watches Labs')
    expect(await say(tom, 'drill contoso')).toContain('No tenant is called')
    expect(await say(maya, 'drill end')).toBe('No drill runs.')
    const drill = await begin('drill contoso')
    expect(await say(maya, 'drill contoso')).toMatch(/^A drill runs in Contoso already since /)
    // Of a tenant that is none of his business there is nothing, drills included.
    expect(toView(await stage.command(tom, 'drill list'), 'history').rows).toEqual([])
    expect(toView(await stage.press(tom, 'show', { incidentId: drill.id }), 'notice').title).toBe('Not done')
  })

  test('end what is real as a drill: nobody', async () => {
    await open()
    const { id } = await restrict(stage)
    const refused = toView(await stage.press(maya, 'end-drill', { incidentId: id }), 'notice')
    expect(refused.text).toContain('This is no drill')
    expect((await getIncident(stage, id)).state.status).toBe('open')
  })
})
