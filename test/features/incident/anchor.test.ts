import { afterEach, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { readCard, restrict } from '../acts.js'
import { createStage, type Stage } from '../stage.js'

let stage: Stage
afterEach(() => stage.close())

test('a closed card says on both platforms where the journal stood, a live one does not, and the log has it whole', async () => {
  stage = await createStage()
  const incident = await restrict(stage)
  expect(readCard(stage.slack, incident.id).outcomeText).toBe('')
  stage.backend.clear(incident.entity)
  await stage.advance(3 * minuteMilliseconds)
  const entries = await stage.store().readJournal({ incidentId: incident.id, limit: 99 })
  const end = entries.find(({ event }) => event.type === 'incident.closed')
  for (const platform of [stage.slack, stage.teams])
    expect(readCard(platform, incident.id).outcomeText).toMatch(
      new RegExp(` Journal head ${end?.hash.slice(0, 16)}\\.$`),
    )
  expect(stage.log).toContainEqual(
    expect.objectContaining({
      event: 'journal.anchored',
      fields: { incidentId: incident.id, seq: end?.seq, head: end?.hash },
    }),
  )
})
