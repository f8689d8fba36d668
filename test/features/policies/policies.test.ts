// The tenants' own settings: read once a day, one warning card when they change, accepted once.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import { dayMilliseconds, hourMilliseconds } from '../../../src/domain/instant.js'
import type { TenantPolicies } from '../../../src/domain/policies.js'
import { toOpenRoute } from '../../../src/domain/route.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { BackendError, PlatformError } from '../../../src/errors.js'
import type { PlainViews } from '../../../src/features/cards.js'
import { connectorAlert, createAlert, createOutbound, createPolicies } from '../../domain/policies.js'
import { known, unknown } from '../../domain/rules/evidence.js'
import { readTypes } from '../acts.js'
import { contoso, laura, maya, nobody, olga, tom, vera } from '../people.js'
import type { RecordingPlatform } from '../platform.js'
import { createStage, type Stage, toView } from '../stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const turnedOff = createPolicies({ alerts: known([createAlert({ enabled: false }), connectorAlert]) })
const turnedOffToo = { ...turnedOff, audit: known({ enabled: false }) }
const down = new BackendError('Exchange Online cannot be reached.', {
  code: 'unavailable',
  outcome: 'unchanged',
})

function findDrifts({ sent }: RecordingPlatform): readonly PlainViews['drift'][] {
  return sent.flatMap(({ card }) => (card.name === 'drift' ? [card.view] : []))
}

function getDrift(platform: RecordingPlatform): PlainViews['drift'] {
  const card = platform.sent.findLast(({ card: { name } }) => name === 'drift')?.card
  return toView(card, 'drift')
}

function countCalls(platform: RecordingPlatform, call: 'post' | 'update'): number {
  return platform.sent.filter((sent) => sent.call === call && sent.card.name === 'drift').length
}

async function readJournal(): Promise<readonly string[]> {
  return (await readTypes(stage)).filter((type) => type.startsWith('policies.'))
}

/** The settings are like this from now on, and the daily read finds it. */
async function change(policies: TenantPolicies): Promise<void> {
  stage.backend.setPolicies(policies)
  await stage.skip(dayMilliseconds)
}

function countReads(): number {
  return stage.backend.calls.filter((call) => call === 'readPolicies').length
}

function accept(actor: Actor, { acceptId }: { readonly acceptId: string } = getDrift(stage.slack)) {
  return stage.press(actor, 'accept-policies', { values: { acceptId } })
}

describe('reading', () => {
  test('the first read is what is normal, and posts nothing', async () => {
    expect(countReads()).toBe(1)
    expect(findDrifts(stage.slack)).toEqual([])
    expect(await readJournal()).toEqual([])
  })

  test('is kept once as long as nothing differs, and whole when something does', async () => {
    const count = async () => {
      const kept = JSON.stringify((await stage.store().recall('policies:contoso'))?.value)
      return kept.split('"alerts"').length - 1
    }
    expect(await count()).toBe(1)
    await change(turnedOff)
    expect(await count()).toBe(2)
    await accept(maya)
    expect(await count()).toBe(1)
  })

  test('happens once a day', async () => {
    await stage.skip(dayMilliseconds - hourMilliseconds)
    expect(countReads()).toBe(1)
    await stage.skip(hourMilliseconds)
    expect(countReads()).toBe(2)
    expect(findDrifts(stage.slack)).toEqual([])
  })

  test('of many tenants begins one after the other', async () => {
    const tenants = Array.from({ length: 4 }, (_, index) => ({ ...contoso, id: `t${index}` }))
    const many = await createStage({ tenants })
    const count = () =>
      [...many.backends.values()].filter(({ calls }) => calls.includes('readPolicies')).length
    const counts = [count()]
    for (let step = 0; step < 3; step += 1) {
      await many.advance(5_000)
      counts.push(count())
    }
    expect(counts).toEqual([1, 2, 3, 4])
    await many.close()
  })

  test('that fails is journalled once, tried again in an hour, and changes nothing', async () => {
    stage.backend.fail('readPolicies', down)
    await change(turnedOff)
    for (let hour = 0; hour < 3; hour += 1) await stage.skip(hourMilliseconds)
    expect(countReads()).toBe(5)
    expect(await readJournal()).toEqual(['policies.read-failed'])
    expect(findDrifts(stage.slack)).toEqual([])
    stage.backend.fail('readPolicies', undefined)
    await stage.skip(hourMilliseconds)
    expect(await readJournal()).toEqual(['policies.read-failed', 'policies.drifted'])
  })

  test('that fails for a day is in the status', async () => {
    stage.backend.fail('readPolicies', down)
    const readStatus = async () => toView(await stage.command(vera, 'status'), 'status')
    await stage.skip(dayMilliseconds)
    expect((await readStatus()).rows.map(({ name }) => name)).not.toContain('Settings of Contoso')
    for (let hour = 1; hour < 24; hour += 1) await stage.skip(hourMilliseconds)
    expect((await readStatus()).rows[0]).toMatchObject({
      name: 'Settings of Contoso',
      word: 'has a problem',
      detail: '24 reads failed: Exchange Online cannot be reached.',
    })
  })

  test('that is given up is a failed one', async () => {
    await stage.skip(dayMilliseconds - 10_000)
    stage.backend.hold('readPolicies')
    await stage.advance(110_000)
    expect(await readJournal()).toEqual(['policies.read-failed'])
  })

  test('that was asked to wait waits', async () => {
    const throttled = new BackendError('Exchange asks for a pause.', {
      code: 'throttled',
      outcome: 'unchanged',
      retryAfterMilliseconds: 3 * hourMilliseconds,
    })
    stage.backend.trouble('readPolicies', { error: throttled })
    await stage.skip(dayMilliseconds)
    await stage.skip(2 * hourMilliseconds)
    expect(countReads()).toBe(2)
    await stage.skip(hourMilliseconds)
    expect(countReads()).toBe(3)
  })

  test('that left something out comes again in an hour', async () => {
    await change(createPolicies({ audit: unknown('Exchange did not answer.') }))
    await stage.skip(hourMilliseconds)
    expect(countReads()).toBe(3)
  })

  test('of a tenant that was taken out of the settings ends by itself', async () => {
    const task = {
      key: 'policies:fabrikam',
      lane: 'policies:fabrikam',
      dueAt: stage.clock.now(),
      attempts: 0,
      duty: { kind: 'policies', tenantId: 'fabrikam' },
    } as const
    await stage.store().commit({ tasks: [task] })
    await stage.advance(3_000)
    const { due } = await stage.store().readBacklog(stage.clock.now())
    expect(due).toBe(0)
    expect(stage.log.filter(({ level }) => level === 'error')).toEqual([])
  })
})

describe('a drift', () => {
  test('opens one card in every channel, and no other with the next reads', async () => {
    await change(turnedOff)
    await stage.skip(dayMilliseconds)
    for (const platform of [stage.slack, stage.teams]) {
      expect(countCalls(platform, 'post')).toBe(1)
      // After a day the audit log is not asked any more, and the card says that it does not tell who it was.
      expect(countCalls(platform, 'update')).toBe(1)
      expect(getDrift(platform)).toMatchObject({
        isBusy: true,
        statusWord: 'Settings changed',
        headline: '"User restricted from sending email" was turned off',
        changes: [],
        canAccept: true,
      })
    }
    expect(await readJournal()).toEqual(['policies.drifted'])
  })

  test('reaches the channels that hear of what is severe', async () => {
    const quiet: Tenant = {
      ...contoso,
      routes: [
        { ...toOpenRoute({ platform: 'slack', channel: 'C2' }), severities: ['medium'] },
        { ...toOpenRoute({ platform: 'slack', channel: 'C3' }), kinds: ['connector'] },
        toOpenRoute({ platform: 'slack', channel: 'C3' }),
      ],
    }
    const other = await createStage({ tenants: [quiet] })
    other.backend.setPolicies(turnedOff)
    await other.skip(dayMilliseconds)
    const channels = other.slack.sent.flatMap(({ card, channel }) => (card.name === 'drift' ? [channel] : []))
    expect(channels).toEqual(['C3'])
    await other.close()
  })

  test('that changes is edited in place', async () => {
    await change(turnedOff)
    await change(turnedOffToo)
    expect(countCalls(stage.slack, 'post')).toBe(1)
    expect(countCalls(stage.slack, 'update')).toBe(1)
    expect(getDrift(stage.slack)).toMatchObject({
      headline: '2 changes to the alert and sending settings of Contoso',
      changes: [
        { text: '"User restricted from sending email" was turned off' },
        { text: 'Unified audit logging was turned off' },
      ],
    })
    expect(await readJournal()).toEqual(['policies.drifted', 'policies.drifted'])
  })

  test('that ends is edited in place, and the next one is a new card', async () => {
    await change(turnedOff)
    await change(createPolicies())
    expect(getDrift(stage.teams)).toMatchObject({
      isGood: true,
      statusWord: 'As before again',
      changes: [{ text: '"User restricted from sending email" was turned off' }],
      canAccept: false,
    })
    expect(countCalls(stage.teams, 'post')).toBe(1)
    await change(turnedOff)
    expect(countCalls(stage.teams, 'post')).toBe(2)
    expect(await readJournal()).toEqual(['policies.drifted', 'policies.restored', 'policies.drifted'])
  })

  test.each<[string, () => void]>([
    ['fails', () => stage.backend.fail('readPolicies', down)],
    ['leaves it out', () => stage.backend.setPolicies({ ...turnedOff, alerts: unknown('No answer.') })],
  ])('is neither closed nor changed by a read that %s', async (_, spoil) => {
    await change(turnedOff)
    const listChanges = () => [...new Set(findDrifts(stage.slack).map(({ headline }) => headline))]
    const seen = listChanges()
    expect(seen).toHaveLength(1)
    spoil()
    await stage.skip(dayMilliseconds)
    expect(listChanges()).toEqual(seen)
    stage.backend.fail('readPolicies', undefined)
    await change(turnedOff)
    expect(listChanges()).toEqual(seen)
    await change(createPolicies())
    expect(getDrift(stage.slack).statusWord).toBe('As before again')
  })

  test('is not what could be read for the first time', async () => {
    const other = await createStage({
      prepare: (backend) => backend.setPolicies(createPolicies({ audit: unknown('No answer.') })),
    })
    other.backend.setPolicies(createPolicies({ audit: known({ enabled: false }) }))
    await other.skip(hourMilliseconds)
    expect(findDrifts(other.slack)).toEqual([])
    other.backend.setPolicies(createPolicies())
    await other.skip(dayMilliseconds)
    expect(getDrift(other.slack).headline).toBe('Unified audit logging was turned on')
    await other.close()
  })

  test('shows ten changes and how many more there are', async () => {
    const outbound = Array.from({ length: 14 }, (_, index) => createOutbound({ name: `Policy ${index}` }))
    await change(createPolicies({ outbound: known([createOutbound(), ...outbound]) }))
    expect(getDrift(stage.slack).changes).toHaveLength(10)
    expect(getDrift(stage.slack).moreText).toBe('and 4 more')
  })

  test('is posted once Slack is back, and Teams need not wait for it', async () => {
    stage.slack.refuse(() => new PlatformError('Slack is down', { code: 'unavailable' }))
    await change(turnedOff)
    expect(countCalls(stage.teams, 'post')).toBe(1)
    stage.slack.refuse(() => undefined)
    await stage.skip(hourMilliseconds)
    expect(countCalls(stage.slack, 'post')).toBe(1)
    expect(countCalls(stage.teams, 'post')).toBe(1)
  })

  test('that is over before it could be posted is not posted', async () => {
    stage.slack.refuse(() => new PlatformError('Slack is down', { code: 'unavailable' }))
    await change(turnedOff)
    await change(createPolicies())
    stage.slack.refuse(() => undefined)
    await stage.skip(hourMilliseconds)
    expect(findDrifts(stage.slack)).toEqual([])
    expect(getDrift(stage.teams).statusWord).toBe('As before again')
  })

  test('survives a crash at every moment: one card, one entry', async () => {
    await change(turnedOff)
    await stage.crash()
    await stage.advance(5_000)
    expect(countCalls(stage.slack, 'post')).toBe(1)
    expect(await readJournal()).toEqual(['policies.drifted'])
    await stage.crash()
    await change(createPolicies())
    expect(countCalls(stage.slack, 'post')).toBe(1)
    expect(getDrift(stage.slack).statusWord).toBe('As before again')
  })

  test('that was seen and not saved is seen again', async () => {
    stage.store().beforeCommit(({ events = [] }) => {
      if (events.some(({ type }) => type === 'policies.drifted')) return new Promise(() => {})
      return undefined
    })
    await change(turnedOff)
    expect(findDrifts(stage.slack)).toEqual([])
    await stage.crash()
    await stage.skip(hourMilliseconds)
    expect(countCalls(stage.slack, 'post')).toBe(1)
    expect(await readJournal()).toEqual(['policies.drifted'])
  })

  test('shows outside text as it came, for the templates to escape', async () => {
    const hostile = '<!channel> [x](https://evil.test)'
    await change(createPolicies({ outbound: known([createOutbound(), createOutbound({ name: hostile })]) }))
    expect(getDrift(stage.slack).headline).toBe(`Outbound policy "${hostile}" is new`)
  })
})

describe('accepting', () => {
  beforeEach(() => change(turnedOff))

  test('makes what differs the new normal, and says by whom', async () => {
    expect(toView(await accept(maya), 'notice')).toMatchObject({ isGood: true, title: 'Accepted' })
    await stage.advance(3_000)
    for (const platform of [stage.slack, stage.teams])
      expect(getDrift(platform)).toMatchObject({ isCalm: true, statusWord: 'Accepted', canAccept: false })
    expect(getDrift(stage.teams).outcomeText).toContain('by Maya')
    const accepted = (await stage.journal()).find(({ type }) => type === 'policies.accepted')
    expect(accepted).toMatchObject({ tenantId: 'contoso', by: { platform: 'slack', id: 'U1' } })

    await stage.skip(dayMilliseconds)
    expect(countCalls(stage.slack, 'post')).toBe(1)
    await change(createPolicies())
    expect(countCalls(stage.slack, 'post')).toBe(2)
    expect(getDrift(stage.slack).headline).toBe('"User restricted from sending email" was turned on')
  })

  test('is one act when two press, and the second is told who it was', async () => {
    const { acceptId } = getDrift(stage.slack)
    const [first, second] = await Promise.all([accept(maya, { acceptId }), accept(tom, { acceptId })])
    expect(toView(first, 'notice').title).toBe('Accepted')
    expect(toView(second, 'notice').text).toMatch(/^Maya accepted this at \d\d:\d\d UTC already\./)
    expect(toView(await accept(maya, { acceptId }), 'notice').text).toMatch(/^You accepted this/)
    expect((await readJournal()).filter((type) => type === 'policies.accepted')).toHaveLength(1)
  })

  test.each([
    ['nobody', nobody],
    ['a viewer', vera],
    ['an operator', olga],
  ])('is refused to %s', async (_, actor) => {
    expect(toView(await accept(actor), 'notice').text).toContain('"approver"')
    expect(await readJournal()).toEqual(['policies.drifted'])
  })

  test('accepts nothing that the pressed card does not show', async () => {
    const older = getDrift(stage.slack)
    await change(turnedOffToo)
    expect(toView(await accept(maya, older), 'notice').text).toContain('changed again since')
    expect(await readJournal()).toEqual(['policies.drifted', 'policies.drifted'])
    expect(toView(await accept(laura), 'notice').title).toBe('Accepted')
  })

  test('is too late when everything is as before', async () => {
    const { acceptId } = getDrift(stage.slack)
    await change(createPolicies())
    expect(toView(await accept(maya, { acceptId }), 'notice').text).toContain('as before again')
    expect(await readJournal()).toEqual(['policies.drifted', 'policies.restored'])
  })

  test('while a read is under way holds: the read compares with what was accepted', async () => {
    const finish = stage.backend.hold('readPolicies')
    await stage.skip(dayMilliseconds)
    expect(toView(await accept(maya), 'notice').title).toBe('Accepted')
    finish()
    await stage.advance(3_000)
    expect(await readJournal()).toEqual(['policies.drifted', 'policies.accepted'])
    expect(getDrift(stage.slack).statusWord).toBe('Accepted')
  })

  test.each(['', '.', 'x.1', '__proto__.1', '.1', 'x'.repeat(2_000)])(
    'of %j is answered in words',
    async (acceptId) => {
      expect(toView(await accept(maya, { acceptId }), 'notice').text).toContain('nothing to accept any more')
      expect(stage.log.filter(({ level }) => level === 'error')).toEqual([])
    },
  )

  test('of a tenant that was taken out of the settings is refused', async () => {
    const drift = {
      id: 'old',
      tenantId: 'fabrikam',
      openedAt: 1,
      edition: 1,
      changes: ['x'],
      channels: [],
    }
    await stage.store().remember('drift:old', drift)
    expect(toView(await accept(maya, { acceptId: 'old.1' }), 'notice').text).toContain('nothing to accept')
    expect(await readJournal()).toEqual(['policies.drifted'])
  })

  test('survives a crash right after it', async () => {
    await accept(maya)
    await stage.crash()
    await stage.skip(dayMilliseconds)
    expect(getDrift(stage.slack).statusWord).toBe('Accepted')
    expect(countCalls(stage.slack, 'post')).toBe(1)
  })
})
