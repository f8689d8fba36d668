// Outside text at its worst, and the way to put it into every string of a view.
import type { Card } from '../../src/features/cards.js'

export const hostileTexts: Readonly<Record<string, string>> = {
  'a mention of everyone': '<!channel> <!here> @channel',
  'a mention of a person': '<@U1> <#C1> <!subteam^S1>',
  'a Slack link': '<https://evil.test|reset your password>',
  'a broken Slack token': '>|^<!date^1^{x}^https://evil.test|now>',
  'a Markdown link': '[reset](https://evil.test) ![x](https://evil.test/x.png)',
  'a Markdown reference': '[reset]\n\n[reset]: https://evil.test "x"',
  'an address in angle brackets': '<https://evil.test> <b>bold</b> <img src=x onerror=alert(1)>',
  'a bare address': 'see https://evil.test and mailto:me ftp://evil.test',
  'Slack and Markdown formats': '*b* **b** _i_ __u__ ~s~ ~~s~~ `c` ```block``` ***',
  'unbalanced formats': '*_~`',
  'a quote and lists': '> quoted\n- one\n+ two\n* three\n1. four\n# head\n---\n===',
  'an indented block': '    code\n\tcode',
  'a table': 'a|b\n-|-\nc|d',
  'a template': '${incidentId} ${$root.headline} $${x} `${y}`',
  'a date of Teams': '{{DATE(2020-01-01T00:00:00Z,SHORT)}} {{{{TIME(2020-01-01T00:00:00Z)}}}}',
  'a text that turns around': 'evil\u202Etxt.exe\u202C \u2066x\u2069 \u200Fy',
  'invisible characters': 'la\u200Bu\u2060ra\uFEFF@\u00ADcontoso.com',
  'quotes and backslashes': '"\'\\ \\" \\\\* \\[x\\](y) \\u0000',
  'JSON breakers': '"}],"x":{"y":"\\',
  'control characters': 'a\u0000b\u0007c\u001B[31md\u2028e\u2029f\r\ng',
  'half characters': '\uD83D x \uDE00 y \uD83D',
  'marks of the renderer': '\uE000inner\uE001 \uE001 \uE000',
  entities: '&lt;!channel&gt; &amp; &#42;b&#42; &#x5b;x&#x5d;(y)',
  'an emoji of the workspace': 'done :white_check_mark: :+1::tada:',
  'three thousand characters': `${'long '.repeat(600)}end`,
  'three thousand brackets': '<'.repeat(3_000),
  'three thousand backslashes': '\\'.repeat(3_000),
  'a script address': 'javascript:alert(1)',
  'an address with a login': 'https://security.microsoft.com@evil.test/',
}

/** The same card with this text in every string. Ids keep apart from each other, as ours do. */
export function poison(card: Card, text: string): Card {
  let count = 0
  // Which press a button makes, and how a mention is marked, is never outside text.
  return withTexts(card, (given, key) =>
    /^(?:pressId|.*PressId)$/.test(key) || key === 'mark'
      ? given
      : key.endsWith('Id')
        ? `${count++}${text}`
        : text,
  )
}

/** The same card with every string of its view written anew; `key` is empty in lists. */
export function withTexts(card: Card, write: (text: string, key: string) => string): Card {
  const replace = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown) => replace(item))
    if (typeof value === 'string') return write(value, key)
    if (typeof value !== 'object' || value === null) return value
    // A moment is a number and how much of it is told.
    if ('at' in value && 'form' in value) return value
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replace(inner, name)]))
  }
  return { ...card, view: replace(card.view) } as Card
}

export interface Leaf {
  readonly path: string
  readonly key: string
  readonly owner: Readonly<Record<string, unknown>>
  readonly text: string
}

/** Every string of a rendered card, with where it stands. */
export function toLeaves(value: unknown, path = ''): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return []
  const owner = value as Readonly<Record<string, unknown>>
  return Object.entries(owner).flatMap(([key, inner]) =>
    typeof inner === 'string'
      ? [{ path: `${path}/${key}`, key, owner, text: inner }]
      : toLeaves(inner, `${path}/${key}`),
  )
}
