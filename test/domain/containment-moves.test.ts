import { describe, expect, test } from 'vitest'
import {
  askContainment,
  attemptContainment,
  containmentMilliseconds,
  endContainment,
  findContainment,
  findUndoable,
  isTakenBack,
  requestContainment,
} from '../../src/domain/containment-moves.js'
import type { Incident } from '../../src/domain/incident.js'
import { RefusedError, StaleError } from '../../src/errors.js'
import { began, createActor, createIncident, maya, tom } from './incidents.js'

const now = began
const ask = (incident: Incident, facts: Partial<Parameters<typeof askContainment>[1]> = {}) =>
  askContainment(incident, {
    id: 'c-1',
    by: maya,
    step: 'block-sign-in',
    targets: [],
    undoes: undefined,
    now,
    ...facts,
  })
const request = (incident: Incident, facts: Partial<Parameters<typeof requestContainment>[1]> = {}) =>
  requestContainment(incident, { containmentId: 'c-1', actor: maya, now, ...facts })
const end = (incident: Incident, result: 'done' | 'failed' | 'unknown', id = 'c-1') =>
  endContainment(incident, id, { result, detail: result, undo: { was: true }, now: now + 2 })

const asked = ask(createIncident('reviewing'))
const requested = request(asked)
const attempted = attemptContainment(requested, 'c-1', now + 1)
const done = end(attempted, 'done')

describe('asking', () => {
  test('keeps ids and names of the targets, and who asked', () => {
    const actor = createActor()
    const target = { id: 'r-1', name: '.', detail: 'deletes everything' }
    const { containments } = ask(createIncident('open'), { by: actor, targets: [target] })
    expect(containments).toEqual([
      { id: 'c-1', step: 'block-sign-in', targets: [{ id: 'r-1', name: '.' }], by: maya, askedAt: now },
    ])
  })

  test('takes the place of what the same actor asked before, and of what nobody answered in time', () => {
    const again = ask(ask(asked, { id: 'c-2', by: tom }), { id: 'c-3' })
    expect(again.containments?.map(({ id }) => id)).toEqual(['c-2', 'c-3'])
    const late = ask(again, { id: 'c-4', now: now + containmentMilliseconds })
    expect(late.containments?.map(({ id }) => id)).toEqual(['c-4'])
  })

  test('forgets nothing that was confirmed', () => {
    const later = ask(done, { id: 'c-2', now: now + 10 * containmentMilliseconds })
    expect(later.containments?.map(({ id }) => id)).toEqual(['c-1', 'c-2'])
  })

  test('changes nothing that a reviewer would judge', () => {
    expect([asked.revision, asked.changedAt]).toEqual([1, began])
  })
})

describe('the Yes', () => {
  test('is remembered with its moment', () => {
    expect(findContainment(requested, 'c-1')).toMatchObject({ requestedAt: now })
  })

  test.each([
    ['nobody asked for', { containmentId: 'c-9' }, 'confirmation-used'],
    ['of somebody else', { actor: tom }, 'confirmation-not-yours'],
    ['after ten minutes', { now: now + containmentMilliseconds }, 'confirmation-expired'],
  ])('is refused %s', (_, facts, reason) => {
    expect(() => request(asked, facts)).toThrow(RefusedError)
    try {
      request(asked, facts)
    } catch (error) {
      expect(error).toMatchObject({ reason })
    }
  })

  test.each([
    ['under way', requested],
    ['tried', attempted],
    ['done', done],
    ['failed', end(attempted, 'failed')],
  ])('is stale when it is %s already', (_, incident) => {
    expect(() => request(incident)).toThrow('You confirmed this step at 03:14 UTC already')
  })

  test('is stale when somebody else was faster, and not when they failed or did something else', () => {
    const rival = { id: 'c-2', by: tom } as const
    const yes = { containmentId: 'c-2', actor: tom }
    const both = ask(asked, rival)
    expect(() => request(request(both), yes)).toThrow('Maya confirmed this step')
    expect(() => request(end(request(both), 'done'), yes)).toThrow(StaleError)
    expect(() => request(end(request(both), 'unknown'), yes)).toThrow(StaleError)
    expect(request(end(request(both), 'failed'), yes).containments).toHaveLength(2)
    const other = ask(asked, { ...rival, step: 'revoke-sessions' })
    expect(request(request(other), yes).containments).toHaveLength(2)
  })

  test('is its own when it was asked for after the other had ended', () => {
    const again = ask(done, { id: 'c-2', by: tom, now: now + 3 })
    expect(request(again, { containmentId: 'c-2', actor: tom, now: now + 3 }).containments).toHaveLength(2)
  })

  test('about rules is the same only when a rule is the same', () => {
    const rules = (...ids: string[]) => ({
      step: 'disable-inbox-rules' as const,
      targets: ids.map((id) => ({ id, name: id })),
    })
    const first = request(ask(createIncident('open'), rules('a', 'b')))
    const yes = { containmentId: 'c-2', actor: tom }
    expect(() => request(ask(first, { id: 'c-2', by: tom, ...rules('b') }), yes)).toThrow(StaleError)
    expect(request(ask(first, { id: 'c-2', by: tom, ...rules('c') }), yes).containments).toHaveLength(2)
  })
})

describe('the call', () => {
  test('is noted once, and only of what was confirmed', () => {
    expect(findContainment(attempted, 'c-1')).toMatchObject({ attemptedAt: now + 1 })
    expect(() => attemptContainment(attempted, 'c-1', now)).toThrow(StaleError)
    expect(() => attemptContainment(asked, 'c-1', now)).toThrow(StaleError)
    expect(() => attemptContainment(done, 'c-1', now)).toThrow(StaleError)
  })

  test('and its end make earlier confirmations of the unblock worthless, a failure adds nothing', () => {
    expect([requested.revision, attempted.revision, done.revision]).toEqual([1, 2, 3])
    expect([attempted.changedAt, done.changedAt]).toEqual([now + 1, now + 2])
    expect(end(attempted, 'failed').revision).toBe(2)
    expect(end(attempted, 'unknown').revision).toBe(3)
  })

  test('ends once', () => {
    expect(findContainment(done, 'c-1')).toMatchObject({
      ended: { at: now + 2, result: 'done', detail: 'done' },
      undo: { was: true },
    })
    expect(() => end(done, 'unknown')).toThrow(StaleError)
    expect(() => end(asked, 'done')).toThrow(StaleError)
  })
})

describe('the way back', () => {
  const back = request(ask(done, { id: 'c-2', by: tom, undoes: 'c-1' }), {
    containmentId: 'c-2',
    actor: tom,
  })

  test('is there when something was done and remembered', () => {
    expect(findUndoable(done, 'c-1')?.id).toBe('c-1')
    for (const incident of [asked, requested, attempted])
      expect(findUndoable(incident, 'c-1')).toBeUndefined()
    expect(findUndoable(end(attempted, 'unknown'), 'c-1')).toBeUndefined()
    expect(findUndoable(done, 'c-9')).toBeUndefined()
  })

  test('is gone while somebody walks it and when it was walked, and there again when that failed', () => {
    expect(findUndoable(back, 'c-1')).toBeUndefined()
    const walked = end(back, 'done', 'c-2')
    expect(findUndoable(walked, 'c-1')).toBeUndefined()
    expect(findUndoable(walked, 'c-2')).toBeUndefined()
    expect(findUndoable(end(back, 'failed', 'c-2'), 'c-1')?.id).toBe('c-1')
    const [one] = walked.containments ?? []
    if (one === undefined) throw new Error('nothing was kept')
    expect([isTakenBack(one, walked.containments ?? []), isTakenBack(one, back.containments ?? [])]).toEqual([
      true,
      false,
    ])
  })
})
