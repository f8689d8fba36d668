// Whatever Reprieve cannot see or say is told in chat, on what still works, once a cause; and so is its end.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { toOpenRoute } from '../../../src/domain/route.js'
import { BackendError } from '../../../src/errors.js'
import type { PlainViews } from '../../../src/features/cards.js'
import type { PageOrder, Pager, PagerNews } from '../../../src/ports.js'
import { createSender, readTypes, restrict } from '../acts.js'
import { post } from '../pager/post.js'
import { access, contoso, laura, maya, nobody, olga, vera } from '../people.js'
import type { RecordingPlatform } from '../platform.js'
import { createStage, type Stage, toView } from '../stage.js'
import { hastyDisk } from '../store.js'

const sam = createSender('sam@contoso.com')
const refused = new BackendError('AADSTS700027: the certificate has expired.', {
  code: 'forbidden',
  outcome: 'unchanged',
})

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

async function restage(settings: Parameters<typeof createStage>[0]): Promise<void> {
  await stage.close()
  stage = await createStage(settings)
}

const listCards = ({ sent }: RecordingPlatform) =>
  sent.flatMap((one) => (one.card.name === 'blind' ? [{ ...one, view: one.card.view }] : []))
const listCalls = (platform: RecordingPlatform) => listCards(platform).map(({ call }) => call)
const getCard = (platform: RecordingPlatform): PlainViews['blind'] =>
  toView(listCards(platform).at(-1)?.card, 'blind')
const getId = () => getCard(stage.slack).blindnessId
const press = (blindnessId = getId()) => ({ values: { blindnessId } })

describe('a tenant whose list is not read', () => {
  test('is told of in its channels after five minutes and three polls, once', async () => {
    stage.backend.fail('list', refused)
    await stage.advance(4 * minuteMilliseconds)
    expect([...listCalls(stage.slack), ...listCalls(stage.teams)]).toEqual([])
    await stage.advance(20 * minuteMilliseconds)
    for (const platform of [stage.slack, stage.teams]) {
      expect(listCalls(platform)).toEqual(['post'])
      const { statusWord, headline, why, canTry, whoText, isBad } = getCard(platform)
      expect([statusWord, headline, why]).toEqual([
        'Not watching Contoso',
        'New restrictions go unseen',
        'its access was refused',
      ])
      expect({ canTry, whoText, isBad }).toEqual({ canTry: true, whoText: '⏳ Nobody yet', isBad: true })
    }
    expect(JSON.stringify(listCards(stage.slack))).not.toContain('AADSTS')
  })

  test('that is read again has its card edited: how long, and what is new', async () => {
    await restrict(stage, createSender('known@contoso.com'))
    stage.backend.fail('list', refused)
    await stage.advance(40 * minuteMilliseconds)
    stage.backend.restrict(sam)
    stage.backend.fail('list', undefined)
    await stage.advance(3 * minuteMilliseconds)
    for (const platform of [stage.slack, stage.teams]) {
      expect(listCalls(platform).at(-1)).toBe('update')
      const { statusWord, headline, rows, isGood, takeTitle, canTry } = getCard(platform)
      expect(statusWord).toBe('Watching Contoso again')
      expect(headline).toMatch(/^4\d minutes were not watched$/)
      expect(rows).toEqual([{ icon: '🔴', text: '1 new since then: sam@contoso.com, see the cards' }])
      expect({ isGood, takeTitle, canTry }).toEqual({ isGood: true, takeTitle: '', canTry: false })
    }
    const types = (await readTypes(stage)).filter((type) => type.startsWith('blindness.'))
    expect(types).toEqual(['blindness.begun', 'blindness.unanswered', 'blindness.over'])
  })

  test('and blind a second time has a new card, which is heard', async () => {
    for (const _ of [1, 2]) {
      stage.backend.fail('list', refused)
      await stage.advance(8 * minuteMilliseconds)
      stage.backend.fail('list', undefined)
      await stage.advance(3 * minuteMilliseconds)
    }
    expect(listCalls(stage.slack)).toEqual(['post', 'update', 'post', 'update'])
    expect(getCard(stage.slack).rows).toEqual([{ icon: '✅', text: 'Nothing new was found' }])
  })

  test('is told of by one card also after a restart', async () => {
    stage.backend.fail('list', refused)
    await stage.advance(8 * minuteMilliseconds)
    await stage.crash()
    await stage.advance(8 * minuteMilliseconds)
    expect(listCalls(stage.slack)).toEqual(['post'])
  })

  test('is told of nobody after a night in which the machine slept', async () => {
    await stage.advance(2 * minuteMilliseconds)
    await stage.skip(8 * hourMilliseconds)
    await stage.advance(10 * minuteMilliseconds)
    expect(listCalls(stage.slack)).toEqual([])
  })

  test('is told of when its polls never end', async () => {
    stage.backend.ignore('list')
    await stage.advance(15 * minuteMilliseconds)
    expect(listCalls(stage.slack)).toEqual(['post'])
  })

  test('stands with all others that one outage takes on one card of their channel', async () => {
    const tenants = ['contoso', 'fabrikam', 'woodgrove'].map((id) => ({ ...contoso, id, name: id }))
    await restage({ tenants })
    for (const id of ['contoso', 'fabrikam']) stage.backends.get(id)?.fail('list', refused)
    await stage.advance(10 * minuteMilliseconds)
    expect(listCalls(stage.slack).filter((call) => call === 'post')).toHaveLength(1)
    expect(getCard(stage.slack).statusWord).toBe('Not watching 2 tenants')
    expect(getCard(stage.slack).rows.map(({ text }) => text)).toEqual([
      'Watching and unblocking 2 tenants',
      'The other 1 tenant',
      'Cards, reviews, history',
      'contoso, fabrikam',
    ])
    stage.backends.get('contoso')?.fail('list', undefined)
    await stage.advance(3 * minuteMilliseconds)
    expect(getCard(stage.slack).statusWord).toBe('Not watching fabrikam')
  })

  test('says nothing of other tenants to a channel that is not told of them', async () => {
    const routes = [toOpenRoute({ platform: 'slack', channel: 'C2' })]
    await restage({ tenants: [contoso, { ...contoso, id: 'fabrikam', name: 'Fabrikam', routes }] })
    stage.backends.get('fabrikam')?.fail('list', refused)
    await stage.advance(10 * minuteMilliseconds)
    const cards = listCards(stage.slack)
    expect(cards.map(({ channel }) => channel)).toEqual(['C2'])
    expect(cards[0]?.view.rows.map(({ text }) => text)).toEqual([
      'Watching and unblocking Fabrikam',
      'Cards, reviews, history',
    ])
  })

  test('whose only platform is dead is told of to its approvers in person on the other', async () => {
    const routes = [toOpenRoute({ platform: 'slack', channel: 'C1' })]
    await restage({ tenants: [{ ...contoso, routes }] })
    stage.slack.sicken('invalid_auth')
    stage.backend.fail('list', refused)
    await stage.advance(10 * minuteMilliseconds)
    const told = listCards(stage.teams).map(({ channel, view }) => [channel, view.statusWord])
    expect(told).toContainEqual(['D-aad-2', 'Not watching Contoso'])
  })
})

describe('whoever sees the card', () => {
  beforeEach(async () => {
    stage.backend.fail('list', refused)
    await stage.advance(8 * minuteMilliseconds)
  })

  test('takes it on with a press, and it says so everywhere', async () => {
    const answer = await stage.press(olga, 'blind-take', press())
    expect(toView(answer, 'notice').title).toBe('You are on it')
    await stage.advance(minuteMilliseconds)
    for (const platform of [stage.slack, stage.teams])
      expect(getCard(platform)).toMatchObject({ whoText: '🙋 Olga is on it', takeTitle: 'Take over' })
    await stage.advance(hourMilliseconds)
    const types = await readTypes(stage)
    expect(types).toContain('blindness.taken')
    expect(types).not.toContain('blindness.unanswered')
  })

  test('has the list read at once', async () => {
    stage.backend.fail('list', undefined)
    const answer = await stage.press(maya, 'blind-try', press())
    expect(toView(answer, 'notice').title).toBe('Trying now')
    await stage.advance(10_000)
    expect(getCard(stage.slack).statusWord).toBe('Watching Contoso again')
  })

  test('is told how to mend it, and what was said, alone', async () => {
    const { text } = toView(await stage.press(vera, 'blind-fix', press()), 'notice')
    expect(text).toContain('AADSTS700027')
    expect(text).toContain('Type reprieve doctor')
  })

  test('may not act as a viewer, without a role, or while their own mailbox is on the list', async () => {
    for (const actor of [vera, nobody])
      expect(toView(await stage.press(actor, 'blind-take', press()), 'notice').text).toContain(
        'take this on or read the list at once',
      )
    stage.backend.fail('list', undefined)
    stage.backend.restrict(createSender('laura@contoso.com'))
    await stage.advance(3 * minuteMilliseconds)
    expect(toView(await stage.press(laura, 'blind-take', press()), 'notice').text).toContain('own mailbox')
  })

  test('of another tenant alone is told nothing of it', async () => {
    const people = new Map(access.people).set('slack:U3', {
      role: 'operator',
      addresses: [],
      tenants: ['fabrikam'],
    })
    const fabrikam = { ...contoso, id: 'fabrikam', name: 'Fabrikam' }
    await restage({ tenants: [contoso, fabrikam], access: { ...access, people } })
    stage.backend.fail('list', refused)
    await stage.advance(8 * minuteMilliseconds)
    for (const action of ['blind-fix', 'blind-take', 'blind-try'] as const)
      expect(toView(await stage.press(olga, action, press()), 'notice').text).toContain('no such card')
  })

  test('cannot take on what is over', async () => {
    const over = press()
    stage.backend.fail('list', undefined)
    await stage.advance(3 * minuteMilliseconds)
    expect(toView(await stage.press(maya, 'blind-take', over), 'notice').text).toContain('This is over')
  })
})

describe('what is about Reprieve itself', () => {
  test('a dead platform is told of on the other one alone, and so is its return', async () => {
    stage.slack.sicken('invalid_auth')
    await stage.advance(4 * minuteMilliseconds)
    expect(listCalls(stage.teams)).toEqual([])
    await stage.advance(4 * minuteMilliseconds)
    expect(listCalls(stage.slack)).toEqual([])
    expect(listCalls(stage.teams)).toEqual(['post'])
    expect(getCard(stage.teams)).toMatchObject({ statusWord: 'Slack is not reached', canTry: false })
    stage.slack.heal()
    await stage.advance(2 * minuteMilliseconds)
    expect(listCalls(stage.teams)).toEqual(['post', 'update'])
    expect(getCard(stage.teams).statusWord).toBe('Slack is reached again')
  })

  test('a clock that is set back is told of at once, and over five minutes later', async () => {
    await stage.advance(minuteMilliseconds)
    await stage.skip(-2 * hourMilliseconds)
    await stage.advance(2 * minuteMilliseconds)
    expect(getCard(stage.slack)).toMatchObject({ statusWord: 'The clock was set back', isBusy: true })
    await stage.advance(8 * minuteMilliseconds)
    expect(listCalls(stage.slack)).toEqual(['post', 'update'])
    expect(getCard(stage.slack)).toMatchObject({ statusWord: 'The clock runs on', isGood: true })
  })

  test('a journal whose files lag is told of when it lasts, and so is its end', async () => {
    let isFull = false
    await restage({
      disk: {
        ...hastyDisk,
        append: async (...given) => {
          if (isFull) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
          await hastyDisk.append(...given)
        },
      },
    })
    isFull = true
    await restrict(stage, sam)
    await stage.advance(8 * minuteMilliseconds)
    expect(getCard(stage.slack)).toMatchObject({ statusWord: 'The journal is behind', isBad: true })
    isFull = false
    await stage.advance(2 * minuteMilliseconds)
    expect(getCard(stage.slack)).toMatchObject({ statusWord: 'The journal is whole again', isGood: true })
  })

  test('goes to those who may approve everything in person when there are many channels', async () => {
    const tenants = Array.from({ length: 7 }, (_, at) => ({
      ...contoso,
      id: `t${at}`,
      name: `T${at}`,
      routes: [toOpenRoute({ platform: 'teams', channel: `19:${at}` })],
    }))
    await restage({ tenants })
    stage.slack.sicken('invalid_auth')
    await stage.advance(8 * minuteMilliseconds)
    expect(listCards(stage.teams).map(({ channel }) => channel)).toEqual(['D-aad-2'])
  })
})

describe('when nobody takes it on for half an hour', () => {
  const orders: PageOrder[] = []
  const list = () => orders.map(({ action }) => action)
  let news: PagerNews | undefined
  /** Somebody answers where it rings. */
  async function say(state: PagerNews['state'], id: string): Promise<void> {
    news = { id, key: orders[0]?.key ?? '', state, at: 0, by: { id: 'P1', name: 'Nadia' } }
    expect(await post(stage.bot().routes, '/pagers/night', { body: '', headers: {} })).toBe(200)
    await stage.advance(minuteMilliseconds)
  }
  const ladder = {
    verdicts: ['compromised'],
    severities: ['critical'],
    steps: [{ afterMinutes: 10, when: 'always', name: 'night', target: { kind: 'pager', pager: 'night' } }],
  } as const
  beforeEach(async () => {
    orders.length = 0
    const pager: Pager = {
      id: 'night',
      speaks: true,
      send: async (order) => void orders.push(order),
      hear: () => news ?? 'nothing',
      examine: async () => [],
    }
    const routes = contoso.routes.map((route) => ({ ...route, ladders: [ladder] }))
    await restage({ tenants: [{ ...contoso, routes }], createPagers: () => [pager] })
    stage.backend.fail('list', refused)
    await stage.advance(8 * minuteMilliseconds)
  })

  test('the pager of its channels rings once, and is quiet when somebody does', async () => {
    expect(getCard(stage.slack).whoText).toMatch(/^⏳ Nobody yet · pages at \d\d:\d\d UTC$/)
    await stage.advance(hourMilliseconds)
    expect(orders).toMatchObject([{ action: 'ring', severity: 'critical', tenant: 'Contoso' }])
    expect(orders[0]?.summary).toMatch(/^Reprieve: Not watching Contoso, nobody for 3\d min$/)
    expect(getCard(stage.slack).whoText).toBe('❗ Nobody for 30 minutes')
    await stage.press(maya, 'blind-take', press())
    await stage.advance(minuteMilliseconds)
    expect(list()).toEqual(['ring', 'acknowledge'])
    stage.backend.fail('list', undefined)
    await stage.advance(3 * minuteMilliseconds)
    expect(list()).toEqual(['ring', 'acknowledge', 'resolve'])
    expect(new Set(orders.map(({ key }) => key)).size).toBe(1)
  })

  test('whoever answers where it rings is on it here, until it rings again there', async () => {
    await stage.advance(hourMilliseconds)
    await say('acknowledged', 'one')
    for (const platform of [stage.slack, stage.teams])
      expect(getCard(platform).whoText).toBe('🙋 Nadia is on it')
    await say('ringing', 'two')
    expect(getCard(stage.slack).whoText).toBe('❗ Nobody for 30 minutes')
    await stage.press(maya, 'blind-take', press())
    await say('acknowledged', 'three')
    expect(getCard(stage.slack).whoText).toBe('🙋 Maya is on it')
    // The pager shows what it was told by whoever answered there; only what is new goes to it.
    expect(list()).toEqual(['ring', 'acknowledge'])
    expect((await readTypes(stage)).filter((type) => /^blindness\.(taken|left)$/.test(type))).toEqual([
      'blindness.taken',
      'blindness.left',
      'blindness.taken',
    ])
  })

  test('and never rings when somebody was on it in time', async () => {
    await stage.press(maya, 'blind-take', press())
    await stage.advance(hourMilliseconds)
    expect(orders).toEqual([])
  })
})
