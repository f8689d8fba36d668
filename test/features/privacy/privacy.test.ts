import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dayMilliseconds, hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { confirm, createSender, restrict } from '../acts.js'
import { maya, vera } from '../people.js'

import { createStage, type Stage, toView } from '../stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

const sam = createSender('sam@contoso.com')

/** Another process begins after so long, with a clock that nobody has set. */
async function passDays(days: number): Promise<void> {
  stage.step(days * dayMilliseconds)
  await stage.crash()
  await stage.advance(minuteMilliseconds)
}

async function reviewAndVanish(): Promise<string> {
  const incident = await restrict(stage, sam)
  await confirm(stage, maya, incident)
  stage.backend.clear(sam.entity)
  await stage.advance(4 * minuteMilliseconds)
  return incident.id
}

const readNotes = async (id: string) =>
  (await stage.journal(id)).flatMap(({ type, data }) => (type === 'review.submitted' ? [data.note] : []))
const listErasures = async () => (await stage.journal()).filter(({ type }) => type === 'texts.erased')

describe('evidence and notes', () => {
  test('are erased after 90 days, and show says so; who reviewed and how it ended stays', async () => {
    const id = await reviewAndVanish()
    await passDays(89)
    expect(await readNotes(id)).toEqual(['Password reset at the desk'])
    expect(await listErasures()).toEqual([])
    await passDays(2)
    expect(await readNotes(id)).toEqual([undefined])
    expect(await listErasures()).toMatchObject([{ data: { days: 90 } }])
    const view = toView(await stage.press(vera, 'show', { incidentId: id }), 'show')
    expect(view.entity).toBe('sam@contoso.com')
    expect(view.facts).toContainEqual({ label: 'Account', value: 'not checked: erased after 90 days' })
    expect(view.timeline.map(({ text }) => text)).toContain('Recommendations answered by Maya')
    expect(JSON.stringify(await stage.store().findIncident(id))).not.toContain('Password reset')
  })

  test('that piled up go a month at a time', async () => {
    await reviewAndVanish()
    await passDays(40)
    await reviewAndVanish()
    await passDays(100)
    await stage.advance(3 * minuteMilliseconds)
    const befores = (await listErasures()).map(({ data }) => Number(data.before))
    expect(befores).toHaveLength(2)
    expect((befores[1] ?? 0) - (befores[0] ?? 0)).toBeGreaterThan(dayMilliseconds)
    expect(await stage.store().findOldestText()).toBeUndefined()
  })

  test('that a repair has kept are erased after 90 days too, when nothing else is as old', async () => {
    const kept = `before-repair-${new Date(stage.clock.now()).toISOString().replaceAll(':', '-')}`
    await mkdir(join(stage.folder(), kept))
    await writeFile(join(stage.folder(), kept, 'state.json'), 'Password reset')
    await passDays(89)
    expect(await readdir(stage.folder())).toContain(kept)
    await passDays(2)
    expect(await readdir(stage.folder())).not.toContain(kept)
    expect(await listErasures()).toMatchObject([{ data: { days: 90 } }])
  })

  test('are not erased by a clock that was only just put forward', async () => {
    const id = await reviewAndVanish()
    await stage.advance(2 * hourMilliseconds)
    await stage.skip(100 * dayMilliseconds)
    await stage.advance(2 * hourMilliseconds)
    expect(await listErasures()).toEqual([])
    expect(await readNotes(id)).toEqual(['Password reset at the desk'])
  })

  test('are never in the chain: the journal holds their digests alone', async () => {
    const id = await reviewAndVanish()
    const entries = await stage.store().readJournal({ incidentId: id, limit: 99 })
    const chained = JSON.stringify(entries.map(({ event }) => event))
    expect(chained).not.toContain('Password reset')
    expect(chained).not.toContain('SenderAddress')
    expect(entries.find(({ event }) => event.type === 'review.submitted')?.event.digests).toMatchObject({
      note: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    })
  })

  test('the page with the note says who reads it', async () => {
    const { id } = await restrict(stage, sam)
    const form = toView(await stage.press(maya, 'recommendations', { incidentId: id }), 'recommendations')
    expect(form.noteReaders).toBe('Everybody with a role here reads this for 90 days.')
  })
})

describe('whoever reads what is known of somebody', () => {
  const listReads = async () => (await stage.journal()).filter(({ type }) => type === 'reads.counted')

  test('is in the journal at once, and once an hour with how often and of whom', async () => {
    const one = await restrict(stage, sam)
    const other = await restrict(stage, createSender('tess@contoso.com'))
    await stage.command(vera, 'show sam@contoso.com')
    expect(await listReads()).toMatchObject([
      { by: { id: vera.id }, incidentId: one.id, data: { times: 1, action: 'show' } },
    ])
    for (const { id } of [one, other, other]) await stage.press(vera, 'show', { incidentId: id })
    await stage.press(maya, 'show', { incidentId: one.id })
    expect(await listReads()).toHaveLength(2)
    await stage.advance(hourMilliseconds + minuteMilliseconds)
    expect((await listReads()).slice(2)).toMatchObject([
      { by: { id: vera.id }, data: { times: 3, incidents: { [one.id]: 1, [other.id]: 2 } } },
    ])
  })

  test('is written down when the bot stops within the hour', async () => {
    const { id } = await restrict(stage, sam)
    for (const _ of [1, 2, 3]) await stage.press(vera, 'show', { incidentId: id })
    await stage.bot().stop()
    expect((await listReads()).map(({ data }) => data.times)).toEqual([1, 2])
  })

  test('reads on when it cannot be written', async () => {
    const { id } = await restrict(stage, sam)
    stage.fillDisk(true)
    expect(toView(await stage.press(vera, 'show', { incidentId: id }), 'show').incidentId).toBe(id)
    stage.fillDisk(false)
  })
})
