import { describe, expect, test } from 'vitest'
import {
  type Bindings,
  isBound,
  isProvenOther,
  isSamePerson,
  listActorKeys,
  type PersonRef,
  toPersonKey,
} from '../../src/domain/person.js'

const here = 'directory-1'
const account = (objectId: string, directoryId = here) => ({ objectId, directoryId })

/** Maya acts in three places by one account, Tom in two by one entry; Noor has an account in another directory. */
const bindings: Bindings = {
  accounts: new Map([
    ['slack:UMAYA', account('AAD-maya')],
    ['console:maya', account('aad-MAYA')],
    ['teams:aad-maya', account('aad-maya')],
    ['console:zoe', account('aad-zoe')],
    ['console:noor', account('aad-noor', 'directory-2')],
  ]),
  entries: new Map([
    ['slack:UTOM', 'slack:UTOM+console:tom'],
    ['console:tom', 'slack:UTOM+console:tom'],
  ]),
  entraPlatforms: new Map([['teams', here]]),
}

const on = (platform: string, id: string): PersonRef => ({ platform, id })
const mayaOnSlack = on('slack', 'UMAYA')
const mayaOnTeams = { ...on('teams', 'aad-maya'), entraId: account('aad-maya') }
const mayaAtConsole = on('console', 'maya')
const tomOnSlack = on('slack', 'UTOM')
const tomAtConsole = on('console', 'tom')
const stranger = on('slack', 'UX')

describe('one person', () => {
  test.each([
    ['on Slack and in Teams, by one Entra account', mayaOnSlack, mayaOnTeams],
    ['on Slack and at the console, whatever the case of the id', mayaOnSlack, mayaAtConsole],
    ['on Slack and at the console, by one entry of the access list', tomOnSlack, tomAtConsole],
    ['in Teams, also when nothing but the id was kept', mayaOnSlack, on('teams', 'aad-maya')],
    ['in Teams without an entry, by the id alone', on('teams', 'aad-new'), on('teams', 'AAD-NEW')],
    ['with nothing but one id', stranger, on('slack', 'UX')],
  ])('is one person %s', (_, a, b) => {
    expect([isSamePerson(a, b, bindings), isSamePerson(b, a, bindings)]).toEqual([true, true])
    expect(toPersonKey(a, bindings)).toBe(toPersonKey(b, bindings))
    expect(isProvenOther(a, b, bindings)).toBe('same')
  })

  test('has all their ids, the given one first', () => {
    expect(listActorKeys(mayaAtConsole, bindings)).toEqual(['console:maya', 'slack:UMAYA', 'teams:aad-maya'])
    expect(listActorKeys(tomOnSlack, bindings)).toEqual(['slack:UTOM', 'console:tom'])
    expect(listActorKeys(stranger, bindings)).toEqual(['slack:UX'])
  })

  test('is bound by an account or an entry, and unbound without', () => {
    const bound = [mayaOnSlack, mayaOnTeams, tomAtConsole, on('teams', 'aad-new')]
    expect(bound.map((one) => isBound(one, bindings))).toEqual([true, true, true, true])
    expect([stranger, on('console', 'root')].map((one) => isBound(one, bindings))).toEqual([false, false])
  })
})

describe('two people', () => {
  test.each([
    ['two members of one workspace, bound or not', mayaOnSlack, stranger, 'other'],
    ['two accounts in Teams', mayaOnTeams, on('teams', 'aad-new'), 'other'],
    ['two accounts of one directory, on two platforms', mayaOnSlack, on('teams', 'aad-new'), 'other'],
    ['two users of the console with accounts of one directory', mayaAtConsole, on('console', 'zoe'), 'other'],
    ['whose entry names another member of the same workspace', tomAtConsole, stranger, 'other'],
    ['an unbound member on Slack and an account in Teams', stranger, mayaOnTeams, 'other'],
    ['an unbound member on Slack and a newcomer in Teams', stranger, on('teams', 'aad-new'), 'unknown'],
    ['an unbound member on Slack and an unbound user', stranger, on('console', 'root'), 'unknown'],
    ['two unbound users of the operating system', on('console', 'root'), on('console', 'ines'), 'unknown'],
    ['an unbound user and a bound one', on('console', 'root'), mayaAtConsole, 'unknown'],
    ['accounts of two directories', on('console', 'noor'), on('teams', 'aad-new'), 'unknown'],
    ['an account, and an entry without one', tomOnSlack, on('teams', 'aad-new'), 'unknown'],
  ] as const)('%s: %s', (_, a, b, verdict) => {
    expect([isProvenOther(a, b, bindings), isProvenOther(b, a, bindings)]).toEqual([verdict, verdict])
    expect(isSamePerson(a, b, bindings)).toBe(false)
  })

  test('are not told apart where nothing is bound', () => {
    expect(isProvenOther(on('slack', 'U1'), on('teams', 'a'), {})).toBe('unknown')
    expect(isProvenOther(on('slack', 'U1'), on('slack', 'U2'), {})).toBe('other')
    expect(isProvenOther(on('slack', 'U1'), on('slack', 'U1'), {})).toBe('same')
  })
})
