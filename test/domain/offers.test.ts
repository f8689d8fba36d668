import { describe, expect, test } from 'vitest'
import type { Containment, ContainmentStep } from '../../src/domain/containment.js'
import { toHandle } from '../../src/domain/handle.js'
import type { Incident } from '../../src/domain/incident.js'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import {
  findOffer,
  isReverted,
  listOfferGaps,
  listStanding,
  offerContainment,
} from '../../src/domain/offers.js'
import { createIncident, createRestriction, maya } from './incidents.js'
import {
  account,
  began,
  createConnectorEvidence,
  createSenderEvidence,
  createTakenOver,
  known,
  unknown,
} from './rules/evidence.js'

const gatheredAt = createTakenOver().gatheredAt
const before = gatheredAt - minuteMilliseconds
const after = gatheredAt + minuteMilliseconds

function incidentOf(evidence: Incident['evidence'], containments: readonly Containment[] = []): Incident {
  return createIncident('reviewing', { ...(evidence === undefined ? {} : { evidence }), containments })
}

/** A step that was confirmed and ended then. */
function createDone(step: ContainmentStep, at: number, facts: Partial<Containment> = {}): Containment {
  return {
    id: `${step}-${at}`,
    step,
    targets: [],
    by: maya,
    askedAt: at,
    requestedAt: at,
    attemptedAt: at,
    ended: { at, result: 'done', detail: 'Done.' },
    undo: { was: true },
    ...facts,
  }
}

const listSteps = (incident: Incident) => offerContainment(incident).map(({ step }) => step)

describe('what is offered', () => {
  test.each<[string, Incident['evidence'], readonly ContainmentStep[]]>([
    ['without evidence', undefined, []],
    ['for a connector', createConnectorEvidence(), []],
    [
      'for a clean account that cannot sign in',
      createSenderEvidence(),
      ['revoke-sessions', 'require-password-change'],
    ],
    [
      'for an account somebody else is in',
      createTakenOver(),
      [
        'block-sign-in',
        'revoke-sessions',
        'require-password-change',
        'remove-grant',
        'stop-forwarding',
        'disable-inbox-rules',
      ],
    ],
    [
      'for a synced one: no change of the password',
      createSenderEvidence({ account: known({ ...account, synced: true }) }),
      ['block-sign-in', 'revoke-sessions'],
    ],
    [
      'when only the mailbox is known',
      { ...createTakenOver(), account: unknown('Graph is off'), consents: unknown('Graph is off') },
      ['stop-forwarding', 'disable-inbox-rules'],
    ],
    [
      'when nothing is known',
      createSenderEvidence({
        account: unknown('off'),
        consents: unknown('off'),
        forwarding: unknown('off'),
        inboxRules: unknown('off'),
      }),
      [],
    ],
  ])('%s', (_, evidence, steps) => {
    expect(listSteps(incidentOf(evidence))).toEqual(steps)
  })

  test('is one offer for each grant that can be named', () => {
    const grants = ['a', 'b'].map((id) => ({ id, app: `App ${id}`, scopes: 'User.Read' }))
    const evidence = createSenderEvidence({ consents: known([...grants, { app: 'No id', scopes: '' }]) })
    const offers = offerContainment(incidentOf(evidence)).filter(({ step }) => step === 'remove-grant')
    expect(offers.map(({ targets }) => targets.map(({ name }) => name))).toEqual([['App a'], ['App b']])
  })

  test('is no rule that is off already or has no id', () => {
    const rule = { enabled: true, hidden: false, effect: 'moves', suspicious: false }
    const inboxRules = known([
      { ...rule, id: '1', name: 'plain' },
      { ...rule, id: '2', name: 'off', enabled: false },
      { ...rule, name: 'nameless' },
      { ...rule, id: '3', name: 'bad', suspicious: true },
    ])
    const [offer] = offerContainment(incidentOf(createSenderEvidence({ inboxRules }))).slice(-1)
    expect(offer?.targets.map(({ name }) => name)).toEqual(['bad', 'plain'])
  })
})

describe('what was done', () => {
  const open = (one: Containment) => listSteps(incidentOf(createTakenOver(), [one])).includes(one.step)

  test.each<[string, boolean, Containment]>([
    [
      'is not offered while it is under way',
      false,
      { ...createDone('block-sign-in', before), ended: undefined },
    ],
    ['is not offered again before newer evidence', false, createDone('block-sign-in', after)],
    [
      'is offered again when newer evidence shows that it is not so',
      true,
      createDone('block-sign-in', before),
    ],
    [
      'is offered at once after a failure',
      true,
      createDone('block-sign-in', after, { ended: { at: after, result: 'failed', detail: '' } }),
    ],
    [
      'waits for evidence when its outcome is unknown',
      false,
      createDone('block-sign-in', after, { ended: { at: after, result: 'unknown', detail: '' } }),
    ],
    ['stands where evidence cannot show it', false, createDone('require-password-change', before)],
    ['is offered again where it can be done any time', true, createDone('revoke-sessions', before)],
    [
      'is only a question as long as nobody said yes',
      true,
      { ...createDone('block-sign-in', after), requestedAt: undefined },
    ],
  ])('%s', (_, isOpen, one) => {
    expect(open(one)).toBe(isOpen)
  })

  test('takes the done rules away, not the others', () => {
    const [first] = offerContainment(incidentOf(createTakenOver())).slice(-1)
    const done = createDone('disable-inbox-rules', after, { targets: first?.targets.slice(0, 1) ?? [] })
    const [offer] = offerContainment(incidentOf(createTakenOver(), [done])).slice(-1)
    expect(offer?.targets.map(({ name }) => name)).toEqual(['Archive'])
  })

  test('asks for a new password again once it was changed', () => {
    const evidence = createSenderEvidence({ password: known({ changedAt: before + 1 }) })
    expect(listSteps(incidentOf(evidence, [createDone('require-password-change', before)]))).toContain(
      'require-password-change',
    )
  })
})

describe('what stands', () => {
  test('is what was done, and neither taken back nor reverted', () => {
    const clean = createSenderEvidence()
    const block = createDone('block-sign-in', before)
    const sessions = createDone('revoke-sessions', before)
    const undo = createDone('block-sign-in', before, { id: 'undo', undoes: block.id })
    const steps = (incident: Incident) => listStanding(incident).map(({ step }) => step)
    expect(steps(incidentOf(clean, [block, sessions]))).toEqual(['block-sign-in', 'revoke-sessions'])
    expect(steps(incidentOf(clean, [block, undo, sessions]))).toEqual(['revoke-sessions'])
    expect(steps(incidentOf(createTakenOver(), [block, sessions]))).toEqual(['revoke-sessions'])
  })

  test('is reverted only by evidence that is newer', () => {
    expect(isReverted(createDone('stop-forwarding', before), createTakenOver())).toBe(true)
    expect(isReverted(createDone('stop-forwarding', after), createTakenOver())).toBe(false)
    expect(isReverted(createDone('stop-forwarding', before), undefined)).toBe(false)
    const other = createDone('remove-grant', before, { targets: [{ id: 'gone', name: 'Gone' }] })
    expect(isReverted(other, createTakenOver())).toBe(false)
  })
})

describe('choosing', () => {
  const incident = incidentOf(createTakenOver())

  test('takes what was ticked and is there', () => {
    const handles = [toHandle('Bianchi, Laura\\4711'), 'ffffffffffffffff']
    const offer = findOffer(incident, { step: 'disable-inbox-rules', handles })
    expect(offer?.targets.map(({ name }) => name)).toEqual(['Archive'])
  })

  test.each([
    ['disable-inbox-rules', []],
    ['disable-inbox-rules', ['Bianchi, Laura\\4711']],
    ['remove-grant', [toHandle('grant-2')]],
    ['toString', []],
    ['', []],
  ])('finds nothing for %s of %j', (step, handles) => {
    expect(findOffer(incident, { step, handles })).toBeUndefined()
  })
})

test('says what is not offered, and why', () => {
  const entity = { kind: 'connector', connectorId: 'c-1', name: 'Relay' } as const
  const relay = createIncident('open', { entity, restriction: createRestriction({ entity }) })
  expect(listOfferGaps(relay)).toEqual([{ code: 'connector' }])
  expect(listOfferGaps(createIncident('open'))).toEqual([{ code: 'no-evidence' }])
  const rule = { name: 'x', enabled: true, hidden: false, effect: '', suspicious: true, changedAt: began }
  const evidence = createSenderEvidence({
    account: known({ ...account, signInAllowed: false, synced: true }),
    consents: unknown('no permission'),
    forwarding: unknown('no answer'),
    inboxRules: known([rule]),
  })
  expect(listOfferGaps(incidentOf(evidence))).toEqual([
    { code: 'sign-in-blocked' },
    { code: 'synced-password' },
    { code: 'grants-unknown', why: 'no permission' },
    { code: 'forwarding-unknown', why: 'no answer' },
    { code: 'inbox-rules-unnamed', count: 1 },
  ])
})

test('what a group holds is not offered to be taken from one of its members, nor a rule that is elsewhere', () => {
  const evidence = createSenderEvidence({
    delegates: known([
      { who: 'contoso\\Assistants', right: 'FullAccess' },
      { who: 'guest@fabrikam.com', right: 'FullAccess', through: 'Assistants' },
      { who: 'Default', right: 'Reviewer on Inbox' },
    ]),
    inboxRules: known([
      {
        name: 'x',
        kind: 'sweep',
        enabled: true,
        hidden: false,
        effect: 'moves to Archive',
        suspicious: true,
      },
    ]),
  })
  const offers = offerContainment(incidentOf(evidence))
  expect(offers.flatMap(({ targets }) => targets.map(({ id }) => id))).toEqual([
    'FullAccess:contoso\\Assistants',
  ])
  expect(listOfferGaps(incidentOf(evidence)).map(({ code }) => code)).not.toContain('inbox-rules-unnamed')
})
