import { describe, expect, test } from 'vitest'
import { RefusedError } from '../../../src/errors.js'
import { parseCommand, parseListFilter } from '../../../src/features/entrance/parse.js'
import { findSimilar } from '../../../src/features/entrance/similar.js'
import { verbs } from '../../../src/features/index.js'
import { measureCpu } from '../../cpu-time.js'

describe('a typed command', () => {
  test.each([
    ['list', 'list', ''],
    ['  LIST   page 2 ', 'list', 'page 2'],
    ['show laura@contoso.com', 'show', 'laura@contoso.com'],
    ['Explain: 550 5.1.8\n> Access denied', 'explain', '550 5.1.8\n> Access denied'],
    ['explain:550 5.1.8', 'explain', '550 5.1.8'],
    ['/restricted list', 'list', ''],
    ['restricted review x', 'review', 'x'],
    ['', 'help', ''],
    [' \n\t ', 'help', ''],
    ['/restricted', 'help', ''],
    [', list', 'list', ''],
    [': list', 'list', ''],
    ['@Reprieve, list', 'list', ''],
    ['@Reprieve: list', 'list', ''],
    ['hey @Reprieve please list', 'list', ''],
    ['Hey  list', 'list', ''],
    ['please could you show laura@contoso.com', 'show', 'laura@contoso.com'],
    ['list.', 'list', ''],
    ['List!', 'list', ''],
    ['`list`', 'list', ''],
    ['*list* senders', 'list', 'senders'],
    ['“list”', 'list', ''],
    ['- list', 'list', ''],
    ['\u200Blist', 'list', ''],
    ['hi', 'help', ''],
    ['show "laura b"@contoso.com', 'show', '"laura b"@contoso.com'],
  ])('%j is %s with %j behind it', (text, verb, pasted) => {
    expect(parseCommand(text, verbs)).toEqual({ verb, pasted, rest: pasted.replaceAll(/\s+/g, ' ') })
  })

  test.each([
    ['list, please', 'list', ''],
    ['list senders, thanks!', 'list', 'senders'],
    ['bitte list contoso danke', 'list', 'contoso'],
  ])('%j is polite', (text, verb, rest) => {
    expect(parseCommand(text, verbs)).toMatchObject({ verb, rest })
  })

  test.each([
    ['lits', 'lits', '', 'list'],
    ['reveiw laura@contoso.com', 'reveiw', 'laura@contoso.com', 'review'],
    ['unblock laura@contoso.com', 'unblock', 'laura@contoso.com', 'review'],
    ['Release: laura@contoso.com', 'Release:', 'laura@contoso.com', 'review'],
    ['destroy', 'destroy', '', undefined],
    ['constructor', 'constructor', '', undefined],
    ['list@contoso.com', 'list@contoso.com', '', undefined],
    ['pleased', 'pleased', '', undefined],
  ])('%j is none; said back is %j with %j, and meant is %s', (text, typed, rest, suggestion) => {
    expect(parseCommand(text, verbs)).toEqual({ verb: undefined, typed, rest, suggestion })
  })

  test('of any length is compared quickly', async () => {
    const cpu = await measureCpu(() => {
      parseCommand('x'.repeat(200_000), verbs)
      findSimilar('y'.repeat(200_000), verbs)
      parseCommand(`${"'".repeat(100_000)}list`, verbs)
      parseCommand('please '.repeat(30_000), verbs)
      parseListFilter(`page${' '.repeat(2_000)}`)
    })
    expect(cpu).toBeLessThan(1_000)
  })
})

describe('the filter of a list', () => {
  const all = {
    text: '',
    addresses: [] as readonly string[],
    kind: undefined,
    tenant: [] as readonly string[],
    page: 1,
  }
  test.each([
    ['', all],
    ['contoso', { ...all, text: 'contoso' }],
    ['<mailto:a@b.example|a@b.example>', { ...all, addresses: ['a@b.example'] }],
    ['Laura Bianchi (laura@contoso.com)', { ...all, addresses: ['laura@contoso.com'] }],
    ['laura@', { ...all, text: 'laura@' }],
    ['@contoso.com', { ...all, text: '@contoso.com' }],
    ['all', all],
    ['“Head office” connectors', { ...all, text: 'head office', kind: 'connector' }],
    ['senders', { ...all, kind: 'sender' }],
    ['connector page 2', { ...all, kind: 'connector', page: 2 }],
    [
      'kind=sender tenant=Fabrikam laura page=3',
      { ...all, kind: 'sender', tenant: ['fabrikam', 'laura'], page: 3 },
    ],
    ['tenant: fabrikam', { ...all, tenant: ['fabrikam'] }],
    [
      'laura tenant "Fabrikam Ltd" senders',
      { ...all, text: 'laura', kind: 'sender', tenant: ['fabrikam ltd'] },
    ],
    ['tenant “Fabrikam Ltd” laura', { ...all, text: 'laura', tenant: ['fabrikam ltd'] }],
    ["tenant='Fabrikam Ltd' page 2", { ...all, tenant: ['fabrikam ltd'], page: 2 }],
    ['tenant: "Fabrikam Ltd"', { ...all, tenant: ['fabrikam ltd'] }],
    ['tenant Fabrikam Ltd page 1', { ...all, tenant: ['fabrikam', 'ltd'] }],
    ['tenants', { ...all, text: 'tenants' }],
    ['page', { ...all, text: 'page' }],
  ])('%j', (text, wanted) => {
    expect(parseListFilter(text)).toEqual(wanted)
  })

  test.each([
    '<@U123ABC>',
    '<@U123ABC|laura>',
    'laura@@contoso.com x',
    'https://fabrikam.com/x',
    'a|b',
    'x'.repeat(5_000),
  ])('refuses %j as what it cannot read, and looks for nothing', (text) => {
    expect(() => parseListFilter(text)).toThrow(RefusedError)
  })

  test.each(['page 0', 'page -1', 'page two', 'page 1.5', 'page=99999', 'kind=mailbox'])(
    'refuses %s in words',
    (text) => {
      expect(() => parseListFilter(text)).toThrow(RefusedError)
    },
  )
})
