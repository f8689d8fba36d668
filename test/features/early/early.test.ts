// A sender who is about to be restricted, as those see it who may still do something about it.
import { afterEach, describe, expect, test } from 'vitest'
import { toApartId } from '../../../src/domain/apart.js'
import type { Near, SenderLoad } from '../../../src/domain/early.js'
import type { Incident } from '../../../src/domain/incident.js'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import type { OutboundPolicy } from '../../../src/domain/policies.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { BackendError } from '../../../src/errors.js'
import { createMetrics } from '../../../src/metrics/index.js'
import { createPolicies } from '../../domain/policies.js'
import { createTakenOver, known } from '../../domain/rules/evidence.js'
import { createSender, getIncident, readCard, readLines, restrict } from '../acts.js'
import { contoso, maya, olga, tom, vera } from '../people.js'
import { createStage, type Stage, type StageSettings, toView } from '../stage.js'

let stage: Stage
afterEach(() => stage.close())

const watched: Tenant = { ...contoso, early: { nearLimitPercent: 80, alerts: true } }
const address = 'sam@contoso.com'
const sam = createSender(address)

const strict: OutboundPolicy = {
  name: 'Strict',
  isDefault: false,
  enabled: true,
  appliesTo: 'sales',
  recipientsPerDay: 0,
  externalPerHour: 500,
  internalPerHour: 1_000,
  action: 'BlockUser',
  autoForwarding: 'Off',
  notifies: false,
  notifyRecipients: [],
}

/** What the evidence says of the policy that applies. */
const appliesTo = (policy: OutboundPolicy) => ({ outboundPolicy: known(policy) })
const taken = { ...createTakenOver({ addresses: [address] }), ...appliesTo(strict) }

async function open(settings: StageSettings = {}): Promise<void> {
  stage = await createStage({
    tenants: [watched],
    prepare: (backend) => {
      backend.setPolicies(createPolicies({ outbound: known([strict]) }))
      backend.know(sam.entity, taken)
    },
    ...settings,
  })
  await stage.advance(5_000)
}

const send = (...senders: readonly SenderLoad[]) =>
  stage.backend.sign({ loads: known({ senders, isCut: false }) })
const near: SenderLoad = { address, external: 430, internal: 3 }

async function listEarly(): Promise<readonly Incident[]> {
  return stage.store().listLive({ tenantId: toApartId('early', 'contoso') })
}

/** The next look sees it. */
async function approach(...senders: readonly SenderLoad[]): Promise<Incident> {
  send(...(senders.length === 0 ? [near] : senders))
  await stage.advance(5 * minuteMilliseconds)
  const [early] = await listEarly()
  if (early === undefined) throw new Error('nobody is near a limit')
  return early
}

describe('a sender near a limit', () => {
  test('has one card before the block, with evidence and the way to take the account back, and no unblock', async () => {
    await open()
    const early = await approach()
    await stage.advance(5_000)
    for (const platform of [stage.slack, stage.teams]) {
      const card = readCard(platform, early.id)
      expect(card).toMatchObject({
        statusWord: 'Looks compromised, still sending',
        headline: 'Can still send',
        isSince: false,
        canReview: false,
      })
      expect(card.verdictText).toBe('')
      expect(card.progress.map(({ text }) => text)).toEqual([
        '430 of 500 recipients outside in an hour (policy Strict), seen 03:19 UTC',
      ])
      expect(card.buttons.map(({ title }) => title)).toContain('Take the account back')
    }
    for (const action of ['review', 'confirm', 'unblock', 'mute'] as const) {
      const refused = toView(await stage.press(maya, action, { incidentId: early.id }), 'notice')
      expect(refused.text).toContain('not restricted and can still send')
    }
    toView(await stage.press(maya, 'containment', { incidentId: early.id }), 'containment')
    toView(await stage.press(olga, 'claim', { incidentId: early.id }), 'notice')
    // Seen again, told once.
    await stage.advance(20 * minuteMilliseconds)
    expect(await listEarly()).toHaveLength(1)
    const posts = stage.slack.sent.filter(({ call, card }) => call === 'post' && card.name === 'incident')
    expect(posts).toHaveLength(1)
  })

  test('is no restriction: not in the list, the history, nor in a number; Home has it apart, the worst first, and each card has one press that it recommends', async () => {
    const metrics = createMetrics({ version: '0', taskKinds: [], platforms: ['slack', 'teams'] })
    await open({ metrics })
    await approach({ ...near, address: 'tom@contoso.com', external: 490 }, near)
    await stage.advance(5_000)
    const home = toView(await stage.bot().handlers.onHome(vera), 'home')
    expect(home.summary).toBe('Nobody waits for a review.')
    expect([home.nobody, home.waiting, home.others]).toEqual([[], [], []])
    const limit = 'of 500 recipients outside in an hour (policy Strict)'
    expect(home.early.map(({ icon, localPart, text }) => [icon, localPart, text])).toEqual([
      ['🚨', 'sam', `Looks compromised, still sending · 430 ${limit}`],
      ['⏱️', 'tom', `Near the limit · 490 ${limit}`],
    ])
    const recommended = (await listEarly()).flatMap(({ id }) =>
      readCard(stage.slack, id).buttons.flatMap(({ title, isMain }) => (isMain ? [title] : [])),
    )
    expect(recommended.toSorted()).toEqual(['I’m on it', 'Take the account back'])
    const seen = [await stage.command(vera, 'list')]
    send()
    await stage.advance(70 * minuteMilliseconds)
    expect(toView(await stage.bot().handlers.onHome(maya), 'home').early).toEqual([])
    seen.push(await stage.command(vera, 'history'))
    expect(JSON.stringify(seen)).not.toContain(address)
    const { text } = await metrics.expose(undefined)
    expect(text).toContain('reprieve_early_cards_total{what="begun"} 2')
    expect(text).toContain('reprieve_early_cards_total{what="quiet"} 2')
    expect(text).toContain('reprieve_incidents_opened_total 0')
  })

  test('is told by the policy that applies, and by the lowest of all only while that is not known', async () => {
    const nobody: { [kind in 'from' | 'groups' | 'domains']: string[] } = {
      from: [],
      groups: [],
      domains: [],
    }
    const toRule = (conditions: Partial<typeof nobody>) => ({
      rule: { priority: 0, conditions: { ...nobody, ...conditions }, exceptions: nobody },
    })
    const standard = { ...strict, name: 'Default', isDefault: true, externalPerHour: 1_000 }
    const outbound = known([{ ...strict, ...toRule({ from: ['news@contoso.com'] }) }, standard])
    await open({ prepare: (backend) => backend.setPolicies(createPolicies({ outbound })) })
    send(near)
    await stage.advance(10 * minuteMilliseconds)
    expect(await listEarly()).toEqual([])
    // Who is in a group only the evidence asks.
    const ofGroup = known([{ ...strict, ...toRule({ groups: ['sales@contoso.com'] }) }, standard])
    await stage.close()
    await open({
      prepare: (backend) => {
        backend.setPolicies(createPolicies({ outbound: ofGroup }))
        backend.know(sam.entity, {
          ...createTakenOver({ addresses: [address] }),
          ...appliesTo(standard),
        })
      },
    })
    const early = await approach()
    const toTexts = () => readCard(stage.slack, early.id).progress.map(({ text }) => text)
    await stage.advance(5_000)
    expect(toTexts()[0]).toContain(
      '430 of 500 recipients outside in an hour (policy Strict, the lowest of all)',
    )
    // Sam is in none: another limit counts, and that one is far. It is not asked again every hour.
    await stage.advance(70 * minuteMilliseconds)
    expect((await getIncident(stage, early.id)).state.status).toBe('closed')
    await stage.advance(70 * minuteMilliseconds)
    expect(await listEarly()).toEqual([])
    const next = await approach({ ...near, external: 900 })
    await stage.advance(5_000)
    expect(readCard(stage.slack, next.id).progress[0]?.text).toContain(
      '900 of 1,000 recipients outside in an hour (policy Default)',
    )
  })

  test('who falls quiet ends the card after an hour by itself', async () => {
    await open()
    const early = await approach()
    send()
    await stage.advance(50 * minuteMilliseconds)
    expect(await listEarly()).toHaveLength(1)
    await stage.advance(15 * minuteMilliseconds)
    expect(await listEarly()).toEqual([])
    expect(readCard(stage.teams, early.id)).toMatchObject({ statusWord: 'Sends as usual again', buttons: [] })
    // Near it again: another card.
    expect((await approach()).id).not.toBe(early.id)
  })

  test('who is restricted goes on with the same card, with whoever is on it, and a line says so', async () => {
    await open()
    const early = await approach()
    await stage.press(olga, 'claim', { incidentId: early.id })
    await stage.idle()
    const real = await restrict(stage, sam)
    await stage.advance(5_000)
    expect(real.tenantId).toBe('contoso')
    expect(real.taken?.by.name).toBe('Olga')
    const after = await getIncident(stage, real.id)
    expect(after.cards.map(({ message }) => message).toSorted()).toEqual(
      early.cards.map(({ message }) => message).toSorted(),
    )
    expect(readCard(stage.slack, real.id)).toMatchObject({ canReview: true, headline: 'Cannot send' })
    expect(await getIncident(stage, early.id)).toMatchObject({
      cards: [],
      early: { over: { why: 'restricted', incidentId: real.id } },
      state: { status: 'closed' },
    })
    const posts = stage.teams.sent.filter(({ call, card }) => call === 'post' && card.name === 'incident')
    expect(posts).toHaveLength(1)
    expect(readLines(stage.slack).at(-1)).toContain('is restricted now')
    // Whoever is restricted is near nothing any more.
    await stage.advance(10 * minuteMilliseconds)
    expect(await listEarly()).toEqual([])
  })

  test('whose account was taken back keeps that card for giving back, and the restriction has its own', async () => {
    await open()
    const early = await approach()
    await stage.advance(5_000)
    const page = toView(await stage.press(tom, 'containment', { incidentId: early.id }), 'containment')
    const ticked = page.groups.map(({ inputId, ticked: given }): [string, string] => [
      inputId,
      given.map(({ choiceId }) => choiceId).join(','),
    ])
    const values: Record<string, string> = Object.fromEntries(ticked)
    const { confirmationId } = page
    await stage.press(tom, 'contain-set', { incidentId: early.id, confirmationId, values })
    await stage.advance(minuteMilliseconds)
    const real = await restrict(stage, sam)
    await stage.advance(10_000)
    expect((await getIncident(stage, early.id)).state.status).toBe('closed')
    expect(readCard(stage.slack, early.id).canGiveBack).toBe(true)
    expect((await getIncident(stage, real.id)).cards).toHaveLength(2)
    const home = JSON.stringify(await stage.bot().handlers.onHome(maya))
    expect(home).toContain(early.id)
  })

  test('who is muted has no card, and loses the one there is', async () => {
    await open()
    const early = await approach()
    const mute = {
      id: 'mute-1',
      tenantId: 'contoso',
      incidentId: 'gone',
      by: { platform: 'slack', id: 'U1', name: 'Maya' },
      identity: { home: 'T1', addresses: ['maya@contoso.com'] },
      about: { kind: 'entity', entityKey: `sender:${address}`, name: address },
      verdict: 'bulk',
      at: stage.clock.now(),
      until: stage.clock.now() + 4 * hourMilliseconds,
      zone: 'UTC',
      reason: 'The newsletter',
    }
    await stage.store().remember('mute:contoso:mute-1', mute)
    await stage.advance(5 * minuteMilliseconds)
    expect((await getIncident(stage, early.id)).state.status).toBe('closed')
    await stage.advance(30 * minuteMilliseconds)
    expect(await listEarly()).toEqual([])
  })
})

describe('whom Microsoft’s alert names', () => {
  test('has a card as well, once for each alert', async () => {
    await open()
    const at = stage.clock.now()
    stage.backend.sign({ alerts: known([{ id: 'a1', at, addresses: [address] }]) })
    await stage.advance(5 * minuteMilliseconds)
    const [early] = await listEarly()
    expect(early?.early).toMatchObject({ alertAt: at })
    stage.backend.sign({ alerts: known([]) })
    await stage.advance(70 * minuteMilliseconds)
    expect(await listEarly()).toEqual([])
    stage.backend.sign({ alerts: known([{ id: 'a1', at, addresses: [address] }]) })
    await stage.advance(6 * minuteMilliseconds)
    expect(await listEarly()).toEqual([])
  })
})

describe('the look', () => {
  test('is made only where the settings ask for it, and ends what it began when they no longer do', async () => {
    await open({ tenants: [contoso] })
    send(near)
    await stage.advance(20 * minuteMilliseconds)
    expect(stage.backend.timesOf('readEarlySigns')).toEqual([])
    await stage.close()
    await open()
    const early = await approach()
    await stage.crash({ changed: contoso })
    await stage.advance(10_000)
    expect((await getIncident(stage, early.id)).early?.over?.why).toBe('off')
  })

  test('takes the worst first, five at most, and waits as long as it is told to', async () => {
    await open()
    const many = Array.from({ length: 9 }, (_, at) => ({
      address: `user${at}@contoso.com`,
      external: 410 + at * 10,
      internal: 0,
    }))
    send(...many)
    await stage.advance(5 * minuteMilliseconds)
    const begun = (await listEarly()).map(({ early }): Near | undefined => early?.near)
    const counts = begun.map((one) => one?.count ?? 0).toSorted((one, other) => one - other)
    expect(counts).toEqual([450, 460, 470, 480, 490])
    const before = stage.backend.timesOf('readEarlySigns').length
    stage.backend.fail(
      'readEarlySigns',
      new BackendError('too much', {
        code: 'throttled',
        outcome: 'unchanged',
        retryAfterMilliseconds: 30 * minuteMilliseconds,
      }),
    )
    await stage.advance(25 * minuteMilliseconds)
    // Nobody is believed for longer than ten minutes.
    expect(stage.backend.timesOf('readEarlySigns').length).toBe(before + 3)
    expect(await listEarly()).toHaveLength(5)
  })
})

test('nobody can have a sender unblocked who is not restricted, whoever asks', async () => {
  await open()
  const early = await approach()
  const wish = { user: 'root', host: 'mail-1', entity: early.id, reason: 'A test of the wall' }
  const answer = await stage.bot().breakGlass(wish)
  await stage.advance(minuteMilliseconds)
  expect(toView(answer, 'notice').text).toContain('can still send')
  expect(stage.backend.calls.filter((call) => call.startsWith('unblock'))).toEqual([])
  expect((await getIncident(stage, early.id)).state.status).toBe('open')
})
