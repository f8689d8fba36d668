// Somebody, or something, sets the machine's clock.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../src/domain/instant.js'
import { BackendError, PlatformError } from '../../src/errors.js'
import { isPollOverdue } from '../../src/features/watch/polls.js'
import {
  confirm,
  createSender,
  getIncident,
  pressYes,
  readStatus,
  readStatusWords,
  readTypes,
  restrict,
  unblock,
} from '../features/acts.js'
import { contoso, maya, olga, vera } from '../features/people.js'
import { createStage, type Stage, toView } from '../features/stage.js'

const sam = createSender('sam@contoso.com')
const back = -2 * hourMilliseconds

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const countPolls = () => stage.backend.timesOf('list').length
const readHealth = async () => toView(await stage.command(vera, 'status'), 'status')
const findRow = async (name: string) => (await readHealth()).rows.find((row) => row.name === name)

describe('a clock that is set back by two hours', () => {
  test('stops no poll and no card', async () => {
    await stage.advance(minuteMilliseconds)
    await stage.skip(back)
    const before = countPolls()
    const { id } = await restrict(stage, sam)
    await stage.advance(2 * minuteMilliseconds)
    expect(countPolls() - before).toBeGreaterThanOrEqual(3)
    for (const platform of [stage.slack, stage.teams])
      expect(readStatusWords(platform, id)).toEqual(['Looking', 'Looks like bulk mail'])
  })

  test('while the disk was full stops no poll: the one that could not be saved goes on as soon as there is room', async () => {
    await stage.advance(minuteMilliseconds - 5_000)
    stage.fillDisk(true)
    await stage.advance(10_000)
    await stage.skip(back)
    await stage.advance(minuteMilliseconds)
    stage.fillDisk(false)
    const before = countPolls()
    await stage.advance(2 * minuteMilliseconds)
    expect(countPolls() - before).toBeGreaterThanOrEqual(2)
    expect((await readHealth()).rows.filter(({ name }) => name === 'Work')).toMatchObject([{ word: 'works' }])
  })

  test('hides from nobody for how long a list has not been read, and makes no fresh poll look overdue', async () => {
    const readPolls = async () => (await findRow('Polls of Contoso'))?.word
    await stage.advance(minuteMilliseconds)
    stage.backend.fail('list', new BackendError('down', { code: 'unavailable', outcome: 'unchanged' }))
    await stage.skip(-10 * minuteMilliseconds)
    await stage.advance(30_000)
    expect(await readPolls()).toBe('works')
    const words = new Set<string | undefined>()
    await stage.advance(2 * minuteMilliseconds)
    for (let minute = 0; minute < 10; minute += 1) {
      await stage.advance(minuteMilliseconds)
      words.add(await readPolls())
    }
    expect([...words]).toEqual(['has a problem'])
  })

  test('while a poll is under way that fails hides from nobody for how long the list has not been read', async () => {
    await stage.advance(minuteMilliseconds - 5_000)
    stage.backend.take('list', hourMilliseconds)
    await stage.advance(10_000)
    await stage.skip(-10 * minuteMilliseconds)
    const words = new Set<string | undefined>()
    await stage.advance(3 * minuteMilliseconds)
    for (let minute = 0; minute < 12; minute += 1) {
      await stage.advance(minuteMilliseconds)
      words.add((await findRow('Polls of Contoso'))?.word)
    }
    expect([...words]).toEqual(['has a problem'])
  })

  test('is said in status for a while, then as something that was', async () => {
    await stage.advance(minuteMilliseconds)
    await stage.skip(back)
    expect(await findRow('Clock')).toMatchObject({ word: 'has a problem' })
    expect((await findRow('Clock'))?.detail).toContain('clock stepped back by 2 h')
    await stage.advance(6 * minuteMilliseconds)
    expect(await findRow('Clock')).toMatchObject({ word: 'works' })
    expect((await readHealth()).summary).toBe('Everything works.')
    const stepped = (await stage.journal()).filter(({ type }) => type === 'clock.stepped')
    expect(stepped.map(({ data }) => data)).toEqual([{ milliseconds: back }])
  })

  test('keeps no incident open that has left the list', async () => {
    const { id } = await restrict(stage, sam)
    await stage.skip(back)
    stage.backend.clear(sam.entity)
    await stage.advance(2 * minuteMilliseconds)
    expect(await readStatus(stage, id)).toBe('closed')
  })

  test('delays no look after an unblock', async () => {
    const incident = await restrict(stage, sam)
    await unblock(stage, maya, incident)
    await stage.skip(back)
    await stage.advance(59 * minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('watching')
    await stage.advance(2 * minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('closed')
  })

  test('delays no card that a platform had not taken', async () => {
    stage.slack.refuse(() => new PlatformError('down', { code: 'unavailable' }))
    const { id } = await restrict(stage, sam)
    await stage.advance(5 * minuteMilliseconds)
    stage.slack.refuse(() => undefined)
    await stage.skip(back)
    await stage.advance(5 * minuteMilliseconds)
    expect(readStatusWords(stage.slack, id)).toEqual(['Looks like bulk mail'])
  })

  test('delays none either when it happened while Reprieve did not run', async () => {
    stage.slack.refuse(() => new PlatformError('down', { code: 'unavailable' }))
    const { id } = await restrict(stage, sam)
    await stage.advance(5 * minuteMilliseconds)
    stage.slack.refuse(() => undefined)
    stage.step(back)
    await stage.crash()
    await stage.advance(6 * minuteMilliseconds)
    expect(readStatusWords(stage.slack, id)).toEqual(['Looks like bulk mail'])
    expect(await readTypes(stage)).toContain('clock.stepped')
  })

  test('lets no Yes live longer than it said', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    await stage.skip(back)
    await stage.advance(11 * minuteMilliseconds)
    const notice = toView(await pressYes(stage, maya, page), 'notice')
    expect(notice.text).toContain('has expired')
  })

  test('keeps no reviewer on the card who has long gone quiet', async () => {
    const { id } = await restrict(stage, sam)
    await stage.press(maya, 'review', { incidentId: id })
    await stage.skip(back)
    await stage.press(olga, 'review', { incidentId: id })
    expect((await getIncident(stage, id)).taken?.by.name).toBe('Olga')
  })

  test('gives whoever calls the doctor a new examination, not the one from before', async () => {
    await stage.command(olga, 'doctor')
    await stage.advance(2_000)
    await stage.skip(back)
    await stage.command(olga, 'doctor again')
    await stage.advance(2_000)
    expect(stage.backend.timesOf('examine')).toHaveLength(2)
  })

  test('does not make a storm last until it gets there again', async () => {
    for (let number = 1; number <= 6; number += 1)
      stage.backend.restrict(createSender(`person${number}@contoso.com`))
    await stage.advance(minuteMilliseconds + 5_000)
    await stage.skip(back)
    stage.backend.restrict(sam)
    await stage.advance(16 * minuteMilliseconds)
    stage.backend.restrict(createSender('later@contoso.com'))
    await stage.advance(minuteMilliseconds + 5_000)
    const names = stage.slack.sent.filter(({ call }) => call === 'post').map(({ card }) => card.name)
    expect(names.filter((name) => name !== 'blind')).toEqual(['digest', 'incident', 'incident'])
  })
})

describe('a look during which the clock was set', () => {
  test('decides nothing: what was taken up while it was under way stays open', async () => {
    const { id } = await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    const release = stage.backend.hold('list')
    await stage.advance(minuteMilliseconds)
    await stage.press(maya, 'review', { incidentId: id })
    stage.step(back)
    await stage.press(olga, 'review', { incidentId: id })
    stage.backend.restrict(sam)
    release()
    await stage.advance(1_000)
    expect(await readStatus(stage, id)).toBe('open')
    stage.backend.clear(sam.entity)
    await stage.advance(2 * minuteMilliseconds)
    expect((await getIncident(stage, id)).state).toMatchObject({ outcome: 'cleared-elsewhere' })
  })
})

describe('a clock that is set ahead by three hours, or a machine that slept', () => {
  test('stops nothing, needs no look, and stops nothing when it is set right again', async () => {
    await stage.advance(minuteMilliseconds)
    await stage.skip(3 * hourMilliseconds)
    const before = countPolls()
    await stage.advance(3 * minuteMilliseconds)
    expect(countPolls() - before).toBeGreaterThanOrEqual(2)
    expect((await readHealth()).summary).toBe('Everything works.')
    expect((await findRow('Clock'))?.detail).toContain('clock stepped ahead by 3 h')
    await stage.skip(-3 * hourMilliseconds)
    const between = countPolls()
    await stage.advance(3 * minuteMilliseconds)
    expect(countPolls() - between).toBeGreaterThanOrEqual(2)
  })
})

test('a last good poll in the future is overdue, a clock that runs a little fast is not', () => {
  const look = (lastGoodAt: number) => ({ lastGoodAt, lastTriedAt: lastGoodAt, failures: 0, problem: '' })
  expect(isPollOverdue(look(hourMilliseconds), contoso, 0)).toBe(true)
  expect(isPollOverdue(look(1_000), contoso, 0)).toBe(false)
})
