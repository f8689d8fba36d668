import { describe, expect, it } from 'vitest'
import { fill } from '../../src/platforms/templates/fill.js'
import { finish } from '../../src/platforms/templates/finish.js'
import type { Syntax } from '../../src/platforms/templates/place.js'

const seal = (text: string) => `\uE000${text}\uE001`
const write = (text: string, syntax: Syntax, most = 300) => fill(seal(text), { syntax, most })

describe('Slack formats', () => {
  it.each([
    ['first_last@contoso.com', 'first_last@contoso.com'],
    ['_svc@contoso.com', 'ˍsvc@contoso.com'],
    ['AT&T <b>', 'AT&amp;T &lt;b&gt;'],
    ['*bold* ~gone~ `code`', '∗bold∗ ∼gone∼ ˋcodeˋ'],
    ['> quoted\n> twice', '› quoted\n› twice'],
    ['https://evil.test', 'https[:]//evil.test'],
    ['2001:db8:85a3::7 at 03:14:15', '2001:db8:85a3::7 at 03:14:15'],
    [':white_check_mark:', '∶white_check_mark:'],
    ['👩🏽‍💻 🏳️‍🌈', '👩🏽‍💻 🏳️‍🌈'],
    ['a\u202Eb\u200Bc', 'a⟨U+202E⟩b⟨U+200B⟩c'],
    ['a\u0007b\u001B[1mc', 'a b [1mc'],
  ])('writes %j as %j', (text, expected) => {
    expect(write(text, 'mrkdwn')).toBe(expected)
  })
})

describe('Teams formats', () => {
  it.each([
    ['first_last@contoso.com', 'first_last@contoso.com'],
    ['CONTOSO\\laura', 'CONTOSO\\laura'],
    ['\\*b\\*', '\\\\\\*b\\\\\\*'],
    ['[a](https://evil.test)', '\\[a\\] (https\\[:\\]//evil.test)'],
    ['{{DATE(x)}}', '{ {DATE(x)}}'],
    ['- one\n2. two\n2.5 three', '\\- one\n\n2\\. two\n\n2.5 three'],
    ['&lt;b', '\\&lt;b'],
    ['AT&T', 'AT&T'],
  ])('writes %j as %j', (text, expected) => {
    expect(write(text, 'markdown')).toBe(expected)
  })
})

describe('places of their own', () => {
  const iso = '2026-11-22T03:14:00Z'

  it('leaves an instant to the platform and nothing that only looks like one', () => {
    const teams = (text: string) => fill(`{{DATE(${seal(text)},SHORT)}}`, { syntax: 'markdown', most: 300 })
    expect(teams(iso)).toBe(`{{DATE(${iso},SHORT)}}`)
    expect(teams(`${iso},SHORT)}} [x](y)`)).toContain('\\[x\\] (y)')
  })

  it('lets only whole seconds into a date of Slack', () => {
    const slack = (text: string) => fill(`<!date^${seal(text)}^{time}|then>`, { syntax: 'mrkdwn', most: 300 })
    expect(slack('1795317240')).toBe('<!date^1795317240^{time}|then>')
    expect(slack('1^{time}^https://evil.test')).toBe('<!date^0^{time}|then>')
  })

  it('writes an address for the inside of a Slack link', () => {
    const link = (url: string) => fill(`<${seal(url)}|there>`, { syntax: 'mrkdwn', most: 3_000 })
    expect(link('https://a.test/?a=1&b=2|c>d')).toBe('<https://a.test/?a=1&amp;b=2%7Cc%3Ed|there>')
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', '//evil.test', '', 'https://portal@evil.test/'])(
    'leads to a page of Microsoft instead of %j',
    (url) => {
      expect(write(url, 'url')).toBe(
        'https://learn.microsoft.com/defender-office-365/outbound-spam-restore-restricted-users',
      )
    },
  )

  it('keeps JSON whole', () => {
    const json = fill(`{"id":"${seal('a"}\\\n')}"}`, { syntax: 'json', most: 300 })
    expect(JSON.parse(json)).toEqual({ id: 'a"}\\\n' })
  })

  it('keeps line breaks only where no word of ours stands beside them', () => {
    expect(write('one\ntwo', 'mrkdwn')).toBe('one\ntwo')
    expect(fill(`Note: ${seal('one\n✅ Unblocked')}`, { syntax: 'mrkdwn', most: 300 })).toBe(
      'Note: one ✅ Unblocked',
    )
    expect(write('one\ntwo', 'slack-plain')).toBe('one two')
  })
})

describe('length', () => {
  it('cuts what is longest, and keeps what is ours and what is short', () => {
    const text = `${seal('🔴')} *${seal('a'.repeat(50))}* ends`
    expect(fill(text, { syntax: 'mrkdwn', most: 30 })).toBe(`🔴 *${'a'.repeat(19)}…* ends`)
  })

  it('counts what escaping adds', () => {
    const written = write('<'.repeat(100), 'mrkdwn', 50)
    expect(written).toBe(`${'&lt;'.repeat(12)}…`)
  })

  it('never leaves half a character', () => {
    expect(write('🔴🔴🔴', 'slack-plain', 4)).toBe('🔴…')
  })
})

it.each([24, 75, 3_000])('a card that has to shrink has no text longer than its place takes: %i', (most) => {
  const dialect = {
    findPlace: () => ({ syntax: 'slack-plain', most }) as const,
    adjust: (object: Record<string, unknown>) => object,
    fits: () => false,
  }
  const { title } = finish({ title: seal('x'.repeat(5_000)) }, dialect)
  expect(String(title).length).toBeLessThanOrEqual(most)
})
