// A card is read in several zones at once: moments stand on it in the time of whoever reads, and say their zone elsewhere.
import { describe, expect, test } from 'vitest'
import { say, tellClock, tellCommand, tellDay, tellZoned, toPlain } from '../../src/domain/said.js'
import type { Card } from '../../src/features/cards.js'
import { catalogue } from '../../src/features/index.js'
import { createRenderer, type Rendered } from '../../src/platforms/templates/index.js'
import { toLeaves } from './hostile.js'
import { samples } from './sample-views.js'

const slack = createRenderer({ platform: 'slack', cards: catalogue.cards })
const teams = createRenderer({ platform: 'teams', cards: catalogue.cards })
const from = Date.UTC(2026, 10, 22, 3, 12)
const until = Date.UTC(2026, 10, 23, 8)

function claimedBy(name: string): Card {
  const card = samples['incident.claimed']
  if (card?.name !== 'incident') throw new Error('no card of an incident')
  const whoText = say`🙋 ${name} is on it · ${tellClock(from)} to ${tellZoned(until, from, 'Europe/Berlin')}`
  return { ...card, view: { ...card.view, whoText } }
}

function findBlock(rendered: Rendered, word: string) {
  const leaf = toLeaves(rendered).find(({ text }) => text.includes(word) && text.includes('is on it'))
  return leaf?.owner
}

/** Every object of a card that is of this type. */
function listTyped(value: unknown, type: string): readonly object[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap((one: unknown) => listTyped(one, type))
  return 'type' in value && value.type === type ? [value, ...inner] : inner
}

describe('a moment in the middle of words', () => {
  test('is in the time of the reader on Slack, as bold as the words around it, and has its zone behind it', () => {
    const style = { bold: true }
    expect(listTyped(slack(claimedBy('Maya')), 'date').slice(-2)).toEqual([
      { type: 'date', timestamp: from / 1_000, format: '{time}', fallback: '03:12 UTC', style },
      {
        type: 'date',
        timestamp: until / 1_000,
        format: '{date_short_pretty} {time}',
        fallback: 'Mon 09:00 CET',
        style,
      },
    ])
  })

  const cards = Object.entries(samples).flatMap(([name, card]) =>
    card === undefined ? [] : [{ name, card }],
  )
  test.each(cards)('leaves no comma alone beside it in the small print of Slack: $name', ({ card }) => {
    const texts = listTyped(slack(card), 'context').flatMap((context) => listTyped(context, 'plain_text'))
    const isJoint = (one: object) => 'text' in one && /^[,·]|[,·]$/.test(String(one.text).trim())
    expect(texts.filter(isJoint)).toEqual([])
  })

  test('is in the time of the reader in Teams, where only a TextBlock works it out', () => {
    expect(findBlock(teams(claimedBy('Maya')), 'Maya')).toEqual({
      type: 'TextBlock',
      separator: true,
      wrap: true,
      weight: 'Bolder',
      text: '🙋 Maya is on it · {{TIME(2026-11-22T03:12:00Z)}} to {{DATE(2026-11-23T08:00:00Z,COMPACT)}} {{TIME(2026-11-23T08:00:00Z)}}',
    })
  })

  test('says its zone where no client works it out: in titles, in tables, and in the text of a notification', () => {
    const title = say`All of ${tellDay(from)}`
    const list = samples.list
    if (list?.name !== 'list') throw new Error('no list')
    const pollText = say`Last good poll ${tellClock(from)}`
    const older: Card = { ...list, view: { ...list.view, pollText } }
    expect(JSON.stringify(slack(older))).toContain('03:12 UTC')
    expect(toPlain({ title, rows: [{ title }] })).toEqual({
      title: 'All of 2026-11-22 03:12 UTC',
      rows: [{ title: 'All of 2026-11-22 03:12 UTC' }],
    })
  })
})

test('a moment that no calendar has says that it is not known', () => {
  const card = samples['incident.claimed']
  if (card?.name !== 'incident') throw new Error('no card of an incident')
  const whoText = say`🙋 Maya is on it · ${tellClock(Number.NaN)}`
  for (const render of [slack, teams])
    expect(JSON.stringify(render({ ...card, view: { ...card.view, whoText } }))).toContain(
      'Maya is on it · at an unknown time',
    )
})

test('a command reads as it is typed where it stands', () => {
  const text = say`Type ${tellCommand('list senders')} to see them.`
  const notice = samples.notice
  if (notice?.name !== 'notice') throw new Error('no notice')
  const card: Card = { ...notice, view: { ...notice.view, text } }
  expect(JSON.stringify(slack(card))).toContain('Type /restricted list senders to see them.')
  expect(JSON.stringify(teams(card))).toContain('Type @Reprieve list senders to see them.')
  expect(toPlain(text)).toBe('Type reprieve list senders to see them.')
})

describe.each([
  ['a date of Slack', 'x<!date^1^{time}|now>'],
  ['a time of Teams', '{{TIME(2020-01-01T00:00:00Z)}}'],
  ['marks of the renderer', '\uE0021^clock^now\uE003'],
  ['formats', '*b* **b** [x](https://evil.test)'],
])('a name that is %s', (_, name) => {
  test('adds no moment and no format beside the moments of the card', () => {
    const tame = claimedBy('Maya')
    const hostile = claimedBy(name)
    expect(listTyped(slack(hostile), 'date').length).toBe(listTyped(slack(tame), 'date').length)
    const count = (card: Card, pattern: RegExp) => JSON.stringify(teams(card)).match(pattern)?.length
    expect(count(hostile, /\{\{/g)).toBe(count(tame, /\{\{/g))
    expect(JSON.stringify(teams(hostile))).not.toMatch(/(?<!\\\\)\*\*b|\]\(https/)
    expect(JSON.stringify([slack(hostile), teams(hostile)])).not.toMatch(/[\uE000-\uE003]/)
  })
})
