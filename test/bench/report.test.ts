import { describe, expect, it } from 'vitest'
import { parseArguments } from '../../bench/arguments.js'
import { isMet, type Target, toFigure, toPairedFigure } from '../../bench/report/figure.js'
import { median, quantile, toSpread } from '../../bench/report/statistics.js'
import { toNotes, toTable } from '../../bench/report/table.js'

describe('statistics', () => {
  it.each([
    { values: [3], middle: 3 },
    { values: [9, 1, 5], middle: 5 },
    { values: [4, 1, 3, 2], middle: 2.5 },
  ])('takes $middle for the middle of $values', ({ values, middle }) => {
    expect(median(values)).toBe(middle)
  })

  it.each([
    { part: 0, value: 1 },
    { part: 0.5, value: 5 },
    { part: 0.99, value: 10 },
    { part: 1, value: 10 },
  ])('has $value as the quantile $part of 1 to 10', ({ part, value }) => {
    expect(
      quantile(
        Array.from({ length: 10 }, (_, index) => 10 - index),
        part,
      ),
    ).toBe(value)
  })

  it('leaves the given values in their order', () => {
    const values = [3, 1, 2]
    expect(toSpread(values)).toEqual({ median: 2, least: 1, most: 3 })
    expect(values).toEqual([3, 1, 2])
  })

  it('refuses to say anything about nothing', () => {
    expect(() => median([])).toThrow(RangeError)
    expect(() => quantile([], 0.5)).toThrow(RangeError)
  })
})

describe('a figure', () => {
  const words = { name: 'Clicks', unit: '/s' }

  it('has the ratios of its pairs, not the ratio of its medians', () => {
    const figure = toPairedFigure(words, [
      { ours: 10, floor: 10 },
      { ours: 30, floor: 20 },
      { ours: 20, floor: 40 },
    ])
    expect(figure.ours.median / (figure.floor?.median ?? 0)).toBe(1)
    expect(figure.ratio).toEqual({ median: 1, least: 0.5, most: 1.5 })
  })

  it.each<{ target: Target; pair: { ours: number; floor: number }; met: boolean }>([
    { target: { of: 'ratio', atLeast: 0.8 }, pair: { ours: 8, floor: 10 }, met: true },
    { target: { of: 'ratio', atLeast: 0.8 }, pair: { ours: 7, floor: 10 }, met: false },
    { target: { of: 'ratio', atMost: 1.25 }, pair: { ours: 5, floor: 4 }, met: true },
    { target: { of: 'ratio', atMost: 1.25 }, pair: { ours: 6, floor: 4 }, met: false },
    { target: { of: 'ours', atMost: 50 }, pair: { ours: 50, floor: 1 }, met: true },
    { target: { of: 'ours', atMost: 50 }, pair: { ours: 51, floor: 100 }, met: false },
  ])('is met: $met, for $pair and $target', ({ target, pair, met }) => {
    expect(isMet(toPairedFigure({ ...words, target }, [pair]))).toBe(met)
  })

  it('without a target is neither met nor missed', () => {
    expect(isMet(toFigure(words, [1]))).toBeUndefined()
  })

  it('that needs a floor and has none is missed', () => {
    expect(isMet(toFigure({ ...words, target: { of: 'ratio', atLeast: 0.8 } }, [100]))).toBe(false)
  })
})

describe('the table', () => {
  const figures = [
    toPairedFigure({ name: 'Clicks', unit: '/s', target: { of: 'ratio', atLeast: 0.8 }, note: 'same body' }, [
      { ours: 7_000, floor: 10_000 },
    ]),
    toFigure({ name: 'List', unit: 'ms', target: { of: 'ours', atMost: 100 } }, [6.5, 7.25, 12]),
    toFigure({ name: 'Memory', unit: 'MB' }, [168.4]),
  ]

  it('lines up what was measured with what it must be', () => {
    expect(toTable(figures).split('\n')).toEqual([
      '| Figure | Reprieve | Floor     | Ratio            | Target    | Met |',
      '| ------ | -------- | --------- | ---------------- | --------- | --- |',
      '| Clicks | 7,000 /s | 10,000 /s | 0.70 (0.70-0.70) | >= 0.8x   | no  |',
      '| List   | 7.25 ms  |           | (6.50-12.0)      | <= 100 ms | yes |',
      '| Memory | 168 MB   |           | (168-168)        |           |     |',
    ])
  })

  it('is followed by the remarks there are', () => {
    expect(toNotes(figures)).toBe('- Clicks: same body')
  })
})

describe('the arguments', () => {
  const known = ['list', 'start']

  it.each([
    { given: [], parsed: { names: [], json: false, quick: false } },
    { given: ['--json', 'start'], parsed: { names: ['start'], json: true, quick: false } },
    { given: ['list', '--quick', 'start'], parsed: { names: ['list', 'start'], json: false, quick: true } },
  ])('are read from $given', ({ given, parsed }) => {
    expect(parseArguments(given, known)).toEqual(parsed)
  })

  it.each([[['--fast']], [['stop']]])('refuse %s and say what there is', (given) => {
    expect(() => parseArguments(given, known)).toThrow(`There is no ${given.join()}. Benches: list, start.`)
  })
})
