// The access policy as one table: every name x every kind of actor x every status.
import { describe, expect, test } from 'vitest'
import { decideAccess } from '../../src/domain/access.js'
import { type Actor, consoleHome } from '../../src/domain/actor.js'
import type { Access, Role } from '../../src/domain/grants.js'
import type { Incident, Status } from '../../src/domain/incident.js'
import { isReviewable } from '../../src/domain/incident.js'
import { accessTable, type PermissionName } from '../../src/features/permissions.js'
import { createActor, createIncident, createRestriction, createUnblock, statuses } from './incidents.js'
import { account, createSenderEvidence, known, unknown } from './rules/evidence.js'

type Verdict =
  | 'allowed'
  | 'not-home'
  | 'lookup-failed'
  | 'no-role'
  | 'wrong-status'
  | 'own-mailbox'
  | 'identity-unknown'

const entra = '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a04'
const evidence = createSenderEvidence({
  account: known({ ...account, userId: entra, addresses: ['Laura@contoso.com', 'l.bianchi@contoso.com'] }),
})

function grant(id: string, role: Role, addresses: readonly string[] = []): Access['people'] {
  return new Map([[id, { role, addresses }]])
}

interface Kind {
  readonly who: string
  readonly actor: Actor
  readonly people: Access['people']
  /** What each name gets while the incident waits for a review. */
  readonly verdicts: Readonly<Record<PermissionName, Verdict>>
}

const none = {
  help: 'not-home',
  read: 'not-home',
  examine: 'not-home',
  mend: 'not-home',
  claim: 'not-home',
  snooze: 'not-home',
  review: 'not-home',
  confirm: 'not-home',
  unblock: 'not-home',
  'send-back': 'not-home',
  contain: 'not-home',
  mute: 'not-home',
  'ask-owner': 'not-home',
  'answer-owner': 'not-home',
  unmute: 'not-home',
  'storm-review': 'not-home',
  'give-back': 'not-home',
  accept: 'not-home',
  pin: 'not-home',
  drill: 'not-home',
  'end-drill': 'not-home',
} as const
const unseen = {
  help: 'lookup-failed',
  read: 'lookup-failed',
  examine: 'lookup-failed',
  mend: 'lookup-failed',
  claim: 'lookup-failed',
  snooze: 'lookup-failed',
  review: 'lookup-failed',
  confirm: 'lookup-failed',
  unblock: 'lookup-failed',
  'send-back': 'lookup-failed',
  contain: 'lookup-failed',
  mute: 'lookup-failed',
  'ask-owner': 'lookup-failed',
  'answer-owner': 'lookup-failed',
  unmute: 'lookup-failed',
  'storm-review': 'lookup-failed',
  'give-back': 'lookup-failed',
  accept: 'lookup-failed',
  pin: 'lookup-failed',
  drill: 'lookup-failed',
  'end-drill': 'lookup-failed',
} as const
const nothing = {
  help: 'allowed',
  'answer-owner': 'allowed',
  'ask-owner': 'no-role',
  read: 'no-role',
  examine: 'no-role',
  mend: 'no-role',
  claim: 'no-role',
  snooze: 'no-role',
  review: 'no-role',
  confirm: 'no-role',
  unblock: 'no-role',
  'send-back': 'no-role',
  contain: 'no-role',
  mute: 'no-role',
  unmute: 'no-role',
  'storm-review': 'no-role',
  'give-back': 'no-role',
  accept: 'no-role',
  pin: 'no-role',
  drill: 'no-role',
  'end-drill': 'no-role',
} as const
const viewer = { ...nothing, read: 'allowed' } as const
const operator = {
  ...viewer,
  examine: 'allowed',
  mend: 'allowed',
  claim: 'allowed',
  snooze: 'allowed',
  review: 'allowed',
  confirm: 'allowed',
  'end-drill': 'allowed',
} as const
const approver = {
  ...operator,
  'ask-owner': 'allowed',
  unblock: 'allowed',
  'send-back': 'allowed',
  contain: 'allowed',
  mute: 'allowed',
  unmute: 'allowed',
  'storm-review': 'allowed',
  'give-back': 'allowed',
  accept: 'allowed',
  pin: 'allowed',
  drill: 'allowed',
} as const
const own = {
  ...approver,
  'ask-owner': 'own-mailbox',
  claim: 'own-mailbox',
  snooze: 'own-mailbox',
  review: 'own-mailbox',
  confirm: 'own-mailbox',
  unblock: 'own-mailbox',
  'send-back': 'own-mailbox',
  contain: 'own-mailbox',
  mute: 'own-mailbox',
  'storm-review': 'own-mailbox',
  'give-back': 'own-mailbox',
} as const
const unidentified = {
  ...approver,
  'ask-owner': 'identity-unknown',
  confirm: 'identity-unknown',
  unblock: 'identity-unknown',
  'send-back': 'identity-unknown',
  contain: 'identity-unknown',
  mute: 'identity-unknown',
  'storm-review': 'identity-unknown',
  'give-back': 'identity-unknown',
} as const

const slackApprover = grant('slack:U1', 'approver')
/** Of the group of operators (S1) or of approvers (S2) it is not known whether somebody is in it. */
const unread = (...groups: readonly string[]) =>
  ({ lookupFailure: { about: 'groups', code: 'unavailable', asked: 'Slack', groups } }) as const
const teamsApprover = grant(`teams:${entra}`, 'approver')

const kinds: readonly Kind[] = [
  {
    who: 'somebody of a foreign workspace',
    actor: createActor({ home: 'T9' }),
    people: slackApprover,
    verdicts: none,
  },
  {
    who: 'somebody of a Teams tenant with the id of our Slack workspace',
    actor: createActor({ platform: 'teams' }),
    people: grant('teams:U1', 'approver'),
    verdicts: none,
  },
  { who: 'a guest', actor: createActor({ isMember: false }), people: slackApprover, verdicts: none },
  { who: 'somebody not listed', actor: createActor(), people: new Map(), verdicts: nothing },
  {
    who: 'somebody listed on the other platform only',
    actor: createActor(),
    people: grant('teams:U1', 'approver'),
    verdicts: nothing,
  },
  {
    who: 'somebody with the name of an approver',
    actor: createActor({ id: 'U2', name: 'Maya' }),
    people: slackApprover,
    verdicts: nothing,
  },
  { who: 'a viewer', actor: createActor(), people: grant('slack:U1', 'viewer'), verdicts: viewer },
  { who: 'an operator', actor: createActor(), people: grant('slack:U1', 'operator'), verdicts: operator },
  { who: 'an approver', actor: createActor(), people: slackApprover, verdicts: approver },
  {
    who: 'a member of a group of operators',
    actor: createActor({ groups: ['S1'] }),
    people: new Map(),
    verdicts: operator,
  },
  {
    who: 'a viewer who is in a group of approvers',
    actor: createActor({ groups: ['S1', 'S2'] }),
    people: grant('slack:U1', 'viewer'),
    verdicts: approver,
  },
  {
    who: 'an approver who is in a group of operators',
    actor: createActor({ groups: ['S1'] }),
    people: slackApprover,
    verdicts: approver,
  },
  {
    who: 'somebody in a Teams group with the id of our Slack group',
    actor: createActor({ platform: 'teams', home: 'tenant-1', groups: ['S2'] }),
    people: new Map(),
    verdicts: nothing,
  },
  {
    who: "an approver at the machine's console",
    actor: createActor({ platform: 'console', id: 'maya', home: consoleHome }),
    people: grant('console:maya', 'approver'),
    verdicts: approver,
  },
  {
    who: 'somebody at the console with the id of a Slack approver',
    actor: createActor({ platform: 'console', home: consoleHome }),
    people: slackApprover,
    verdicts: nothing,
  },
  {
    who: 'somebody on Slack who claims the home of the console',
    actor: createActor({ home: consoleHome }),
    people: slackApprover,
    verdicts: none,
  },
  {
    who: 'a guest in a group of approvers',
    actor: createActor({ isMember: false, groups: ['S2'] }),
    people: new Map(),
    verdicts: none,
  },
  {
    who: 'the restricted person, approver by group',
    actor: createActor({ addresses: ['laura@contoso.com'], groups: ['S2'] }),
    people: new Map(),
    verdicts: own,
  },
  {
    who: 'the restricted person, by address in another case',
    actor: createActor({ addresses: ['laura@Contoso.com'] }),
    people: slackApprover,
    verdicts: own,
  },
  {
    who: 'the restricted person, by an alias of the mailbox',
    actor: createActor({ addresses: ['l.bianchi@contoso.com'] }),
    people: slackApprover,
    verdicts: own,
  },
  {
    who: 'the restricted person, by the address next to their id in the access list',
    actor: createActor({ addresses: undefined }),
    people: grant('slack:U1', 'approver', ['LAURA@contoso.com']),
    verdicts: own,
  },
  {
    who: 'the restricted person, listed under an address that the platform does not show',
    actor: createActor({ addresses: ['somebody.else@contoso.com'] }),
    people: grant('slack:U1', 'approver', ['laura@contoso.com']),
    verdicts: own,
  },
  {
    who: 'the restricted person, by Entra id in another case and without any address',
    actor: createActor({
      platform: 'teams',
      id: entra.toUpperCase(),
      home: 'tenant-1',
      entraId: { objectId: entra.toUpperCase(), directoryId: 'tenant-1' },
      addresses: undefined,
    }),
    people: grant(`teams:${entra.toUpperCase()}`, 'approver'),
    verdicts: own,
  },
  {
    who: 'an approver whose own addresses nobody knows',
    actor: createActor({ addresses: undefined }),
    people: slackApprover,
    verdicts: unidentified,
  },
  {
    who: 'an approver with an empty list of addresses',
    actor: createActor({ addresses: [] }),
    people: slackApprover,
    verdicts: unidentified,
  },
  {
    who: 'an approver whom the platform could not look up',
    actor: createActor({
      isMember: false,
      lookupFailure: { about: 'person', code: 'unavailable', asked: 'Slack' },
    }),
    people: slackApprover,
    verdicts: unseen,
  },
  {
    who: 'somebody whom the platform could not look up, said to be a member of a foreign workspace',
    actor: createActor({ home: 'T9', lookupFailure: { about: 'person', code: 'throttled', asked: 'Slack' } }),
    people: slackApprover,
    verdicts: unseen,
  },
  {
    who: 'somebody without a role while the group of operators could not be read',
    actor: createActor(unread('S1')),
    people: new Map(),
    verdicts: {
      ...nothing,
      read: 'lookup-failed',
      examine: 'lookup-failed',
      mend: 'lookup-failed',
      claim: 'lookup-failed',
      snooze: 'lookup-failed',
      review: 'lookup-failed',
      confirm: 'lookup-failed',
      'end-drill': 'lookup-failed',
    },
  },
  {
    who: 'a viewer while the group of approvers could not be read',
    actor: createActor(unread('S2')),
    people: grant('slack:U1', 'viewer'),
    verdicts: { ...unseen, help: 'allowed', 'answer-owner': 'allowed', read: 'allowed' },
  },
  {
    who: 'an operator while a group that has no role could not be read',
    actor: createActor(unread('S9')),
    people: grant('slack:U1', 'operator'),
    verdicts: operator,
  },
  {
    who: 'an approver while no group could be read',
    actor: createActor(unread('S1', 'S2')),
    people: slackApprover,
    verdicts: approver,
  },
  {
    who: 'a guest while the group of approvers could not be read',
    actor: createActor({ isMember: false, ...unread('S2') }),
    people: new Map(),
    verdicts: none,
  },
  {
    who: 'an approver known by the access list alone',
    actor: createActor({ addresses: undefined }),
    people: grant('slack:U1', 'approver', ['maya@contoso.com']),
    verdicts: approver,
  },
]

const permissions: readonly PermissionName[] = [
  'help',
  'read',
  'examine',
  'mend',
  'claim',
  'snooze',
  'review',
  'confirm',
  'unblock',
  'send-back',
  'contain',
  'ask-owner',
  'answer-owner',
  'mute',
  'unmute',
  'storm-review',
  'give-back',
  'accept',
  'pin',
  'drill',
  'end-drill',
]
const homes = new Set(['slack:T1', 'teams:tenant-1', `console:${consoleHome}`])
const tenants = new Map([['contoso', { portals: { defender: 'https://security.example' } }]])
const groups: Access['groups'] = new Map([
  ['slack:S1', 'operator'],
  ['slack:S2', 'approver'],
])

function judge(
  kind: Kind,
  name: PermissionName,
  incident: Incident | undefined,
  tenantIds?: readonly string[],
) {
  const bind = <One extends object>(one: One) =>
    tenantIds === undefined ? one : { ...one, tenants: tenantIds }
  return decideAccess({
    actor: kind.actor,
    permission: accessTable[name],
    access: {
      homes,
      people: new Map([...kind.people].map(([key, one]) => [key, bind(one)])),
      groups,
      ...(tenantIds === undefined
        ? {}
        : { groupTenants: new Map([...groups.keys()].map((key) => [key, tenantIds])) }),
    },
    incident,
    live: [],
    tenants,
  })
}

function decide(...asked: Parameters<typeof judge>): string {
  const verdict = judge(...asked)
  return verdict.allowed ? 'allowed' : verdict.reason
}

/** What concerns all tenants at once. */
const ofAll: readonly PermissionName[] = ['examine', 'pin']

/** Of whoever has the role for this tenant alone; a group that could not be read gives no more than that either. */
function expectBound(wanted: Verdict, name: PermissionName, kind: Kind): Verdict {
  const isAboutRole = wanted === 'allowed' || (wanted === 'lookup-failed' && kind.verdicts.help === 'allowed')
  return ofAll.includes(name) && isAboutRole ? 'no-role' : wanted
}

/** Of whoever has the role for another tenant alone: as if there were no such incident. */
function expectElsewhere(kind: Kind, name: PermissionName): string {
  const verdict = kind.verdicts[name]
  if (verdict === 'not-home' || (verdict === 'lookup-failed' && kind.verdicts.help !== 'allowed'))
    return verdict
  if (accessTable[name].role === 'anyone') return verdict
  return ofAll.includes(name) ? 'no-role' : kind.verdicts.read === 'allowed' ? 'not-found' : 'no-role'
}

/** What does not concern the incident as it stands. */
const ofAnyStatus: readonly PermissionName[] = [
  'help',
  'read',
  'examine',
  'mend',
  'give-back',
  'accept',
  'pin',
  'unmute',
  'drill',
]

/** The status comes after who somebody is and before whose mailbox it is. */
function expectVerdict(kind: Kind, name: PermissionName, status: Status): Verdict {
  const verdict = kind.verdicts[name]
  const isOfThePerson = verdict === 'not-home' || verdict === 'lookup-failed' || verdict === 'no-role'
  if (isOfThePerson || ofAnyStatus.includes(name)) return verdict
  return isTime(name, status) ? verdict : 'wrong-status'
}

function isTime(name: PermissionName, status: Status): boolean {
  if (name === 'contain' || name === 'answer-owner') return status !== 'closed'
  if (name === 'end-drill') return status !== 'closed' && status !== 'unblocking'
  // Somebody has to do something about these as well.
  if (name === 'claim' || name === 'snooze' || name === 'ask-owner')
    return ['open', 'reviewing', 'uncertain', 'stuck', 'failed'].includes(status)
  if (name === 'mute' || name === 'storm-review') return status === 'open' || status === 'reviewing'
  return isReviewable(createIncident(status))
}

describe.each(kinds)('$who', (kind) => {
  test.each(permissions)('%s, in every status', (name) => {
    const given = statuses.map((status) => [status, decide(kind, name, createIncident(status, { evidence }))])
    const wanted = statuses.map((status) => [status, expectVerdict(kind, name, status)])
    expect(given).toEqual(wanted)
  })

  test.each(permissions)('%s with the role for this tenant alone, in every status', (name) => {
    const given = statuses.map((status) =>
      decide(kind, name, createIncident(status, { evidence }), ['contoso']),
    )
    expect(given).toEqual(
      statuses.map((status) => expectBound(expectVerdict(kind, name, status), name, kind)),
    )
  })

  test.each(permissions)('%s with the role for another tenant alone, in every status', (name) => {
    const given = statuses.map((status) => decide(kind, name, createIncident(status, { evidence }), ['labs']))
    // Whoever was asked may answer whatever their role, as long as it is asked.
    const wanted = (status: Status) =>
      name === 'answer-owner' ? expectVerdict(kind, name, status) : expectElsewhere(kind, name)
    expect(given).toEqual(statuses.map(wanted))
  })

  test('is told of the portal whenever something is refused', () => {
    for (const name of permissions)
      for (const incident of [undefined, ...statuses.map((status) => createIncident(status, { evidence }))])
        for (const bound of [undefined, ['contoso']]) {
          const verdict = judge(kind, name, incident, bound)
          if (!verdict.allowed)
            expect(verdict.why).toContain('the Microsoft Defender portal (https://security.example')
        }
  })

  test('is judged by role alone where no incident is meant', () => {
    const wanted = permissions.map((name) => {
      const verdict = kind.verdicts[name]
      return verdict === 'own-mailbox' || verdict === 'identity-unknown' ? 'allowed' : verdict
    })
    expect(permissions.map((name) => decide(kind, name, undefined))).toEqual(wanted)
  })
})

describe('the access policy', () => {
  test('covers every name and lets nobody act without a role', () => {
    expect(Object.keys(accessTable).toSorted()).toEqual([...permissions].toSorted())
    expect(permissions.filter((name) => accessTable[name].role === 'anyone')).toEqual([
      'help',
      'answer-owner',
    ])
  })

  test('leaves whoever is restricted in any tenant nothing but help, reading, and an answer to what they are asked', () => {
    const restricted = createIncident('open', { id: 'incident-2', tenantId: 'labs', evidence })
    const incident = createIncident('reviewing', {
      restriction: createRestriction({ entity: { kind: 'sender', address: 'sam@contoso.com' } }),
      entity: { kind: 'sender', address: 'sam@contoso.com' },
    })
    const verdicts = permissions.map((name) =>
      decideAccess({
        actor: createActor({ addresses: ['l.bianchi@contoso.com'] }),
        permission: accessTable[name],
        access: { homes, people: slackApprover, groups },
        incident,
        live: [incident, restricted],
        tenants,
      }),
    )
    const allowed = permissions.filter((_, at) => verdicts[at]?.allowed)
    expect(allowed).toEqual(['help', 'read', 'answer-owner'])
    const reasons = verdicts.flatMap((verdict) => (verdict.allowed ? [] : [verdict.reason]))
    expect(new Set(reasons)).toEqual(new Set(['own-restricted']))
  })

  test('lets nobody unblock when nobody was named', () => {
    const verdict = decideAccess({
      actor: createActor(),
      permission: accessTable.unblock,
      access: { homes, people: new Map(), groups },
      incident: createIncident('reviewing', { evidence }),
      live: [],
      tenants,
    })
    expect(verdict).toMatchObject({ allowed: false, reason: 'no-role' })
  })

  test('lets nobody act when no home was named', () => {
    const access = { homes: new Set<string>(), people: slackApprover, groups }
    const verdict = decideAccess({
      actor: createActor(),
      permission: accessTable.help,
      access,
      incident: undefined,
      live: [],
      tenants,
    })
    expect(verdict).toMatchObject({ allowed: false, reason: 'not-home' })
  })

  test('still compares the listed address while the account itself is unknown', () => {
    const blind = createSenderEvidence({ account: unknown('Graph is off') })
    const laura = createActor({ addresses: ['laura@contoso.com'] })
    const access = { homes, people: slackApprover, groups }
    for (const gathered of [{ evidence: blind }, {}]) {
      const incident = createIncident('reviewing', gathered)
      expect(
        decideAccess({ actor: laura, permission: accessTable.unblock, access, incident, live: [], tenants }),
      ).toMatchObject({
        reason: 'own-mailbox',
      })
    }
  })

  test('asks for no mailbox where a connector is concerned', () => {
    const entity = { kind: 'connector', connectorId: '8f2c', name: 'Head office' } as const
    const restriction = createRestriction({ entity })
    const incident = createIncident('reviewing', { entity, restriction })
    const access = { homes, people: slackApprover, groups }
    const actor = createActor({ addresses: undefined })
    expect(
      decideAccess({ actor, permission: accessTable.unblock, access, incident, live: [], tenants }),
    ).toEqual({
      allowed: true,
    })
  })

  test('opens a lost unblock to approvers alone, once two polls have seen the entry, and never to its owner', () => {
    const judge = (actor: Actor, role: Role, polls: number) => {
      const { state } = createIncident('uncertain')
      const unblock = createUnblock({ attemptedAt: 1, listed: { polls, at: 2 } })
      const incident = createIncident('uncertain', {
        evidence,
        state: state.status === 'uncertain' ? { ...state, unblock } : state,
      })
      const access = { homes, people: grant('slack:U1', role), groups }
      const verdicts = (['review', 'confirm', 'unblock'] as const).map((name) =>
        decideAccess({ actor, permission: accessTable[name], access, incident, live: [], tenants }),
      )
      return [...new Set(verdicts.map((verdict) => (verdict.allowed ? 'allowed' : verdict.reason)))]
    }
    expect(judge(createActor(), 'approver', 1)).toEqual(['wrong-status'])
    expect(judge(createActor(), 'approver', 2)).toEqual(['allowed'])
    expect(judge(createActor(), 'operator', 2)).toEqual(['no-role'])
    expect(judge(createActor({ addresses: ['laura@contoso.com'] }), 'approver', 2)).toContain('own-mailbox')
  })

  test('says which role is missing', () => {
    const access = { homes, people: grant('slack:U1', 'operator'), groups }
    const incident = createIncident('reviewing', { evidence })
    const verdict = decideAccess({
      actor: createActor(),
      permission: accessTable.unblock,
      access,
      incident,
      live: [],
      tenants,
    })
    expect(verdict.allowed ? '' : verdict.why).toContain('"approver"')
  })

  test('takes the role of the Teams person by their object id', () => {
    const actor = createActor({
      platform: 'teams',
      id: entra,
      home: 'tenant-1',
      entraId: { objectId: entra, directoryId: 'tenant-1' },
      addresses: ['maya@contoso.com'],
    })
    const other = createSenderEvidence({
      account: known({ ...account, userId: 'someone-else', addresses: [] }),
    })
    const incident = createIncident('reviewing', { evidence: other })
    const access = { homes, people: teamsApprover, groups }
    expect(
      decideAccess({ actor, permission: accessTable.unblock, access, incident, live: [], tenants }),
    ).toEqual({
      allowed: true,
    })
  })
})
