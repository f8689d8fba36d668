import { describe, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { type Ask, judgeAsk, type LimitName } from '../../src/domain/limits.js'

const start = 1_000_000_000

/** Asks for one thing after the other, and says of each whether it was granted. */
function askAll(name: LimitName, wishes: readonly Ask[]): { granted: boolean[]; kept: readonly Ask[] } {
  let kept: readonly Ask[] = []
  const granted = wishes.map((wish) => {
    const verdict = judgeAsk(name, kept, wish)
    if (verdict.allowed) kept = verdict.kept
    return verdict.allowed
  })
  return { granted, kept }
}

const ask = (seconds: number, by = 'slack:U1', about = 'one'): Ask => ({
  at: start + seconds * 1_000,
  by,
  about,
})

describe('what costs others', () => {
  test('may be asked for again exactly when it is said', () => {
    const verdict = judgeAsk('approval', [ask(0)], ask(60))
    expect(verdict).toEqual({
      allowed: false,
      of: 'person-and-thing',
      last: ask(0),
      nextAt: start + 15 * minuteMilliseconds,
    })
    expect(askAll('approval', [ask(0), ask(899), ask(900)]).granted).toEqual([true, false, true])
  })

  test.each<[LimitName, readonly Ask[], readonly boolean[]]>([
    ['approval', [ask(0), ask(1, 'slack:U2'), ask(2, 'slack:U1', 'two'), ask(3)], [true, true, true, false]],
    ['evidence', [ask(0), ask(1, 'slack:U2'), ask(1, 'slack:U1', 'two'), ask(30)], [true, false, true, true]],
    ['doctor', [ask(0), ask(60), ask(61, 'slack:U2'), ask(120)], [true, false, true, true]],
    ['policies', [ask(0), ask(1), ask(2, 'slack:U2'), ask(3, 'slack:U1', 'two')], [true, false, true, true]],
    ['all-policies', [ask(0), ask(1), ask(2, 'slack:U2'), ask(3, 'slack:U3')], [true, false, true, false]],
  ])('is counted by who and by what it concerns: %s', (name, wishes, granted) => {
    expect(askAll(name, wishes).granted).toEqual(granted)
  })

  test.each<[LimitName, number]>([
    ['evidence', 20],
    ['policies', 20],
  ])('of many things is granted to one person so often: %s', (name, most) => {
    const wishes = Array.from({ length: 30 }, (_, at) => ask(at, 'slack:U1', `thing-${at}`))
    expect(askAll(name, wishes).granted.filter(Boolean)).toHaveLength(most)
  })

  test('the doctor comes for many people so often', () => {
    const wishes = Array.from({ length: 30 }, (_, at) => ask(at, `slack:U${at}`, ''))
    expect(askAll('doctor', wishes).granted.filter(Boolean)).toHaveLength(6)
  })

  test('is forgotten when it no longer counts', () => {
    const wishes = Array.from({ length: 1_000 }, (_, at) => ask(at * 40, 'slack:U1', `thing-${at % 3}`))
    const { granted, kept } = askAll('evidence', wishes)
    expect(granted.every(Boolean)).toBe(true)
    expect(kept.length).toBeLessThanOrEqual(20)
  })

  test('holds nobody up after the clock was set back', () => {
    expect(askAll('doctor', [ask(5_000), ask(0), ask(1)]).granted).toEqual([true, true, false])
    expect(askAll('doctor', [ask(5_000), ask(0)]).kept).toEqual([ask(0)])
  })
})
