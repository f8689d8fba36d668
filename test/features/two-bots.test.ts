// Two bots on one store: what one of them writes, the other never writes over.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bot, createBot } from '../../src/bot/index.js'
import type { Actor } from '../../src/domain/actor.js'
import { isDrill } from '../../src/domain/drill.js'
import { dayMilliseconds, minuteMilliseconds } from '../../src/domain/instant.js'
import { BackendError } from '../../src/errors.js'
import { noteOpenings } from '../../src/features/watch/storms.js'
import { createAlert, createPolicies } from '../domain/policies.js'
import { known } from '../domain/rules/evidence.js'
import { readTypes } from './acts.js'
import { access, contoso, maya, tom, vera } from './people.js'
import { createRecordingPlatform, type RecordingPlatform } from './platform.js'
import { createStage, type Stage, toView } from './stage.js'

let stage: Stage
let other: Bot
let otherSlack: RecordingPlatform
beforeEach(async () => {
  stage = await createStage()
  let ids = 0
  otherSlack = createRecordingPlatform('slack', stage.clock)
  other = createBot({
    store: stage.store(),
    clock: stage.clock,
    createId: () => `other-${++ids}`,
    random: () => 0.5,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    access,
    tenants: [{ tenant: contoso, backend: stage.backend }],
    platforms: [otherSlack, createRecordingPlatform('teams', stage.clock)],
    onFatal: (error) => {
      throw error
    },
  })
})
afterEach(async () => {
  await stage.close()
})

const unavailable = new BackendError('Exchange Online cannot be reached.', {
  code: 'unavailable',
  outcome: 'unchanged',
})
const turnedOff = createPolicies({ alerts: known([createAlert({ enabled: false })]) })

/** Once, right before the next write of this cell by anybody. */
function beforeNextWrite(key: string, run: () => Promise<unknown>): void {
  let isDone = false
  stage.store().beforeCommit(async ({ cells = [] }) => {
    if (isDone || !cells.some((one) => one.key === key)) return
    isDone = true
    await run()
  })
}

function acceptOn(bot: Bot) {
  const drift = stage.slack.sent.findLast(({ card }) => card.name === 'drift')?.card
  const { acceptId } = toView(drift, 'drift')
  const press = { incidentId: '', confirmationId: '', values: { acceptId } }
  return bot.handlers.onPress({ ...press, actor: maya, action: 'accept-policies' })
}

test('settings that are accepted on one while the other reads them stay accepted', async () => {
  stage.backend.setPolicies(turnedOff)
  await stage.skip(dayMilliseconds)
  beforeNextWrite('policies:contoso', () => acceptOn(other))
  await stage.skip(dayMilliseconds)
  const types = (await readTypes(stage)).filter((type) => type.startsWith('policies.'))
  expect(types).toEqual(['policies.drifted', 'policies.accepted'])
  const shown = JSON.stringify(await stage.command(vera, 'policies'))
  expect(shown).not.toContain('not accepted')
  await stage.skip(dayMilliseconds)
  expect(stage.slack.sent.filter(({ call, card }) => call === 'post' && card.name === 'drift')).toHaveLength(
    1,
  )
})

test('a drill that is begun on both in one moment is one drill', async () => {
  const begin = (bot: Bot, actor: Actor) => bot.handlers.onCommand({ actor, text: 'drill' })
  const answers = await Promise.all([begin(stage.bot(), maya), begin(other, tom)])
  const titles = answers.map((answer) => toView(answer, 'notice').title)
  expect(titles.toSorted()).toEqual(['Not done', 'The drill has begun'])
  await stage.advance(5_000)
  expect((await stage.incidents()).filter(isDrill)).toHaveLength(1)
  expect(
    stage.teams.sent.filter(({ call, card }) => call === 'post' && card.name === 'incident'),
  ).toHaveLength(1)
})

test('a tenant that neither of them can read has one card of both', async () => {
  await other.start()
  stage.backend.fail('list', unavailable)
  await stage.advance(15 * minuteMilliseconds)
  const posts = [stage.slack, otherSlack].flatMap(({ sent }) =>
    sent.filter(({ call, card }) => call === 'post' && card.name === 'blind'),
  )
  expect(posts).toHaveLength(1)
  expect((await readTypes(stage)).filter((type) => type === 'blindness.begun')).toHaveLength(1)
  stage.backend.fail('list', undefined)
  await stage.advance(3 * minuteMilliseconds)
  const last = [stage.slack, otherSlack]
    .flatMap(({ sent }) => sent.filter(({ card }) => card.name === 'blind'))
    .toSorted((one, another) => one.at - another.at)
    .at(-1)
  expect(last).toMatchObject({ call: 'update', card: { view: { isOver: true } } })
  await other.stop()
})

test('settings that somebody accepts on both are accepted once', async () => {
  stage.backend.setPolicies(turnedOff)
  await stage.skip(dayMilliseconds)
  const answers = await Promise.all([acceptOn(stage.bot()), acceptOn(other)])
  const texts = answers.map((answer) => toView(answer, 'notice').text)
  expect(texts.filter((text) => text.includes('You accepted this at'))).toHaveLength(1)
  expect((await stage.journal()).filter(({ type }) => type === 'policies.accepted')).toHaveLength(1)
})

test('a storm that both see is one digest with every incident', async () => {
  const createIds = (bot: string) => Array.from({ length: 8 }, (_, at) => `${bot}-${at}`)
  const note = (bot: string) => {
    const parts = { store: stage.store(), createId: () => `digest-of-${bot}` }
    return noteOpenings(parts, {
      tenant: contoso,
      incidentIds: createIds(bot),
      entityKeys: createIds(bot),
      now: stage.clock.now(),
      isLost: async () => false,
    })
  }
  const [one, two] = await Promise.all([note('one'), note('two')])
  expect(one).toBe(two)
  const digest = (await stage.store().recall(`digest:${one}`))?.value
  expect(digest).toMatchObject({ incidentIds: [...createIds('one'), ...createIds('two')] })
})

test('what two people ask for at one moment counts for both', async () => {
  const ask = (bot: Bot, actor: Actor) => bot.handlers.onCommand({ actor, text: 'doctor again' })
  await Promise.all([ask(stage.bot(), tom), ask(other, maya)])
  const asks = (await stage.store().recall('asks:doctor'))?.value
  expect(asks).toHaveLength(2)
})

test('both can examine the store at once, and leave nothing behind', async () => {
  const examine = (bot: Bot) => bot.callDoctor(tom, { tenant: undefined, postsTestCards: false })
  const found = JSON.stringify(await Promise.all([examine(stage.bot()), examine(other)]))
  expect(found.match(/Writing and reading work/g)).toHaveLength(2)
  expect(await stage.store().listKeys('doctor:store')).toEqual([])
})
