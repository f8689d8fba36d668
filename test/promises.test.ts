// One test for each promise of the design, in its own words. The full proof of each stands in the tests it names.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minuteMilliseconds } from '../src/domain/instant.js'
import { createHttpServer } from '../src/doors/http.js'
import { BackendError, PlatformError } from '../src/errors.js'
import { catalogue } from '../src/features/index.js'
import { createLog } from '../src/log/index.js'
import { createRenderer } from '../src/platforms/templates/index.js'
import { createTakenOver } from './domain/rules/evidence.js'
import {
  confirm,
  countUnblocks,
  createSender,
  getIncident,
  pressYes,
  readCard,
  readLines,
  readStatus,
  readTypes,
  restrict,
  toAnswers,
  unblock,
} from './features/acts.js'
import { access, contoso, laura, maya, nobody, stranger, tom, vera } from './features/people.js'
import { createStage, type Stage, toView } from './features/stage.js'

const sam = createSender('sam@contoso.com')
const interval = contoso.pollSeconds * 1_000

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const posts = () => stage.slack.sent.filter(({ call }) => call === 'post')

describe('the promises', () => {
  // More: features/watch/watch.test.ts, contracts/backend.ts
  test('1. a failed look is never an empty list, and shows within two intervals', async () => {
    const { id } = await restrict(stage, sam)
    stage.backend.fail('list', new BackendError('half a page', { code: 'partial', outcome: 'unchanged' }))
    await stage.advance(2 * interval)
    expect(await readStatus(stage, id)).toBe('open')
    expect(toView(await stage.command(vera, 'list'), 'list').pollText).toContain('⚠️')
    expect(toView(await stage.command(vera, 'status'), 'status').rows[0]).toMatchObject({
      word: 'has a problem',
    })
  })

  // More: features/journey.test.ts, features/unblock/verify.test.ts, features/incident/publish.test.ts
  test('2. one restriction is one incident, and one incident is one card per channel, edited in place', async () => {
    const first = await restrict(stage, sam)
    await unblock(stage, maya, first)
    await stage.advance(3 * interval)
    expect(posts()).toHaveLength(1)
    for (const platform of [stage.slack, stage.teams])
      expect(readCard(platform, first.id).statusWord).toBe('Mail flows')
    const second = await restrict(stage, { ...sam, createdAt: stage.clock.now() })
    expect(second.earlier).toEqual({ count: 1, lastIncidentId: first.id })
    expect(posts()).toHaveLength(2)
  })

  // More: features/unblock/unblock.test.ts
  test('3. one click is one act: a double press, two admins and a retry make one unblock', async () => {
    const incident = await restrict(stage, sam)
    const [mine, theirs] = [await confirm(stage, maya, incident), await confirm(stage, tom, incident)]
    const answers = await Promise.all([
      pressYes(stage, maya, mine),
      pressYes(stage, maya, mine),
      pressYes(stage, tom, theirs),
    ])
    await stage.advance(minuteMilliseconds)
    await pressYes(stage, maya, mine)
    expect(countUnblocks(stage)).toBe(1)
    expect(answers.filter((card) => card?.name === 'accepted')).toHaveLength(1)
    expect(toView(answers[2], 'notice').text).toBe(
      'Maya confirmed this unblock at 03:15 UTC already. Nothing was done twice.',
    )
  })

  // More: features/containment/containment.test.ts
  test('3. the same for each step that takes an account back: one Yes, one call, known to the second', async () => {
    stage.backend.know(sam.entity, createTakenOver({ addresses: ['sam@contoso.com'] }))
    const { id: incidentId } = await restrict(stage, sam)
    const values = { step: 'block-sign-in' }
    const [mine, theirs] = [
      toView(await stage.press(maya, 'contain', { incidentId, values }), 'contain-confirm'),
      toView(await stage.press(tom, 'contain', { incidentId, values }), 'contain-confirm'),
    ]
    const answers = await Promise.all([
      stage.press(maya, 'contain-now', { incidentId, confirmationId: mine.confirmationId }),
      stage.press(maya, 'contain-now', { incidentId, confirmationId: mine.confirmationId }),
      stage.press(tom, 'contain-now', { incidentId, confirmationId: theirs.confirmationId }),
    ])
    await stage.advance(minuteMilliseconds)
    expect(stage.backend.calls.filter((call) => call.startsWith('contain '))).toHaveLength(1)
    expect(answers.map((card) => card?.name)).toEqual(['containment', 'notice', 'notice'])
    expect(toView(answers[2], 'notice').text).toBe(
      'Maya confirmed this step at 03:15 UTC already. Nothing was done twice.',
    )
  })

  // More: features/unblock/unblock.test.ts, stores/file
  test('4. nothing is lost and nothing is done twice: after a crash the list says what became of the unblock', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    stage.backend.hold('unblock')
    toView(await pressYes(stage, maya, page), 'accepted')
    await stage.idle()
    await stage.crash()
    await stage.advance(8 * minuteMilliseconds)
    const { state } = await getIncident(stage, page.incidentId)
    expect(state).toMatchObject({ status: 'watching', unblock: { by: { name: 'Maya' } } })
    expect(await readTypes(stage, page.incidentId)).toContain('unblock.uncertain')
    expect(countUnblocks(stage)).toBe(1)
  })

  // More: domain/access.test.ts, features/entrance/press.test.ts
  test('5. nobody acts who may not: no role, no home, not on their own mailbox, and nobody without a list', async () => {
    const own = await restrict(stage, createSender('laura@contoso.com'))
    for (const actor of [nobody, stranger, vera, laura]) {
      const press = { incidentId: own.id, values: { note: 'let me' } }
      expect((await stage.press(actor, 'confirm', press))?.name).toBe('notice')
    }
    const refused = (await stage.journal()).filter(({ type }) => type === 'press.refused')
    expect(refused.map(({ data }) => data.reason)).toEqual(['no-role', 'not-home', 'no-role', 'own-mailbox'])
    expect(await readStatus(stage, own.id)).toBe('open')
    const unlisted = await createStage({
      access: { homes: access.homes, people: new Map(), groups: new Map() },
    })
    const incident = await restrict(unlisted, sam)
    expect((await unlisted.press(maya, 'review', { incidentId: incident.id }))?.name).toBe('notice')
    await unlisted.close()
  })

  // More: features/journey.test.ts, domain/rules
  test('6. unblocking comes last: overview, recommendations, confirm, and what was not checked is not done', async () => {
    const { id } = await restrict(stage, sam)
    expect(toView(await stage.press(maya, 'unblock', { incidentId: id }), 'notice').title).toBe('Not done')
    toView(await stage.press(maya, 'review', { incidentId: id }), 'overview')
    const form = toView(await stage.press(maya, 'recommendations', { incidentId: id }), 'recommendations')
    expect(new Set(form.questions.map(({ answer }) => answer))).toEqual(new Set(['']))
    expect(form.ticked).toEqual([])
    const blank = await stage.press(maya, 'confirm', { incidentId: id, values: {} })
    expect(toView(blank, 'recommendations').problem).not.toBe('')
    const page = toView(await stage.press(maya, 'confirm', await toAnswers(stage, maya, id)), 'confirm')
    expect(countUnblocks(stage)).toBe(0)
    await pressYes(stage, maya, page)
    await stage.idle()
    expect(countUnblocks(stage)).toBe(1)
  })

  // More: features/unblock/verify.test.ts
  test('7. after the unblock it watches: one hour, still there, a day, Microsoft Support', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.freeze()
    await unblock(stage, maya, incident)
    await stage.skip(61 * minuteMilliseconds)
    expect(readCard(stage.slack, incident.id).statusWord).toBe('Still restricted')
    await stage.skip(24 * 60 * minuteMilliseconds)
    expect(readLines(stage.slack).map((line) => line.split(' after the unblock')[0])).toEqual([
      'sam@contoso.com is still on the Restricted entities list one hour',
      'sam@contoso.com is still restricted, and nobody is on it. The text for Microsoft Support is on the card.',
      'sam@contoso.com is still restricted 24 hours',
    ])
    const { text } = toView(await stage.press(vera, 'handoff', { incidentId: incident.id }), 'handoff')
    expect(text).toContain('Sender address: sam@contoso.com')
  })

  // More: features/mail-flow
  test('7. "Mail flows" is said only of a message that was seen delivered outside', async () => {
    stage.backend.trace(sam.entity, {
      known: true,
      value: { insideAt: stage.clock.now() + minuteMilliseconds },
    })
    const { id } = await restrict(stage, sam)
    await unblock(stage, maya, await getIncident(stage, id))
    await stage.advance(61 * minuteMilliseconds)
    for (const platform of [stage.slack, stage.teams])
      expect(JSON.stringify(platform.sent)).not.toMatch(/mail flows/i)
    const at = stage.clock.now()
    stage.backend.trace(sam.entity, { known: true, value: { outside: { first: at, last: at } } })
    await stage.skip(60 * minuteMilliseconds)
    expect(readCard(stage.teams, id).outcomeText).toContain('Mail flows: delivered outside at')
  })

  // More: platforms/templates and the golden files
  test('8. outside text is dead text on both platforms', async () => {
    const { id } = await restrict(stage, createSender('<!channel>[x](https://evil.test)${y}@contoso.com'))
    // An attachment's fallback, a label and rich text are read without formats; everything else of a message is mrkdwn.
    const slack = JSON.stringify(
      createRenderer({ platform: 'slack', cards: catalogue.cards })({
        name: 'incident',
        view: readCard(stage.slack, id),
      }),
      (key: string, value: unknown) =>
        key === 'fallback' || key === 'accessibility_label' || isUnformatted(value) ? undefined : value,
    )
    expect(slack).not.toContain('<!channel>')
    expect(slack).toContain('${y}')
    // Of a Teams card only a TextBlock reads Markdown, and a plain message does.
    const live: unknown[] = []
    const card = createRenderer({ platform: 'teams', cards: catalogue.cards })({
      name: 'incident',
      view: readCard(stage.teams, id),
    })
    JSON.stringify(card, (_, value: unknown) => {
      if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'TextBlock')
        live.push(value)
      return value
    })
    expect(live.length).toBeGreaterThan(0)
    expect(JSON.stringify(live)).not.toContain('evil.test')
    const line = { icon: '🔴', text: readCard(stage.teams, id).entity }
    const message = JSON.stringify(
      createRenderer({ platform: 'teams', cards: catalogue.cards })({ name: 'line', view: line }),
    )
    expect(message).toContain('evil.test')
    expect(message).not.toContain('[x](https://evil.test)')
  })

  // More: features/incident/storm.test.ts, features/incident/publish.test.ts
  test('9. a storm is one digest; rate limits are honoured, and nothing is dropped', async () => {
    for (let number = 0; number < 40; number += 1)
      stage.backend.restrict(createSender(`p${number}@contoso.com`))
    const until = stage.clock.now() + 5 * minuteMilliseconds
    stage.slack.refuse(({ at }) =>
      at < until
        ? new PlatformError('slow down', { code: 'throttled', retryAfterMilliseconds: until - at })
        : undefined,
    )
    await stage.advance(4 * minuteMilliseconds)
    expect(stage.slack.tried.length).toBeLessThanOrEqual(2)
    await stage.advance(2 * minuteMilliseconds)
    expect(posts().map(({ card }) => toView(card, 'digest').countsText)).toEqual([
      '40 open, 0 under way, 0 over',
    ])
    expect(await stage.incidents()).toHaveLength(40)
  })

  test('10. silence is an alarm: the poller, the outbox and the platforms have a health that shows', async () => {
    const log = createLog({ level: 'silent' })
    const server = createHttpServer(stage.bot().routes, log)
    const port = await server.listen({ host: '127.0.0.1', port: 0 })
    const readHealth = () => fetch(`http://127.0.0.1:${port}/readyz`)
    expect((await readHealth()).status).toBe(200)
    stage.backend.fail('list', new BackendError('down', { code: 'unavailable', outcome: 'unchanged' }))
    await stage.advance(3 * interval)
    const sick = await readHealth()
    expect(sick.status).toBe(503)
    expect(await sick.text()).toContain('poll-overdue')
    stage.backend.fail('list', undefined)
    await stage.advance(interval)
    expect((await readHealth()).status).toBe(200)
    stage.slack.refuse(() => new PlatformError('down', { code: 'unavailable' }))
    await restrict(stage, sam)
    expect((await readHealth()).status).toBe(503)
    const { rows } = toView(await stage.command(vera, 'status'), 'status')
    expect(rows.filter(({ word }) => word === 'has a problem').map(({ name }) => name)).toEqual(['Work'])
    await server.close()
  })

  // More: log/log.test.ts
  test('11. secrets stay secret: not in a log, not in an answer, not in the journal', async () => {
    const secret = 'xoxb-12345-c4n4ry'
    const lines: string[] = []
    const log = createLog({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
    const { id } = await restrict(stage, sam)
    stage.store().beforeCommit(({ incident }) => {
      if (incident !== undefined) throw new TypeError(`cannot read ${secret}`)
    })
    const answer = await stage.press(maya, 'review', { incidentId: id })
    for (const { level, fields, event } of stage.log) log[level](fields, event)
    expect(lines.length).toBeGreaterThan(0)
    for (const text of [lines.join(''), JSON.stringify(answer), JSON.stringify(await stage.journal())])
      expect(text).not.toContain('c4n4ry')
  })
})

function isUnformatted(value: unknown): boolean {
  const isBlock = typeof value === 'object' && value !== null && 'type' in value
  return isBlock && (value.type === 'rich_text' || value.type === 'plain_text')
}
