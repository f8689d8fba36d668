// Outside text is dead: with the worst of it in every string a card has the same live markup as with a harmless letter.

import fc from 'fast-check'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { Message } from 'slack-blocks-to-jsx'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/features/cards.js'
import { catalogue } from '../../src/features/index.js'
import { novelties } from '../../src/platforms/novelties.js'
import { toCarried } from '../../src/platforms/slack/carried.js'
import { createRenderer, type Rendered } from '../../src/platforms/templates/index.js'
import { toRuns } from '../long.js'
import { findTeamsProblems, toOldTwin } from './adaptive-card.js'
import { findSlackProblems } from './block-kit.js'
import { hostileTexts, type Leaf, poison, toLeaves } from './hostile.js'
import { samples } from './sample-views.js'

const slack = createRenderer({ platform: 'slack', cards: catalogue.cards })
/** Where a workspace takes no rich text, outside text stands in mrkdwn after all. */
const olderSlack = (card: Card) => slack(card, novelties)
const teams = createRenderer({ platform: 'teams', cards: catalogue.cards })
/** One of each, and those that show what the first does not. */
const cards = Object.entries(samples)
  .filter(([name]) => !name.includes('.') || /^incident\.(stuck|closed)|needs-approval$/.test(name))
  .map(([, card]) => card)

const isMrkdwn = ({ key, owner }: Leaf) =>
  key === 'text' && (owner.type === 'mrkdwn' || Array.isArray(owner.blocks))
const isMarkdown = ({ key, owner, path }: Leaf) =>
  (key === 'text' && (owner.type === 'TextBlock' || owner.type === 'message')) || path.includes('/facts/')

/** Whatever Slack could read as a token or a delimiter, one string per text. */
function toSlackMarkup(rendered: Rendered): readonly string[] {
  return toLeaves(rendered)
    .filter(isMrkdwn)
    .map(({ text }) => [
      ...text.matchAll(/<(!date|https?:)|[<>]|(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])|`|^\s*(&gt;)/gm),
    ])
    .map((found) => found.map(([one]) => one.trim()).join(' '))
}

/**
 * Tags a Markdown processor makes of it: GitHub's flavour, which turns more into links than Teams does. A link that
 * writes to the mail address it shows is no lie and not counted.
 */
function toTags(markdown: string): string {
  const tags = tagsSeen.get(markdown) ?? listTags(markdown)
  tagsSeen.set(markdown, tags)
  return tags
}

/** Most of what a card says is the same with every text. */
const tagsSeen = new Map<string, string>()

function listTags(markdown: string): string {
  const blocks = [{ type: 'markdown' as const, text: markdown }]
  const html = renderToStaticMarkup(
    createElement(Message, { blocks, withoutWrapper: true, logo: '', name: '', theme: 'light' }),
  )
  return [
    ...html.matchAll(
      /<(a(?! href="mailto:)|strong|em|del|code|pre|h\d|li|blockquote|table|img|hr|b|script)\b/g,
    ),
  ]
    .map(([, tag]) => tag)
    .join(' ')
}

/** What is alive in the Markdown of a card: our own bold words, and nothing else. */
function toTeamsTags(rendered: Rendered): readonly string[] {
  const markdown = toLeaves(rendered).filter(isMarkdown)
  return markdown.map(({ text }) => toTags(text)).filter((found) => found !== '')
}

/** All that Slack reads formats in, but for the notification and what clients show that know no blocks. */
function toMrkdwn(rendered: Rendered): readonly string[] {
  return toLeaves(rendered)
    .filter(({ key, owner }) => key === 'text' && owner.type === 'mrkdwn')
    .map(({ text }) => text)
}

function toCounts(rendered: Rendered, pattern: RegExp): readonly number[] {
  return toLeaves(rendered)
    .filter(({ key, path }) => !/^(id|value)$|Id$/.test(key) && !path.includes('/data/'))
    .map(({ text }) => [...text.matchAll(pattern)].length)
}

function toWebAddresses(rendered: Rendered): readonly string[] {
  const leaves = toLeaves(rendered)
  const links = leaves
    .filter(isMrkdwn)
    .flatMap(({ text }) => [...text.matchAll(/<(https?:[^|>]*)\|/g)].map(([, url]) => url ?? ''))
  return [...leaves.filter(({ key }) => key === 'url').map(({ text }) => text), ...links]
}

const instead = 'https://learn.microsoft.com/defender-office-365/outbound-spam-restore-restricted-users'

function toBroken(rendered: Rendered): readonly Leaf[] {
  return toLeaves(rendered).filter(({ text }) => /\p{Surrogate}/u.test(text))
}

/** What is alive on each card with a harmless letter in every text: drawn once, compared with all that follows. */
const harmless = new Map(
  cards.map((card) => {
    const tame = poison(card, 'x')
    return [
      card,
      {
        mrkdwn: toMrkdwn(slack(tame)),
        slackMarkup: toSlackMarkup(slack(tame)),
        olderSlackMarkup: toSlackMarkup(olderSlack(tame)),
        teamsTags: toTeamsTags(teams(tame)),
        teamsBraces: toCounts(toOldTwin(teams(tame)), /\{\{/g),
      },
    ] as const
  }),
)

function toHarmless(card: Card) {
  const found = harmless.get(card)
  if (found === undefined) throw new Error(`no sample of ${card.name}`)
  return found
}

function expectDeadOnSlack(card: Card, text: string) {
  const [rendered, older] = [slack(poison(card, text)), olderSlack(poison(card, text))]
  for (const one of [rendered, older]) {
    expect(findSlackProblems(one)).toBe('')
    expect(toBroken(one)).toEqual([])
    expect(toWebAddresses(one).filter((url) => url !== instead)).toEqual([])
  }
  expect(toMrkdwn(rendered)).toEqual(toHarmless(card).mrkdwn)
  expect(toSlackMarkup(rendered)).toEqual(toHarmless(card).slackMarkup)
  expect(toSlackMarkup(older)).toEqual(toHarmless(card).olderSlackMarkup)
}

function expectDeadOnTeams(card: Card, text: string) {
  const rendered = teams(poison(card, text))
  expect(findTeamsProblems(rendered)).toEqual([])
  expect(toBroken(rendered)).toEqual([])
  expect(toCounts(toOldTwin(rendered), /\{\{/g)).toEqual(toHarmless(card).teamsBraces)
  // What is too long for a badge is words, so these are there or not by the text.
  const onNew = toLeaves(rendered).filter(({ owner }) => ['Badge', 'CodeBlock'].includes(String(owner.type)))
  expect(onNew.filter(({ text }) => text.includes('{{'))).toEqual([])
  expect(toTeamsTags(rendered)).toEqual(toHarmless(card).teamsTags)
  expect(toWebAddresses(rendered).filter((url) => url !== instead)).toEqual([])
}

describe.each(Object.entries(hostileTexts))('%s', (_, text) => {
  it('is dead on every Slack card', () => {
    for (const card of cards) expectDeadOnSlack(card, text)
  })

  it('is dead on every Teams card', () => {
    for (const card of cards) expectDeadOnTeams(card, text)
  })
})

describe('outside text on Slack', () => {
  const planted = '<!channel> <@U123> *bold* _it_ <https://evil.test|x> `code` > quote & :tada:'

  it.each(Object.entries(samples))('stands in no field that Slack reads formats in: %s', (_, card) => {
    expect(toMrkdwn(slack(poison(card, planted)))).toEqual(toMrkdwn(slack(poison(card, 'x'))))
  })
})

// With nothing to see a row is left out, and the shape is another one: hence the letters around it.
describe('any text at all', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({
      unit: fc.constantFrom(...Array.from('<>&|*_~`[](){}!#-+.:/\\ \n@1aé🔴\uD800\uE000')),
      maxLength: 400,
    }),
  )

  it('is dead on Slack', () => {
    const property = fc.property(fc.constantFrom(...cards), anyText, (card, text) =>
      expectDeadOnSlack(card, `x${text}x`),
    )
    fc.assert(property, { numRuns: toRuns(300) })
  })

  it('is dead on Teams', () => {
    const property = fc.property(fc.constantFrom(...cards), anyText, (card, text) =>
      expectDeadOnTeams(card, `x${text}x`),
    )
    fc.assert(property, { numRuns: toRuns(150) })
  })

  it('comes back whole in ids, commands and the note', () => {
    const property = fc.property(fc.string({ maxLength: 60, minLength: 1 }), (text) => {
      const recommendations = poison(getCard('recommendations'), text)
      const note = toLeaves(slack(recommendations)).find(({ key }) => key === 'initial_value')
      expect(note?.text).toBe(text)
      const leaves = toLeaves(teams(poison(getCard('list'), text)))
      const commands = leaves.filter(({ path }) => path.endsWith('/data/text'))
      expect(commands.map((command) => command.text)).toEqual(commands.map(() => text))
    })
    fc.assert(property, { numRuns: toRuns(100) })
  })

  it('breaks out of no object of ids that a Slack button carries', () => {
    const property = fc.property(fc.string({ maxLength: 60, minLength: 1 }), (text) => {
      // A title with nothing to see in it is no button: hence the letter.
      const leaves = toLeaves(slack(poison(getCard('contain-live'), `x${text}`)))
      const carried = leaves.filter(
        ({ key, text: value }) => key === 'value' && value.startsWith('{"incidentId"'),
      )
      expect(carried.length).toBeGreaterThan(0)
      for (const leaf of carried) {
        const ids = toCarried(leaf.text)
        expect(ids.incidentId.endsWith(text)).toBe(true)
        expect(Object.keys(ids.values).every((key) => ['step', 'target', 'undoes'].includes(key))).toBe(true)
      }
    })
    fc.assert(property, { numRuns: toRuns(100) })
  })
})

function getCard(name: Card['name']): Card {
  const card = cards.find((one) => one.name === name)
  if (card === undefined) throw new Error(`no sample of ${name}`)
  return card
}
