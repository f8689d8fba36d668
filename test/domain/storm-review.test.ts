// Which of a storm may be unblocked together.
import { describe, expect, it, test } from 'vitest'
import { singleApproval } from '../../src/domain/approval.js'
import type { SenderEvidence } from '../../src/domain/evidence.js'
import type { Incident } from '../../src/domain/incident.js'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import {
  endRow,
  endStorm,
  findStormBar,
  isWaitingForSecond,
  listLeft,
  type StormReview,
  stopStorm,
  toStormGroup,
  toStormStage,
} from '../../src/domain/storm-review.js'
import { createIncident, maya, tom } from './incidents.js'
import { createTakenOver, createWanted, known, unknown } from './rules/evidence.js'

const now = Date.UTC(2026, 10, 22, 3, 20)
const fresh = { gatheredAt: now - minuteMilliseconds }
const wanted = (facts: Partial<SenderEvidence> = {}, more: Partial<Incident> = {}) =>
  createIncident('open', { evidence: createWanted({ ...fresh, ...facts }), ...more })
const together = { stormReviewId: 'storm-1', by: maya, at: now, until: now + minuteMilliseconds }
const approval = {
  ...singleApproval,
  protected: [{ by: 'address', value: 'laura@contoso.com', rule: 'two-people' }],
} as const
const ask = { approval: singleApproval, now }

describe('among those that are unblocked together', () => {
  it('is what looks like bulk mail by evidence of the last quarter of an hour', () => {
    expect(findStormBar(wanted(), ask)).toBeUndefined()
    expect(toStormGroup(wanted())).toBe('bulk-spam')
  })

  const evidence = createWanted(fresh)
  it.each<[string, Incident, ReturnType<typeof findStormBar>]>([
    ['what nobody has looked at', createIncident('open'), 'looking'],
    [
      'what looks compromised',
      createIncident('open', { evidence: { ...createTakenOver(), ...fresh } }),
      'other-verdict',
    ],
    ['whoever has a role in the directory', wanted({ roles: known(['Exchange Administrator']) }), 'role'],
    ['of whom that is not known', wanted({ roles: unknown('Not permitted.') }), 'unchecked'],
    ['of whom something could not be read', wanted({ risk: unknown('No licence.') }), 'unchecked'],
    [
      'what was read a quarter of an hour ago',
      wanted({ gatheredAt: now - 15 * minuteMilliseconds }),
      'stale',
    ],
    [
      'what was read by a clock that was ahead',
      wanted({ gatheredAt: now + 5 * minuteMilliseconds }),
      'stale',
    ],
    ['what Exchange has refused', createIncident('failed', { evidence }), 'refused-before'],
    ['of which nobody knows', createIncident('uncertain', { evidence }), 'refused-before'],
    ['what is under way', createIncident('unblocking', { evidence }), 'not-open'],
    ['what is over', createIncident('closed', { evidence }), 'not-open'],
    ['what somebody has signed for', wanted({}, { together }), 'signed'],
    [
      'what is snoozed',
      wanted({}, { snoozed: { by: maya, at: 0, until: now + 1, zone: 'UTC', reason: 'At nine.' } }),
      'snoozed',
    ],
  ])('is not %s', (_, incident, bar) => {
    expect(findStormBar(incident, ask)).toBe(bar)
  })

  it('is not what the settings protect, for whatever rule', () => {
    expect(findStormBar(wanted(), { approval, now })).toBe('protected')
  })

  it('is what was signed as long as it is the same, and no worse', () => {
    const incident = wanted({}, { together })
    const signed = { stormReviewId: 'storm-1', revision: incident.revision, verdict: 'bulk' } as const
    expect(findStormBar(incident, { ...ask, signed })).toBeUndefined()
    const other = { ...incident, revision: incident.revision + 1 }
    expect(findStormBar(other, { ...ask, signed })).toBe('changed')
    expect(findStormBar(incident, { ...ask, signed: { ...signed, verdict: 'limit-only' } })).toBe(
      'other-verdict',
    )
    expect(findStormBar(incident, { ...ask, signed: { ...signed, stormReviewId: 'storm-2' } })).toBe('signed')
  })
})

const review: StormReview = {
  id: 'storm-1',
  tenantId: 'contoso',
  digestId: 'digest-1',
  group: 'bulk-spam',
  verdict: 'bulk',
  rows: ['one', 'two'].map((incidentId) => ({ incidentId, revision: 1, verdict: 'bulk' })),
  answers: [],
  note: '',
  first: { by: maya, identity: { home: 'T1', addresses: ['maya@contoso.com'] }, at: now },
  until: now + 60 * minuteMilliseconds,
  leaves: [],
}

describe('a storm review', () => {
  test('waits for a second signature until it ends, is stopped, or is given', () => {
    expect(isWaitingForSecond(review, now + minuteMilliseconds)).toBe(true)
    expect(isWaitingForSecond(review, review.until)).toBe(false)
    expect(isWaitingForSecond(review, now - 5 * minuteMilliseconds)).toBe(false)
    const stopped = stopStorm(review, { at: now, reason: 'person', why: 'Tom stopped it.' })
    expect(isWaitingForSecond(stopped, now)).toBe(false)
    expect(isWaitingForSecond({ ...review, second: { by: tom, at: now } }, now)).toBe(false)
  })

  test('keeps the first word about a row and about why it stopped', () => {
    const out = endRow(review, 'one', { at: now, kind: 'out', why: 'changed' })
    const later = endRow(out, 'one', { at: now, kind: 'unblocked', why: '' })
    expect(later.rows[0]?.end?.kind).toBe('out')
    expect(listLeft(later).map(({ incidentId }) => incidentId)).toEqual(['two'])
    const stopped = stopStorm(review, { at: now, reason: 'refused', why: 'no' })
    expect(stopStorm(stopped, { at: now, reason: 'person', why: '' }).stopped?.reason).toBe('refused')
  })

  test('remembers who signed when it is over, and not what tells their mailboxes', () => {
    const over = endStorm({ ...review, second: { by: tom, identity: { home: 'T1' }, at: now } }, now)
    expect(toStormStage(over)).toBe('over')
    expect(over.first).toEqual({ by: maya, at: now })
    expect(over.second).toEqual({ by: tom, at: now })
  })
})
