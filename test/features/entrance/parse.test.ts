import { describe, expect, test } from 'vitest'
import { RefusedError } from '../../../src/errors.js'
import {
  findSimilar,
  parseCommand,
  parseEntityText,
  parseListFilter,
} from '../../../src/features/entrance/parse.js'
import { verbs } from '../../../src/features/index.js'
import { measureCpu } from '../../cpu-time.js'

describe('a typed command', () => {
  test.each([
    ['list', { verb: 'list', rest: '' }],
    ['  LIST   page 2 ', { verb: 'list', rest: 'page 2' }],
    ['show laura@contoso.com', { verb: 'show', rest: 'laura@contoso.com' }],
    ['Explain: 550 5.1.8\n> Access denied', { verb: 'explain', rest: '550 5.1.8 > Access denied' }],
    ['/restricted list', { verb: 'list', rest: '' }],
    ['restricted review x', { verb: 'review', rest: 'x' }],
    ['', { verb: 'help', rest: '' }],
    [' \n\t ', { verb: 'help', rest: '' }],
    ['/restricted', { verb: 'help', rest: '' }],
    ['lits', { verb: undefined, suggestion: 'list' }],
    ['reveiw laura@contoso.com', { verb: undefined, suggestion: 'review' }],
    ['destroy', { verb: undefined, suggestion: undefined }],
    ['constructor', { verb: undefined, suggestion: undefined }],
  ])('%j is read as %j', (text, wanted) => {
    expect(parseCommand(text, verbs)).toEqual(wanted)
  })

  test('of any length is compared quickly', async () => {
    const cpu = await measureCpu(() => {
      parseCommand('x'.repeat(200_000), verbs)
      findSimilar('y'.repeat(200_000), verbs)
      parseEntityText("'".repeat(100_000).concat('x'))
      parseEntityText('<'.repeat(100_000))
      parseListFilter(`page${' '.repeat(2_000)}`)
    })
    expect(cpu).toBeLessThan(1_000)
  })
})

describe('an entity as people paste it', () => {
  test.each([
    ['laura@contoso.com'],
    ['LAURA@Contoso.com'],
    ['<mailto:laura@contoso.com|laura@contoso.com>'],
    ['<mailto:Laura@contoso.com|Laura>'],
    ['<laura@contoso.com>'],
    ['Laura Bianchi <laura@contoso.com>'],
    ['mailto:laura@contoso.com'],
    ['"laura@contoso.com"'],
    ['“laura@contoso.com”'],
    ["'laura@contoso.com',"],
    ['(laura@contoso.com).'],
  ])('%s', (text) => {
    expect(parseEntityText(text)).toBe('laura@contoso.com')
  })

  test('may be a GUID in braces', () => {
    expect(parseEntityText('{8F2C-11}')).toBe('8f2c-11')
  })

  test('keeps what belongs to odd addresses', () => {
    expect(parseEntityText("sean.o'brien+news@contoso.com")).toBe("sean.o'brien+news@contoso.com")
    expect(parseEntityText('oscar_fabrikam.com#EXT#@x.onmicrosoft.com')).toBe(
      'oscar_fabrikam.com#ext#@x.onmicrosoft.com',
    )
  })
})

describe('the filter of a list', () => {
  const all = { text: '', kind: undefined, tenant: [] as readonly string[], page: 1 }
  test.each([
    ['', all],
    ['contoso', { ...all, text: 'contoso' }],
    ['<mailto:a@b.c|a@b.c>', { ...all, text: 'a@b.c' }],
    ['senders', { ...all, kind: 'sender' }],
    ['connector page 2', { ...all, kind: 'connector', page: 2 }],
    [
      'kind=sender tenant=Fabrikam laura page=3',
      { text: '', kind: 'sender', tenant: ['fabrikam', 'laura'], page: 3 },
    ],
    ['tenant: fabrikam', { ...all, tenant: ['fabrikam'] }],
    [
      'laura tenant "Fabrikam Ltd" senders',
      { ...all, text: 'laura', kind: 'sender', tenant: ['fabrikam', 'ltd'] },
    ],
    ['page', { ...all, text: 'page' }],
  ])('%j', (text, wanted) => {
    expect(parseListFilter(text)).toEqual(wanted)
  })

  test.each(['page 0', 'page -1', 'page two', 'page 1.5', 'page=99999', 'kind=mailbox'])(
    'refuses %s in words',
    (text) => {
      expect(() => parseListFilter(text)).toThrow(RefusedError)
    },
  )
})
