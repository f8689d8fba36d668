// What Teams draws today and clients that know Adaptive Cards 1.5 alone do not: everybody gets the same words.
import { describe, expect, test } from 'vitest'
import { finish } from '../../src/platforms/templates/finish.js'
import { createTeamsDialect } from '../../src/platforms/templates/teams.js'
import { findTeamsProblems } from './adaptive-card.js'

const words = (text: string) => ({
  type: 'RichTextBlock',
  spacing: 'Small',
  inlines: [{ type: 'TextRun', text, weight: 'Bolder' }],
})
const badge = (text: string, more: object = {}) => ({
  type: 'Badge',
  text,
  style: 'Warning',
  appearance: 'Tint',
  spacing: 'Small',
  fallback: words(text),
  ...more,
})
const card = (...body: object[]) => ({ type: 'AdaptiveCard', version: '1.5', fallbackText: 'x', body })
const seal = (text: string) => `\uE000${text}\uE001`

describe('a badge', () => {
  test('has the colour of the verdict that it says, and any other the one of its template', () => {
    const drawn = (text: string) =>
      finish(card(badge(text)), createTeamsDialect({ without: [], about: '' })).body
    expect(drawn('🚨 Looks compromised')).toMatchObject([{ type: 'Badge', style: 'Attention' }])
    expect(drawn('📣 Looks like bulk mail')).toMatchObject([{ type: 'Badge', style: 'Accent' }])
    expect(drawn('🛡️ Exchange Administrator')).toMatchObject([{ type: 'Badge', style: 'Warning' }])
  })

  test('that would not fit on one line of a phone is words for everybody', () => {
    const text = '🛡️ Exchange Administrator · Helpdesk Administrator'
    expect(finish(card(badge(text)), createTeamsDialect({ without: [], about: '' })).body).toEqual([
      words(text),
    ])
  })

  test('says outside text as it is, and no time is worked out in it', () => {
    const { body } = finish(
      card(badge(seal('**{{DATE(x)}}** [a](b)'))),
      createTeamsDialect({ without: [], about: '' }),
    )
    expect(body).toMatchObject([{ text: '**{ {DATE(x)}}** [a](b)' }])
  })
})

describe('a card for every client', () => {
  const code = {
    type: 'CodeBlock',
    language: 'PlainText',
    codeSnippet: 'Subject: laura@contoso.com\n\nShe is still on it.',
    fallback: { type: 'Input.Text', id: 'handoff', label: 'Copy', isMultiline: true, value: 'Subject' },
  }

  test('shows an old one what stands in the place of a badge and of a text to copy, and nothing else', () => {
    expect(findTeamsProblems(card(badge('🛡️ Protected'), code))).toEqual([])
  })

  test.each<[string, object]>([
    ['has nothing for an old one', badge('x', { fallback: undefined })],
    ['has something new for an old one, too', badge('x', { fallback: code })],
    ['has a style that Teams does not know', badge('x', { style: 'attention' })],
    ['has a word that Teams does not know', badge('x', { colour: 'red' })],
  ])('is found out when it %s', (_what, element) => {
    expect(findTeamsProblems(card(element))).not.toEqual([])
  })
})
