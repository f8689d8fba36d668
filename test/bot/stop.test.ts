import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import {
  confirm,
  countUnblocks,
  createSender,
  getIncident,
  pressYes,
  readStatus,
  restrict,
} from '../features/acts.js'
import { maya } from '../features/people.js'
import { createStage, type Stage, toView } from '../features/stage.js'

const sam = createSender('sam@contoso.com')

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

/** The Yes was pressed, and Exchange takes its time. */
async function beginUnblock() {
  const incident = await restrict(stage, sam)
  const page = await confirm(stage, maya, incident)
  const release = stage.backend.hold('unblock')
  toView(await pressYes(stage, maya, page), 'accepted')
  await stage.idle()
  return { incident, release }
}

const events = () => stage.log.map(({ event }) => event)

describe('a stop', () => {
  test('waits for the unblock under way, and saves how it ended', async () => {
    const { incident, release } = await beginUnblock()
    let isOver = false
    const stopping = stage
      .bot()
      .stop()
      .then(() => {
        isOver = true
      })
    await stage.advance(10_000)
    expect(isOver).toBe(false)
    release()
    await stopping
    expect(await readStatus(stage, incident.id)).toBe('watching')
    expect(events()).toContain('bot.stopped')
  })

  test('begins nothing new: what is due stays saved', async () => {
    const { release } = await beginUnblock()
    const looks = stage.backend.calls.filter((call) => call === 'list').length
    const stopping = stage.bot().stop()
    await stage.advance(2 * minuteMilliseconds)
    release()
    await stopping
    expect(stage.backend.calls.filter((call) => call === 'list')).toHaveLength(looks)
    expect((await stage.store().readBacklog(stage.clock.now())).due).toBeGreaterThan(0)
  })

  test('does not wait for ever; the next start says what is not known and asks nothing twice', async () => {
    const { incident } = await beginUnblock()
    const stopping = stage.bot().stop()
    await stage.advance(25_000)
    await stopping
    expect(events()).toContain('bot.stopped-unfinished')
    expect((await getIncident(stage, incident.id)).state.status).toBe('unblocking')
    await stage.crash()
    await stage.advance(5_000)
    expect(await readStatus(stage, incident.id)).toBe('uncertain')
    expect(countUnblocks(stage)).toBe(1)
  })
})
