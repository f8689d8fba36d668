// What every backend must do when an account is taken back. What was done shows in the evidence it gathers itself. A new
// backend calls describeContainment beside describeBackend.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type ContainmentOrder,
  type ContainmentStep,
  type Undo,
  undoSchema,
} from '../../src/domain/containment.js'
import type { Sender } from '../../src/domain/entity.js'
import type { SenderEvidence } from '../../src/domain/evidence.js'
import type { BackendHarness } from './backend.js'
import { catchFailure } from './failure.js'

export interface ContainmentHarness extends BackendHarness {
  /**
   * Makes an account somebody else is in: sign-in allowed, mail forwarded, two enabled inbox rules, and an app the user
   * consented to. Of `synced` only that it is synced and may sign in.
   */
  addAccount(kind: 'taken-over' | 'synced'): Sender
}

/** What of the evidence the steps change, in a form that can be compared. */
interface Standing {
  readonly signInAllowed: boolean
  readonly forwardsTo: string | undefined
  readonly enabledRules: readonly string[]
  readonly apps: readonly string[]
}

type Change = (before: Standing) => Standing

/** Of those that every account has; methods and delegates have tests of their own. */
const changes: Readonly<Record<Exclude<ContainmentStep, 'remove-method' | 'remove-delegate'>, Change>> = {
  'block-sign-in': (before) => ({ ...before, signInAllowed: false }),
  // Neither shows in evidence: that it was taken is all that can be seen.
  'revoke-sessions': (before) => before,
  'require-password-change': (before) => before,
  'remove-grant': (before) => ({ ...before, apps: before.apps.slice(1) }),
  'stop-forwarding': (before) => ({ ...before, forwardsTo: undefined }),
  'disable-inbox-rules': (before) => ({ ...before, enabledRules: before.enabledRules.slice(1) }),
}
const rows = Object.entries(changes).map(([step, change]) => [step, change] as const)

/** Its outcome can be seen, and it can be taken back. */
const visibleRows = rows.filter(([step]) => !/sessions|password/.test(step))

const never = new AbortController().signal
const nobody: Sender = { kind: 'sender', address: 'nobody.of.that.name@contoso.com' }

export function describeContainment(name: string, createHarness: () => Promise<ContainmentHarness>): void {
  describe(`${name} as a backend that takes accounts back`, () => {
    describeAll(createHarness)
  })
}

function describeAll(createHarness: () => Promise<ContainmentHarness>): void {
  let harness: ContainmentHarness
  beforeEach(async () => {
    harness = await createHarness()
  })
  afterEach(async () => {
    await harness.close()
  })

  async function gather(sender: Sender): Promise<SenderEvidence> {
    const evidence = await harness.settle(harness.backend.gather(sender, never))
    if (evidence.kind !== 'sender') throw new Error('not the evidence of a sender')
    return evidence
  }

  function contain(sender: Sender, order: ContainmentOrder, signal = never) {
    return harness.settle(harness.backend.contain(sender, order, signal))
  }

  /** An account to take back, what stands, and the order for each step with ids as the evidence gives them. */
  async function prepare(kind: 'taken-over' | 'synced' = 'taken-over') {
    const sender = harness.addAccount(kind)
    const evidence = await gather(sender)
    return {
      sender,
      before: toStanding(evidence),
      toOrder: (step: string, restore?: Undo) => toOrder(evidence, step, restore),
    }
  }

  const look = async (sender: Sender) => toStanding(await gather(sender))

  describe('taking an account back', () => {
    test('begins with evidence that names what can be changed', async () => {
      const { before } = await prepare()
      expect(before.signInAllowed).toBe(true)
      expect(before.forwardsTo).toBeTypeOf('string')
      expect(before.enabledRules.length).toBeGreaterThanOrEqual(2)
      expect(before.apps.length).toBeGreaterThanOrEqual(1)
    })

    test.each(rows)('does what "%s" says, says so, and nothing else', async (step, change) => {
      const { sender, before, toOrder: to } = await prepare()
      const { detail } = await contain(sender, to(step))
      expect(detail.trim()).not.toBe('')
      expect(await look(sender)).toEqual(change(before))
    })

    test.each(rows)('does "%s" again without complaint', async (step, change) => {
      const { sender, before, toOrder: to } = await prepare()
      await contain(sender, to(step))
      const again = await contain(sender, to(step))
      expect(again.detail.trim()).not.toBe('')
      expect(await look(sender)).toEqual(change(before))
    })

    test.each(visibleRows)('remembers how it was before "%s", and brings that back', async (step) => {
      const { sender, before, toOrder: to } = await prepare()
      const { undo } = await contain(sender, to(step))
      if (undo === undefined) throw new Error('nothing was remembered')
      // It is kept with the incident and read again.
      const kept = undoSchema.parse(JSON.parse(JSON.stringify(undo)))
      await contain(sender, to(step, kept))
      expect(await look(sender)).toEqual(before)
      await contain(sender, to(step, kept))
      expect(await look(sender)).toEqual(before)
    })

    test.each(visibleRows)('has nothing to bring back when "%s" changed nothing', async (step) => {
      const { sender, toOrder: to } = await prepare()
      await contain(sender, to(step))
      expect((await contain(sender, to(step))).undo).toBeUndefined()
    })

    test('names what the way back would bring back: the address, and every rule', async () => {
      const { sender, before } = await prepare()
      const forwarding = await contain(sender, { step: 'stop-forwarding', targets: [], restore: undefined })
      expect(forwarding.restores).toEqual([before.forwardsTo?.replace(/^smtp:/i, '')])
      const targets = listRuleIds(await gather(sender))
      const rules = await contain(sender, { step: 'disable-inbox-rules', targets, restore: undefined })
      expect(rules.restores).toHaveLength(before.enabledRules.length)
    })

    test('turns off as many rules as were chosen', async () => {
      const { sender } = await prepare()
      const evidence = await gather(sender)
      const targets = listRuleIds(evidence)
      await contain(sender, { step: 'disable-inbox-rules', targets, restore: undefined })
      expect((await look(sender)).enabledRules).toEqual([])
    })

    test('blocks the sign-in of a synced account, and changes no password of it', async () => {
      const { sender, toOrder: to } = await prepare('synced')
      await contain(sender, to('block-sign-in'))
      expect((await look(sender)).signInAllowed).toBe(false)
      const failure = await catchFailure(contain(sender, to('require-password-change')))
      expect(failure).toMatchObject({ code: 'rejected', outcome: 'unchanged' })
    })

    test.each(rows)('does "%s" to nobody who is not there', async (step) => {
      const { toOrder: to } = await prepare()
      expect(await catchFailure(contain(nobody, to(step)))).toMatchObject({ outcome: 'unchanged' })
    })
  })

  describe('taking an account back in trouble', () => {
    test.each([
      ['down', 'unavailable'],
      ['throttled', 'throttled'],
      ['forbidden', 'forbidden'],
    ] as const)('rejects when Exchange is %s, and nothing was done', async (trouble, code) => {
      for (const [step] of rows) {
        const { sender, before, toOrder: to } = await prepare()
        harness.setTrouble(trouble)
        const failure = await catchFailure(contain(sender, to(step)))
        expect({ step, failure }).toMatchObject({ step, failure: { code, outcome: 'unchanged' } })
        harness.setTrouble('none')
        expect(await look(sender)).toEqual(before)
      }
    })

    test('asks nobody when it was given up before it began', async () => {
      const { sender, before, toOrder: to } = await prepare()
      const failure = await catchFailure(contain(sender, to('block-sign-in'), AbortSignal.abort()))
      expect(failure).toMatchObject({ code: 'timeout', outcome: 'unchanged' })
      expect(await look(sender)).toEqual(before)
    })

    // By the step that is one call of its own name: a harness can lose the answer to that alone.
    test.each(['done', 'undone'] as const)(
      'says that the outcome is unknown when the answer is lost (%s); evidence tells',
      async (deed) => {
        const { sender, before, toOrder: to } = await prepare()
        harness.setTrouble(`answer-lost-${deed}`)
        expect((await catchFailure(contain(sender, to('stop-forwarding')))).outcome).toBe('unknown')
        harness.setTrouble('none')
        expect(await look(sender)).toEqual(deed === 'done' ? { ...before, forwardsTo: undefined } : before)
      },
    )

    test('gives up when told to, and never says that nothing was done when it was', async () => {
      const { sender, before, toOrder: to } = await prepare()
      harness.setTrouble('hang')
      const controller = new AbortController()
      const failing = catchFailure(harness.backend.contain(sender, to('stop-forwarding'), controller.signal))
      await harness.arrive()
      controller.abort()
      const failure = await failing
      expect(failure.code).toBe('timeout')
      harness.setTrouble('none')
      const after = await look(sender)
      if (failure.outcome === 'unchanged') expect(after).toEqual(before)
      else expect(failure.outcome).toBe('unknown')
    })
  })
}

function toOrder(evidence: SenderEvidence, step: string, restore: Undo | undefined): ContainmentOrder {
  const known = Object.keys(changes).find((one): one is ContainmentStep => one === step)
  if (known === undefined) throw new Error(`no step ${step}`)
  const [rule = ''] = listRuleIds(evidence)
  const [grant] = listGrants(evidence)
  if (known === 'disable-inbox-rules') return { step: known, targets: [rule], restore }
  if (known === 'remove-grant') return { step: known, targets: [grant?.id ?? ''], restore }
  return { step: known, targets: [], restore }
}

// By name, since what was taken away and brought back may stand elsewhere.
function listRules({ inboxRules }: SenderEvidence) {
  const enabled = inboxRules.known ? inboxRules.value.filter((rule) => rule.enabled) : []
  return enabled.toSorted((one, other) => one.name.localeCompare(other.name))
}

function listGrants({ consents }: SenderEvidence) {
  const grants = consents.known ? consents.value : []
  return grants.toSorted((one, other) => one.app.localeCompare(other.app))
}

function listRuleIds(evidence: SenderEvidence): readonly string[] {
  return listRules(evidence).flatMap(({ id }) => id ?? [])
}

function toStanding(evidence: SenderEvidence): Standing {
  const { account, forwarding } = evidence
  return {
    signInAllowed: account.known && account.value.signInAllowed,
    forwardsTo: forwarding.known ? forwarding.value?.to : undefined,
    enabledRules: listRules(evidence).map(({ name }) => name),
    apps: listGrants(evidence).map(({ app, scopes }) => `${app}: ${scopes}`),
  }
}
