import { describe, expect, test } from 'vitest'
import { isMentioned, toCommandText } from '../../../src/platforms/teams/mention.js'

const botId = '28:bot'
const bot = (text: string) => ({ type: 'mention', mentioned: { id: botId, name: 'Reprieve' }, text })
const laura = { type: 'mention', mentioned: { id: '29:laura' }, text: '<at>Laura Bianchi</at>' }

const cases: readonly [name: string, text: string, entities: readonly unknown[], want: string][] = [
  ['a mention in front', '<at>Reprieve</at> list', [bot('<at>Reprieve</at>')], 'list'],
  ['a no-break space', '<at>Reprieve</at>\u00a0list', [bot('<at>Reprieve</at>')], 'list'],
  ['a no-break space as entity', '<at>Reprieve</at>&nbsp;list', [bot('<at>Reprieve</at>')], 'list'],
  ['a line break behind', '<at>Reprieve</at> list\n', [bot('<at>Reprieve</at>')], 'list'],
  ['a mention at the end', 'list <at>Reprieve</at>', [bot('<at>Reprieve</at>')], 'list'],
  [
    'the bot twice',
    '<at>Reprieve</at> list <at>Reprieve</at>',
    [bot('<at>Reprieve</at>'), bot('<at>Reprieve</at>')],
    'list',
  ],
  ['a name that is a pattern', '<at>Re(prieve)+ $&</at> list', [bot('<at>Re(prieve)+ $&</at>')], 'list'],
  ['a mention with an id', '<at id="0">Reprieve</at> list', [bot('<at id="0">Reprieve</at>')], 'list'],
  [
    'another person',
    '<at>Reprieve</at> review <at>Laura Bianchi</at>',
    [bot('<at>Reprieve</at>'), laura],
    'review Laura Bianchi',
  ],
  [
    'a name with a dollar sign',
    'review <at>$& $1</at>',
    [{ ...laura, text: '<at>$& $1</at>' }],
    'review $& $1',
  ],
  ['the name without an entity', '<at>Reprieve</at> list', [], '<at>Reprieve</at> list'],
  ['an entity that is elsewhere', 'list', [bot('<at>Reprieve</at>')], 'list'],
  [
    'entities that are no mentions',
    'list',
    [null, 7, {}, { type: 'clientInfo' }, { type: 'mention', text: 'list' }],
    'list',
  ],
  [
    'escaped characters, once',
    'review a&amp;b &amp;lt; &lt;x&gt; &quot;&#39;',
    [],
    'review a&b &lt; <x> "\'',
  ],
  [
    'the slash command of old habit',
    '<at>Reprieve</at> /restricted list',
    [bot('<at>Reprieve</at>')],
    'list',
  ],
  ['the command without the slash', 'Restricted', [], ''],
  ['a word that only begins so', 'restrictedlist', [], 'restrictedlist'],
  [
    'a mention whose entity has no text',
    '<at>Reprieve</at> list',
    [{ type: 'mention', mentioned: { id: botId, name: 'Reprieve' } }],
    'list',
  ],
  [
    'one without text beside one with',
    'review <at>Laura Bianchi</at> <at>Reprieve</at>',
    [{ type: 'mention', mentioned: { id: botId }, text: null }, laura],
    'review Laura Bianchi',
  ],
  [
    'the lines of a bounce',
    '<at>Reprieve</at> explain  a \n > b',
    [bot('<at>Reprieve</at>')],
    'explain a\n> b',
  ],
  ['nothing', '<at>Reprieve</at>', [bot('<at>Reprieve</at>')], ''],
]

describe('the command', () => {
  test.each(cases)('is read from %s', (_name, text, entities, want) => {
    expect(toCommandText({ text, entities, botId })).toBe(want)
  })
})

test('is spoken to only when an entity names its id', () => {
  expect(isMentioned({ botId, entities: [laura, bot('<at>Anything</at>')] })).toBe(true)
  expect(
    isMentioned({ botId, entities: [laura, { type: 'mention', mentioned: { id: '28:other' }, text: 'x' }] }),
  ).toBe(false)
  expect(isMentioned({ botId, entities: [{ type: 'mention', mentioned: { id: botId } }] })).toBe(true)
  expect(isMentioned({ botId, entities: [] })).toBe(false)
})
