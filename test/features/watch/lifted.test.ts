// Why an entry left the list is told only when it is known.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Deed } from '../../../src/domain/deed.js'
import { dayMilliseconds, hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { parseReason } from '../../../src/domain/reason.js'
import { BackendError } from '../../../src/errors.js'
import { began } from '../../domain/incidents.js'
import { createSender, getIncident, readCard, readTypes, restrict } from '../acts.js'
import { contoso, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const interval = contoso.pollSeconds * 1_000
const sam = createSender('sam@contoso.com')

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

function createDeed(facts: Partial<Deed> = {}): Deed {
  return {
    at: began + minuteMilliseconds,
    who: 'nadia@contoso.com',
    operation: 'Remove-BlockedSenderAddress',
    object: 'sam@contoso.com',
    from: '203.0.113.4',
    ...facts,
  }
}

async function restrictAndClear() {
  const { id } = await restrict(stage, sam)
  stage.backend.clear(sam.entity)
  await stage.advance(2 * interval)
  return id
}

describe('an entry that left the list', () => {
  test('is blamed on nobody as long as nobody is known to have lifted it', async () => {
    const id = await restrictAndClear()
    for (const platform of [stage.slack, stage.teams]) {
      const card = readCard(platform, id)
      expect(card).toMatchObject({ statusWord: 'Left the list', headline: 'Is off the list' })
      expect(card.outcomeText).toContain('lifted elsewhere, by Microsoft, or ended by itself.')
      expect(JSON.stringify(card)).not.toContain('portal or in PowerShell')
    }
  })

  test('is told with who lifted it, once the audit log has it', async () => {
    const id = await restrictAndClear()
    stage.backend.log([createDeed()])
    await stage.advance(6 * minuteMilliseconds)
    expect(stage.backend.searches).toMatchObject([{ what: 'lift', entity: sam.entity, from: sam.createdAt }])
    for (const platform of [stage.slack, stage.teams]) {
      const card = readCard(platform, id)
      expect(card.statusWord).toBe('Lifted elsewhere')
      expect(card.outcomeText).toContain(
        'Lifted outside Reprieve by nadia@contoso.com at 03:15 UTC, by the audit log.',
      )
      expect(JSON.stringify(card)).not.toContain('203.0.113.4')
    }
    const { state } = await getIncident(stage, id)
    expect(state).toMatchObject({ outcome: 'cleared-elsewhere', lifted: { by: 'nadia@contoso.com' } })
    expect(await readTypes(stage, id)).toContain('incident.lifted')
    const shown = toView(await stage.command(vera, 'show sam@contoso.com'), 'show')
    expect(JSON.stringify(shown)).toContain('nadia@contoso.com')
  })

  test('is asked after while the log may be late, and not for ever', async () => {
    await restrictAndClear()
    await stage.advance(6 * minuteMilliseconds)
    expect(stage.backend.searches).toHaveLength(1)
    stage.backend.fail('searchDeeds', new BackendError('Off', { code: 'rejected', outcome: 'unchanged' }))
    await stage.skip(hourMilliseconds)
    expect(stage.backend.searches).toHaveLength(2)
    for (let hour = 0; hour < 30; hour += 1) await stage.skip(hourMilliseconds)
    expect(stage.backend.searches).toHaveLength(4)
    expect((await stage.store().readBacklog(stage.clock.now())).due).toBe(0)
  })

  test('has ended by itself when it was a limit of unknown age that was first seen a day ago', async () => {
    const { createdAt: _, ...undated } = sam
    const reason = parseReason('EmailSendingLimitExceeded;ExceedingLimitType=External')
    const { id } = await restrict(stage, { ...undated, reason })
    await stage.skip(dayMilliseconds + hourMilliseconds)
    stage.backend.clear(sam.entity)
    await stage.advance(2 * interval)
    expect(readCard(stage.slack, id).statusWord).toBe('Expired by itself')
    await stage.advance(6 * minuteMilliseconds)
    expect(stage.backend.searches).toEqual([])
  })
})
