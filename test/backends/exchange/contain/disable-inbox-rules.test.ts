import { describe, expect, test } from 'vitest'
import { createGather } from '../../../../src/backends/exchange/evidence/index.js'
import { undoSchema } from '../../../../src/domain/containment.js'
import { offerContainment } from '../../../../src/domain/offers.js'
import { createManualClock } from '../../../clock.js'
import { createIncident } from '../../../domain/incidents.js'
import { createInProcess } from '../../../fake-exchange/in-process.js'
import type { FakeRule } from '../../../fake-exchange/model.js'
import { catchFailure, createSetup, never } from './setup.js'

const rule = (identity: string, given: Partial<FakeRule> = {}): FakeRule => ({
  identity,
  name: identity.toUpperCase(),
  enabled: true,
  hidden: false,
  properties: {},
  ...given,
})

/** As Exchange makes it for a delegate. */
const delegate = (identity: string, name: string) =>
  rule(identity, {
    name,
    hidden: true,
    properties: {
      SupportedByTask: false,
      MessageTypeMatches: 'CalendarItem',
      ForwardTo: ['"Assistant" [EX:/o=ExchangeLabs/cn=assistant]'],
    },
  })

const createRules = () => [rule('a'), rule('b', { hidden: true }), rule('c'), rule('off', { enabled: false })]

describe('disabling inbox rules', () => {
  test('switches the chosen ones off, hidden ones too, and is taken back', async () => {
    const { laura, run, takeBack, listChanges } = createSetup({ rules: createRules() })
    const { detail, undo } = await run('disable-inbox-rules', ['a', 'b'])
    expect(laura.rules.map(({ enabled }) => enabled)).toEqual([false, false, true, false])
    expect(detail).toMatch(/^Disabled: "A", "B"\. Exchange also drops rules that run in Outlook only/)
    expect(undoSchema.parse(undo)).toEqual({
      rules: [
        { id: 'a', name: 'A' },
        { id: 'b', name: 'B' },
      ],
    })
    expect(await takeBack('disable-inbox-rules', undo)).toEqual({
      detail: 'Enabled again: "A", "B".',
      undo: undefined,
    })
    expect(laura.rules.map(({ enabled }) => enabled)).toEqual([true, true, true, false])
    expect(listChanges()[0]).toEqual({
      cmdlet: 'Disable-InboxRule',
      parameters: { Identity: 'a', Mailbox: 'laura@contoso.com', Confirm: false, Force: true },
      mailbox: 'laura@contoso.com',
    })
  })

  test('leaves what is off already, and does not switch it on when taken back', async () => {
    const { laura, run, takeBack } = createSetup({ rules: createRules() })
    const { detail, undo } = await run('disable-inbox-rules', ['off', 'a'])
    expect(detail).toMatch(/Disabled: "A"\. Disabled already: "OFF"\./)
    await takeBack('disable-inbox-rules', undo)
    expect(laura.rules.map(({ enabled }) => enabled)).toEqual([true, true, true, false])
  })

  test('has nothing to take back when all were off', async () => {
    const { run, listChanges } = createSetup({ rules: createRules() })
    expect(await run('disable-inbox-rules', ['off'])).toEqual({
      detail: 'Disabled already: "OFF".',
      undo: undefined,
    })
    expect(listChanges()).toEqual([])
  })

  test('switches off a rule that is named like one of Exchange itself', async () => {
    const properties = { PermanentDelete: true }
    const rules = [rule('a', { name: 'Junk E-Mail Rule', hidden: true, properties })]
    const { laura, tenant, run } = createSetup({ rules })
    const { cmdlets, graph } = createInProcess(tenant)
    const gather = createGather({ cmdlets, graph, clock: createManualClock(0) })
    const evidence = await gather({ kind: 'sender', address: laura.upn }, never)
    const incident = { ...createIncident('reviewing'), evidence }
    const offer = offerContainment(incident).find(({ step }) => step === 'disable-inbox-rules')
    expect(offer?.targets).toMatchObject([{ name: 'Junk E-Mail Rule' }])
    await run(
      'disable-inbox-rules',
      offer?.targets.map(({ id }) => id),
    )
    expect(laura.rules[0]?.enabled).toBe(false)
  })

  test("never touches a rule of somebody else's mailbox", async () => {
    const { tom, run, listChanges } = createSetup({ rules: createRules() })
    tom.rules.push(rule('toms'))
    const failure = await catchFailure(run('disable-inbox-rules', ['toms']))
    expect(failure).toMatchObject({ code: 'rejected', outcome: 'unchanged' })
    const { detail } = await run('disable-inbox-rules', ['toms', 'a'])
    expect(detail).toMatch(/Disabled: "A"\. Not in this mailbox any more: toms\./)
    expect(tom.rules[0]?.enabled).toBe(true)
    expect(listChanges().map(({ parameters }) => parameters.Identity)).toEqual(['a'])
  })

  test('tells what was disabled and what not, and remembers only what was', async () => {
    const rules = [rule('a'), delegate('delegate', 'Delegate Rule -12'), rule('c')]
    const { run } = createSetup({ rules })
    const { detail, undo } = await run('disable-inbox-rules', ['a', 'delegate', 'c'])
    expect(detail).toMatch(
      /Disabled: "A", "C"\. Left alone, as it belongs to a delegate: "Delegate Rule -12"\./,
    )
    expect(undo).toEqual({
      rules: [
        { id: 'a', name: 'A' },
        { id: 'c', name: 'C' },
      ],
    })
  })

  test.each([true, false])('does not know the outcome when the answer is lost (done: %s)', async (done) => {
    const { laura, run, lose, listChanges } = createSetup({ rules: createRules() })
    lose('Disable-InboxRule', done)
    expect(await catchFailure(run('disable-inbox-rules', ['a', 'c']))).toMatchObject({ outcome: 'unknown' })
    expect(laura.rules.map(({ enabled }) => enabled)).toEqual([!done, true, true, false])
    expect(listChanges()).toHaveLength(1)
  })

  test('stops at a lost answer, and says which rule is not known and which was not tried', async () => {
    const { laura, run, lose, meddle, listChanges } = createSetup({ rules: createRules() })
    meddle(({ parameters }) => {
      if (parameters.Identity === 'b') lose('Disable-InboxRule', true)
    })
    const { detail, undo } = await run('disable-inbox-rules', ['a', 'b', 'c'])
    expect(detail).toMatch(
      /Disabled: "A"\. Whether "B" was changed is not known: .* "C" was not changed: It was not tried/,
    )
    expect(undo).toEqual({ rules: [{ id: 'a', name: 'A' }] })
    expect(laura.rules.map(({ enabled }) => enabled)).toEqual([false, false, true, false])
    expect(listChanges()).toHaveLength(2)
  })

  test('goes on after a rule that Exchange declines', async () => {
    const { laura, run, meddle } = createSetup({ rules: createRules() })
    meddle(({ parameters }) => {
      if (parameters.Identity === 'a') laura.rules.shift()
    })
    const { detail, undo } = await run('disable-inbox-rules', ['a', 'c'])
    expect(detail).toMatch(/Disabled: "C"\. "A" was not changed: /)
    expect(undo).toEqual({ rules: [{ id: 'c', name: 'C' }] })
  })

  test('does no harm when only a rule of a delegate was chosen', async () => {
    const { run } = createSetup({ rules: [delegate('d', 'Delegate Rule -7')] })
    expect(await run('disable-inbox-rules', ['d'])).toEqual({
      detail: 'Left alone, as it belongs to a delegate: "Delegate Rule -7".',
      undo: undefined,
    })
  })

  test.each([
    ['sends mail outside', { ForwardTo: ['"x" [SMTP:drop@fabrikam.com]'] }],
    ['deletes too', { DeleteMessage: true }],
    ['is about all mail', { MessageTypeMatches: null }],
    ['was made with a cmdlet', { SupportedByTask: true }],
    ['shows nothing', { ForwardTo: null }],
  ])("of a rule that is named like a delegate's and %s says that it still stands", async (_, properties) => {
    const named = delegate('d', 'Delegate Rule -77')
    const rules = [{ ...named, properties: { ...named.properties, ...properties } }]
    const { laura, run } = createSetup({ rules })
    expect(await catchFailure(run('disable-inbox-rules', ['d']))).toMatchObject({ code: 'rejected' })
    expect(laura.rules[0]?.enabled).toBe(true)
  })

  test('is declined without the right to run the cmdlet, and nothing was changed', async () => {
    const { tenant, run } = createSetup({ rules: createRules() })
    tenant.state.allowedCmdlets = new Set(['Get-Mailbox', 'Get-InboxRule'])
    expect(await catchFailure(run('disable-inbox-rules', ['a', 'c']))).toMatchObject({
      code: 'forbidden',
      outcome: 'unchanged',
    })
  })

  test('is declined without a rule', async () => {
    const { run } = createSetup({ rules: createRules() })
    expect(await catchFailure(run('disable-inbox-rules'))).toMatchObject({ code: 'rejected' })
  })

  test.each([[{}], [{ rules: [] }], [{ rules: ['a'] }]])('cannot be taken back by %j', async (undo) => {
    const { takeBack, listChanges } = createSetup({ rules: createRules() })
    expect(await catchFailure(takeBack('disable-inbox-rules', undo))).toMatchObject({ code: 'malformed' })
    expect(listChanges()).toEqual([])
  })
})
