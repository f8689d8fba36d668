// A bot that finds a state older than what has happened: a restored backup, or one rebuilt from the journal.
import { afterEach, describe, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { confirm, countUnblocks, getIncident, pressYes, readCard, readStatus, restrict } from '../acts.js'
import { contoso, maya } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

let stage: Stage
afterEach(() => stage.close())

const known = Date.UTC(2026, 10, 1, 8, 30)
let isOlder = false

async function begin(): Promise<void> {
  isOlder = false
  stage = await createStage({
    tenants: [contoso],
    open: async (store, { clock }) => {
      const gap = { noticedAt: clock.now(), knownUntil: known, why: 'replaced' }
      if (isOlder) await store.remember('gap', gap)
    },
  })
}

async function startOnOlderState(): Promise<void> {
  isOlder = true
  await stage.crash()
  isOlder = false
}

const listNotices = () =>
  [stage.slack, stage.teams].flatMap(({ name, sent }) =>
    sent.flatMap(({ card, channel }) =>
      card.name === 'notice' ? [{ place: `${name} ${channel}`, ...card.view }] : [],
    ),
  )

describe('a bot that starts on an older state', () => {
  test('says once in every alert channel that it may have forgotten something, and since when', async () => {
    await begin()
    await startOnOlderState()
    await stage.advance(2 * minuteMilliseconds)
    expect(
      listNotices()
        .map(({ place }) => place)
        .sort(),
    ).toEqual(['slack C1', 'teams 19:ops'])
    for (const { title, text } of listNotices()) {
      expect(title).toBe('I may have forgotten something')
      expect(text).toMatch(/not as I left it.*restored backup.*of 2026-11-01 08:30 UTC\..*void/)
    }
    expect(await stage.journal()).toContainEqual(
      expect.objectContaining({ type: 'store.gap', data: { why: 'replaced', knownUntil: known } }),
    )
    expect(stage.log.map(({ event }) => event)).toContain('store.gap')
    await stage.crash()
    await stage.advance(2 * minuteMilliseconds)
    expect(listNotices()).toHaveLength(2)
  })

  test('takes no Yes to what was shown before', async () => {
    await begin()
    const asked = await confirm(stage, maya, await restrict(stage))
    await startOnOlderState()
    expect(toView(await pressYes(stage, maya, asked), 'notice')).toMatchObject({ title: 'Not done' })
    await stage.advance(2 * minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(0)
  })

  test('does not send an unblock that waited: it may have been sent since', async () => {
    await begin()
    const incident = await restrict(stage)
    const asked = await confirm(stage, maya, incident)
    const release = stage.backend.hold('find')
    toView(await pressYes(stage, maya, asked), 'accepted')
    await stage.idle()
    expect(await readStatus(stage, incident.id)).toBe('unblocking')
    await startOnOlderState()
    release()
    expect(await readStatus(stage, incident.id)).toBe('uncertain')
    await stage.advance(2 * minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(0)
    expect(readCard(stage.slack, incident.id).statusWord).toBe('Outcome unknown')
    stage.backend.clear(incident.entity)
    await stage.advance(2 * minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('watching')
  })

  test('polls before it asks for or says anything else', async () => {
    await begin()
    const incident = await restrict(stage)
    const before = stage.backend.calls.length
    const updates = () => stage.slack.sent.filter(({ card }) => card.name === 'incident').length
    const shown = updates()
    await startOnOlderState()
    await stage.advance(10_000)
    expect(stage.backend.calls.slice(before)).toEqual(['list'])
    expect(updates()).toBe(shown)
    await stage.advance(minuteMilliseconds)
    expect(stage.backend.calls.slice(before)).toContain('gather sam@contoso.com')
    expect(updates()).toBeGreaterThan(shown)
    expect((await getIncident(stage, incident.id)).cards).toHaveLength(2)
  })
})
