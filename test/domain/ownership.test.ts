// Whose mailbox it is, as one table: everybody who might be its owner x everything that may be known of the mailbox.

import { describe, expect, test } from 'vitest'
import { decideAccess } from '../../src/domain/access.js'
import { type Actor, consoleHome } from '../../src/domain/actor.js'
import type { SenderEvidence } from '../../src/domain/evidence.js'
import type { Access } from '../../src/domain/grants.js'
import type { Incident } from '../../src/domain/incident.js'
import { accessTable } from '../../src/features/permissions.js'
import { createActor, createIncident, createRestriction } from './incidents.js'
import { account, createSenderEvidence, known, unknown } from './rules/evidence.js'

const directory = '8c3dad1d-b6bc-4f8b-939b-8263372eced6'
const otherDirectory = '1f0a6a4e-27e8-4d0c-9a35-5c1b7d0e93aa'
const lauraId = '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a04'
const mayaId = '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a01'

const hosted = ['laura@contoso.com', 'L.Bianchi@contoso.com', 'laura@contoso.onmicrosoft.com']
const domains = ['contoso.com', 'contoso.onmicrosoft.com', 'contoso.de']
const unread = unknown('Graph is down')

/** What can be known of the mailbox. */
const states = {
  'evidence on its way': undefined,
  'account unreadable': createSenderEvidence({ account: unread }),
  'account known': createSenderEvidence({
    account: known({ ...account, userId: lauraId, addresses: [...hosted, 'laura.private@gmail.com'] }),
    owner: { kind: 'account', userId: lauraId, addresses: hosted, domains },
  }),
  "Exchange's copy": createSenderEvidence({
    account: unread,
    owner: { kind: 'account', userId: lauraId.toUpperCase(), addresses: hosted, domains },
  }),
  'no such mailbox': createSenderEvidence({ account: unread, owner: { kind: 'nobody' } }),
} as const satisfies Readonly<Record<string, SenderEvidence | undefined>>
type State = keyof typeof states
const stateNames: readonly State[] = [
  'evidence on its way',
  'account unreadable',
  'account known',
  "Exchange's copy",
  'no such mailbox',
]

type Told = 'own' | 'other' | '?'
/** In the order of the states above. */
type Row = readonly [Told, Told, Told, Told, Told]
const always: Row = ['own', 'own', 'own', 'own', 'own']
const onceRead: Row = ['?', '?', 'own', 'own', 'other']
const othersOnceRead: Row = ['?', '?', 'other', 'other', 'other']
const nobodyKnows: Row = ['?', '?', '?', '?', 'other']
const othersAlways: Row = ['other', 'other', 'other', 'other', 'other']

interface Somebody {
  readonly who: string
  readonly actor: Partial<Actor>
  readonly listed?: readonly string[]
  readonly entra?: { readonly objectId: string; readonly directoryId: string | undefined }
  readonly told: Row
}

const slack = (...addresses: readonly string[]) => ({ addresses })
const teams = (id: string, home: string, ...addresses: readonly string[]) =>
  ({ platform: 'teams', id, home, addresses, entraId: { objectId: id, directoryId: home } }) as const
const atConsole = { platform: 'console', id: 'maya', home: consoleHome, addresses: undefined } as const

const everybody: readonly Somebody[] = [
  { who: 'Slack: the listed address', actor: slack('laura@contoso.com'), told: always },
  { who: 'Slack: the listed address in another case', actor: slack('LAURA@Contoso.com'), told: always },
  { who: 'Slack: with a tag', actor: slack('laura+chat@contoso.com'), told: always },
  { who: 'Slack: with a blank', actor: slack('laura@contoso.com '), told: always },
  { who: 'Slack: an alias', actor: slack('l.bianchi@contoso.com'), told: onceRead },
  { who: 'Slack: an alias with a tag', actor: slack('L.Bianchi+x@contoso.com'), told: onceRead },
  { who: 'Slack: the sign-in name', actor: slack('laura@contoso.onmicrosoft.com'), told: onceRead },
  {
    who: 'Slack: the private address that Entra knows',
    actor: slack('laura.private@gmail.com'),
    told: ['?', '?', 'own', '?', 'other'],
  },
  { who: 'Slack: another private address', actor: slack('l.b@gmail.com'), told: nobodyKnows },
  { who: 'Slack: no address', actor: { addresses: undefined }, told: nobodyKnows },
  { who: "Slack: somebody else's address", actor: slack('maya@contoso.com'), told: othersOnceRead },
  {
    who: 'Slack: an address in another domain of the organisation',
    actor: slack('maya@contoso.de'),
    told: othersOnceRead,
  },
  { who: 'Slack: an address of another company', actor: slack('tech@msp.example'), told: nobodyKnows },
  {
    who: 'Slack: the same, written down by an administrator',
    actor: slack('tech@msp.example'),
    listed: ['tech@msp.example'],
    told: othersOnceRead,
  },
  {
    who: 'Slack: a private address, with an alias written down',
    actor: slack('l.b@gmail.com'),
    listed: ['l.bianchi@contoso.com'],
    told: onceRead,
  },
  {
    who: "Slack: a private address, with somebody else's object id written down",
    actor: slack('m@gmail.com'),
    entra: { objectId: mayaId, directoryId: directory },
    told: othersOnceRead,
  },
  {
    who: "Slack: somebody else's address, with the owner's object id written down",
    actor: slack('maya@contoso.com'),
    entra: { objectId: lauraId.toUpperCase(), directoryId: directory },
    told: onceRead,
  },
  {
    who: 'Slack: with object id and addresses written down',
    actor: slack('m@gmail.com'),
    listed: ['maya@contoso.com'],
    entra: { objectId: mayaId, directoryId: directory },
    told: othersAlways,
  },
  {
    who: "Slack: the owner's object id and addresses written down",
    actor: slack('m@gmail.com'),
    listed: ['laura@contoso.com'],
    entra: { objectId: lauraId, directoryId: directory },
    told: always,
  },
  {
    who: 'Slack: the same object id in another directory',
    actor: slack('maya@contoso.com'),
    entra: { objectId: lauraId, directoryId: otherDirectory },
    told: nobodyKnows,
  },
  {
    who: 'Slack: the same object id in another directory, with addresses written down',
    actor: slack(),
    listed: ['maya@contoso.com'],
    entra: { objectId: lauraId, directoryId: otherDirectory },
    told: othersAlways,
  },
  {
    who: 'Slack: another object id in a directory that nobody named',
    actor: slack('m@gmail.com'),
    entra: { objectId: mayaId, directoryId: undefined },
    told: nobodyKnows,
  },
  { who: 'Teams: somebody else', actor: teams(mayaId, directory), told: othersOnceRead },
  { who: 'Teams: the owner', actor: teams(lauraId, directory), told: onceRead },
  {
    who: 'Teams: the owner, under an address that is none of the mailbox',
    actor: teams(lauraId.toUpperCase(), directory.toUpperCase(), 'admin@contoso.com'),
    told: onceRead,
  },
  {
    who: 'Teams: an account beside the mailbox, with the address of the mailbox written down',
    actor: teams(mayaId, directory, 'adm-laura@contoso.com'),
    listed: ['laura@contoso.com'],
    told: always,
  },
  {
    who: 'Teams: an engineer of another tenant',
    actor: teams(mayaId, otherDirectory, 'tech@msp.example'),
    told: othersOnceRead,
  },
  {
    who: 'Teams: an engineer of another tenant who happens to have the same object id',
    actor: teams(lauraId, otherDirectory, 'tech@msp.example'),
    told: othersOnceRead,
  },
  {
    who: 'Teams: an engineer of another tenant without any address',
    actor: teams(mayaId, otherDirectory),
    told: nobodyKnows,
  },
  {
    who: 'Teams: somebody else with their addresses written down',
    actor: teams(mayaId, directory, 'maya@contoso.com'),
    listed: ['m.lindqvist@contoso.com'],
    told: othersAlways,
  },
  { who: 'the console: nothing written down', actor: atConsole, told: nobodyKnows },
  {
    who: 'the console: an address written down',
    actor: atConsole,
    listed: ['maya@contoso.com'],
    told: othersOnceRead,
  },
  {
    who: "the console: the owner's alias written down",
    actor: atConsole,
    listed: ['l.bianchi@contoso.com'],
    told: onceRead,
  },
]

function toAccess({ platform, id, home }: Actor, { listed = [], entra }: Somebody): Access {
  const key = `${platform}:${id}`
  return {
    homes: new Set([`${platform}:${home}`]),
    people: new Map([[key, { role: 'approver', addresses: listed }]]),
    groups: new Map(),
    accounts: new Map(entra === undefined ? [] : [[key, entra]]),
    directories: new Map([['contoso', directory]]),
  }
}

function ask(one: Somebody, incident: Incident, name: 'review' | 'unblock' | 'contain' = 'unblock') {
  const actor = createActor(one.actor)
  return decideAccess({
    actor,
    permission: accessTable[name],
    access: toAccess(actor, one),
    incident,
    live: [incident],
    tenants: new Map([['contoso', { portals: { defender: 'https://security.example' } }]]),
  })
}

function createCase(state: State): Incident {
  const evidence = states[state]
  return createIncident('reviewing', evidence === undefined ? {} : { evidence })
}

function toTold(verdict: ReturnType<typeof ask>): string {
  if (verdict.allowed) return 'other'
  return verdict.reason === 'own-mailbox'
    ? 'own'
    : verdict.reason === 'identity-unknown'
      ? '?'
      : verdict.reason
}

describe.each(everybody)('$who', (one) => {
  test.each(['unblock', 'contain'] as const)(
    'may %s what is known to be of somebody else, and nothing more',
    (name) => {
      const given = stateNames.map((state) => toTold(ask(one, createCase(state), name)))
      expect(given).toEqual(one.told)
    },
  )

  test('may read for the review what is not known to be their own', () => {
    const given = stateNames.map((state) => ask(one, createCase(state), 'review').allowed)
    expect(given).toEqual(one.told.map((told) => told !== 'own'))
  })
})

describe('a mailbox', () => {
  const ofSender = (address: string, addresses: readonly string[]) => {
    const entity = { kind: 'sender', address } as const
    const evidence = createSenderEvidence({ account: known({ ...account, userId: lauraId, addresses }) })
    return createIncident('reviewing', { entity, restriction: createRestriction({ entity }), evidence })
  }
  const whoever = (actor: Partial<Actor>): Somebody => ({ who: '', actor, told: always })

  test.each([
    ['laura@münchen.example', 'laura@xn--mnchen-3ya.example'],
    ['laura@xn--mnchen-3ya.example', 'laura@MÜNCHEN.example'],
    ['sales+eu@contoso.com', 'sales@contoso.com'],
  ])('%s is the own one of %s', (address, mail) => {
    expect(toTold(ask(whoever(slack(mail)), ofSender(address, [address])))).toBe('own')
  })

  test('of a guest is the own one of whoever was invited, read or not', () => {
    const guest = 'oscar_fabrikam.com#EXT#@contoso.onmicrosoft.com'
    const entity = { kind: 'sender', address: guest } as const
    const incident = createIncident('reviewing', { entity, restriction: createRestriction({ entity }) })
    expect(toTold(ask(whoever(slack('Oscar@fabrikam.com')), incident))).toBe('own')
    expect(toTold(ask(whoever(slack('oscar.fabrikam@contoso.com')), incident))).toBe('?')
  })

  test('of evidence that an older version gathered still tells people of its domain apart', () => {
    const incident = ofSender('laura@contoso.com', hosted)
    expect(toTold(ask(whoever(slack('maya@contoso.com')), incident))).toBe('other')
    expect(toTold(ask(whoever(slack('l.b@gmail.com')), incident))).toBe('?')
  })

  test('of an invented organisation is told by object id all the same', () => {
    const incident = { ...createCase('account known'), tenantId: 'sandbox' }
    expect(toTold(ask(whoever(teams(lauraId, otherDirectory)), incident))).toBe('own')
    expect(toTold(ask(whoever(teams(mayaId, otherDirectory)), incident))).toBe('other')
  })
})

describe('a refusal says what to do', () => {
  const words = (one: Partial<Actor>, state: State) => {
    const verdict = ask({ who: '', actor: one, told: always }, createCase(state))
    return verdict.allowed ? '' : verdict.why
  }

  test('while the evidence is on its way: wait', () => {
    expect(words(slack('maya@contoso.com'), 'evidence on its way')).toContain('Try again in a moment')
  })

  test('while the account cannot be read: refresh, or have it written down', () => {
    const why = words(slack('maya@contoso.com'), 'account unreadable')
    expect(why).toContain('Refresh the evidence')
    expect(why).toContain('next to your id in the access list')
  })

  test('while nobody knows who they are: have it written down', () => {
    const why = words(slack('l.b@gmail.com'), 'account known')
    expect(why).toContain('cannot tell which mailbox is yours')
    expect(why).toContain('Entra object id')
  })

  test.each(['evidence on its way', 'account unreadable', 'account known'] as const)(
    'and with %s names the portal as the way that remains',
    (state) => {
      for (const mail of ['l.b@gmail.com', 'laura@contoso.com'])
        expect(words(slack(mail), state)).toContain('security.example/restrictedentities')
    },
  )
})
