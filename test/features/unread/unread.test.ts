// One entry of the list that cannot be read blinds nobody: all others open, nothing is closed, and it has a card of its own.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toActorRef } from '../../../src/domain/actor.js'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import type { FoundUnreadable, ListNotice } from '../../../src/domain/listed.js'
import type { PlainViews } from '../../../src/features/cards.js'
import { createSender, getIncident, readStatus, readTypes, restrict, unblock } from '../acts.js'
import { contoso, maya, olga, vera } from '../people.js'
import type { RecordingPlatform } from '../platform.js'
import { createStage, type Stage, toView } from '../stage.js'

const interval = contoso.pollSeconds * 1_000
const sam = createSender('sam@contoso.com')
const tom = createSender('tom@contoso.com')

function createEntry(key: string, facts: Partial<FoundUnreadable> = {}): FoundUnreadable {
  return {
    kind: 'sender',
    key,
    what: 'SenderAddress is empty',
    reason: 'OutboundSpamLast24Hours=5;CIP=203.0.113.9',
    raw: `{"SenderAddress":null,"Ref":"${key}"}`,
    ...facts,
  }
}
const pat = createEntry('pat')
const relay = createEntry('relay', { kind: 'connector', what: 'ConnectorId is empty', reason: '' })
const silence: ListNotice = { kind: 'sender', text: 'A store did not answer.', isBesideNothing: true }

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const listCards = ({ sent }: RecordingPlatform) =>
  sent.flatMap(({ call, card }) => (card.name === 'unread' ? [{ call, view: card.view }] : []))
const getCard = (platform: RecordingPlatform): PlainViews['unread'] =>
  toView(platform.sent.findLast(({ card }) => card.name === 'unread')?.card, 'unread')
const readHealth = async () => toView(await stage.command(vera, 'status'), 'status')
const readList = async () => toView(await stage.command(vera, 'list'), 'list')

describe('an entry that cannot be read', () => {
  test('keeps nobody else on the list from having a card', async () => {
    stage.backend.doubt({ unreadable: [pat] })
    stage.backend.restrict(sam)
    await restrict(stage, tom)
    expect((await stage.incidents()).map(({ entity }) => entity)).toEqual([sam.entity, tom.entity])
  })

  test('has a card of its own in every channel, once', async () => {
    stage.backend.doubt({ unreadable: [pat] })
    await stage.advance(5 * interval)
    for (const platform of [stage.slack, stage.teams]) {
      expect(listCards(platform).map(({ call }) => call)).toEqual(['post'])
      const { headline, entries, advice, tenantName, portalUrl } = getCard(platform)
      expect(headline).toBe('1 entry of the Restricted entities list could not be read')
      expect(tenantName).toBe('Contoso')
      expect(entries).toEqual([
        {
          text: 'A sender: SenderAddress is empty. Outbound spam: 5 messages in 24 hours were marked as spam',
        },
      ])
      expect(advice).toContain('Get-BlockedSenderAddress | Format-List')
      expect(portalUrl).toContain('/restrictedentities')
    }
  })

  test('is in the log as it came, once, and on no card', async () => {
    stage.backend.doubt({ unreadable: [pat] })
    await stage.advance(5 * interval)
    const lines = stage.log.filter(({ event }) => event === 'list.unreadable')
    expect(lines.map(({ level, fields }) => [level, fields])).toEqual([
      ['warn', { tenantId: 'contoso', kind: 'sender', what: pat.what, raw: pat.raw }],
    ])
    expect(JSON.stringify([...stage.slack.sent, ...stage.teams.sent])).not.toMatch(/"Ref|203\.0\.113\.9/)
  })

  test('closes nobody who is not on the rest of the list', async () => {
    const { id } = await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    stage.backend.doubt({ unreadable: [pat] })
    await stage.advance(10 * interval)
    expect(await readStatus(stage, id)).toBe('open')
    expect((await getIncident(stage, id)).absentSince).toBeUndefined()
    stage.backend.doubt({})
    await stage.advance(2 * interval)
    expect(await readStatus(stage, id)).toBe('closed')
  })

  test('tells nobody that an unblock has worked', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.freeze()
    await unblock(stage, maya, incident)
    stage.backend.clear(sam.entity)
    stage.backend.doubt({ unreadable: [pat] })
    await stage.advance(10 * interval)
    const { state } = await getIncident(stage, incident.id)
    expect(state).toMatchObject({ status: 'watching' })
    expect('goneAt' in state ? state.goneAt : undefined).toBeUndefined()
  })

  test('of a connector says nothing against the list of senders', async () => {
    const { id } = await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    stage.backend.doubt({ unreadable: [relay] })
    await stage.advance(2 * interval)
    expect(await readStatus(stage, id)).toBe('closed')
    expect(getCard(stage.slack).advice).toContain('Get-BlockedConnector | Format-List')
  })

  test('that is gone, or readable, ends its card', async () => {
    stage.backend.doubt({ unreadable: [pat] })
    await stage.advance(2 * interval)
    stage.backend.doubt({})
    await stage.advance(2 * interval)
    for (const platform of [stage.slack, stage.teams]) {
      expect(listCards(platform).map(({ call }) => call)).toEqual(['post', 'update'])
      expect(getCard(platform)).toMatchObject({ isGood: true, advice: '' })
      expect(getCard(platform).outcomeText).toContain('Read in whole again')
    }
    const types = await readTypes(stage)
    expect(types.filter((type) => type.startsWith('list.'))).toEqual(['list.unreadable', 'list.readable'])
  })

  test('says what is the same of several once, and no more than a phone has room for', async () => {
    const relays = [1, 2, 3].map((place) => ({ ...relay, key: `${relay.key}${place}` }))
    const others = ['kim', 'lee', 'max'].map((key) => createEntry(key, { what: `${key} is in the way` }))
    stage.backend.doubt({ unreadable: [...relays, ...others] })
    await stage.advance(2 * interval)
    expect(getCard(stage.slack).entries[0]).toEqual({ text: 'A connector: ConnectorId is empty (3 entries)' })
    expect(getCard(stage.slack).entries).toHaveLength(3)
    expect(getCard(stage.slack).moreText).toBe('and 1 more')
  })

  test('that comes soon after another stands on its card, and one that comes later has its own', async () => {
    stage.backend.doubt({ unreadable: [pat] })
    await stage.advance(2 * interval)
    stage.backend.doubt({ unreadable: [pat, createEntry('kim')] })
    await stage.advance(2 * interval)
    expect(listCards(stage.slack).map(({ call }) => call)).toEqual(['post', 'update'])
    expect(getCard(stage.slack).entries.map(({ text }) => text)).toEqual([
      expect.stringContaining('(2 entries)'),
    ])
    await stage.advance(15 * minuteMilliseconds)
    stage.backend.doubt({ unreadable: [pat, createEntry('kim'), relay] })
    await stage.advance(2 * interval)
    expect(listCards(stage.slack).map(({ call }) => call)).toEqual(['post', 'update', 'post'])
    expect(getCard(stage.slack).entries).toEqual([{ text: 'A connector: ConnectorId is empty' }])
  })

  test('that comes when another was over has a card of its own, however soon', async () => {
    stage.backend.doubt({ unreadable: [pat] })
    await stage.advance(2 * interval)
    stage.backend.doubt({})
    await stage.advance(2 * interval)
    stage.backend.doubt({ unreadable: [createEntry('kim')] })
    await stage.advance(2 * interval)
    expect(listCards(stage.slack).map(({ call }) => call)).toEqual(['post', 'update', 'post'])
  })

  test('that comes and goes is one', async () => {
    for (let round = 0; round < 4; round += 1) {
      stage.backend.doubt({ unreadable: [pat] })
      await stage.advance(2 * interval)
      stage.backend.doubt({})
      await stage.advance(2 * interval)
    }
    expect(listCards(stage.slack).filter(({ call }) => call === 'post')).toHaveLength(1)
    await stage.skip(2 * hourMilliseconds)
    stage.backend.doubt({ unreadable: [pat] })
    await stage.advance(2 * interval)
    expect(listCards(stage.slack).filter(({ call }) => call === 'post')).toHaveLength(2)
  })

  test('is in the status, and in what the doctor finds', async () => {
    stage.backend.doubt({ unreadable: [pat] })
    await stage.advance(2 * interval)
    const { rows } = await readHealth()
    const row = rows.find(({ name }) => name === 'List of Contoso')
    expect(row).toMatchObject({ icon: '🔴' })
    expect(row?.detail).toBe(
      '1 entry could not be read, so somebody may be restricted whom Reprieve cannot name',
    )
    const report = await stage.bot().runDoctor(toActorRef(olga), { tenant: undefined, postsTestCards: false })
    const checks = report.sections.flatMap((section) => section.checks)
    expect(checks.find(({ name }) => name === 'List of Contoso')).toMatchObject({
      result: 'problem',
      found: `${row?.detail}.`,
    })
  })

  test('takes the denial out of an empty list', async () => {
    expect((await readList()).emptyText).toBe('Nobody is restricted.')
    stage.backend.doubt({ unreadable: [pat] })
    await stage.advance(2 * interval)
    const { emptyText, pollText } = await readList()
    expect(emptyText).toBe(
      'Whether anybody is restricted cannot be known now: the list of Contoso could not be read in whole.',
    )
    expect(pollText).toContain('1 entry could not be read')
  })
})

describe('an empty list with a warning', () => {
  test('closes nobody, and the status says what Exchange said', async () => {
    const { id } = await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    stage.backend.doubt({ notices: [silence] })
    await stage.advance(10 * interval)
    expect(await readStatus(stage, id)).toBe('open')
    const { rows } = await readHealth()
    expect(rows.find(({ name }) => name === 'List of Contoso')?.detail).toBe(
      'Exchange gave no restricted sender, and said: A store did not answer',
    )
    expect((await readList()).pollText).toContain('A store did not answer')
  })

  test('is no card: nobody is known to be on it', async () => {
    stage.backend.doubt({ notices: [silence] })
    await stage.advance(3 * interval)
    expect(listCards(stage.slack)).toEqual([])
  })
})

test('a warning beside entries is shown, and takes nothing away from them', async () => {
  const { id } = await restrict(stage, sam)
  stage.backend.restrict(tom)
  stage.backend.clear(sam.entity)
  stage.backend.doubt({ notices: [{ ...silence, isBesideNothing: false }] })
  await stage.advance(2 * interval)
  expect(await readStatus(stage, id)).toBe('closed')
  const { rows } = await readHealth()
  const row = rows.find(({ name }) => name === 'Polls of Contoso')
  expect(row?.icon).toBe('🟢')
  expect(row?.detail).toContain('Exchange said: A store did not answer.')
})
