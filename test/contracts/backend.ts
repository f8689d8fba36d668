// What every backend must do, whatever it speaks to. A new backend calls describeBackend with a harness of its own.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Check, checkSchema } from '../../src/domain/check.js'
import { type Entity, toEntityKey } from '../../src/domain/entity.js'
import { evidenceSchema, type Fact } from '../../src/domain/evidence.js'
import { tenantPoliciesSchema } from '../../src/domain/policies.js'
import { comparePolicies } from '../../src/domain/policy-drift.js'
import { restrictionSchema } from '../../src/domain/restriction.js'
import type { RestrictionBackend } from '../../src/ports.js'
import { catchFailure } from './failure.js'

/**
 * `partial`: a list of which only a part arrives. `answer-lost`: an unblock or a step on an account whose answer never
 * comes, done or not; what is only read along the way is answered. `hang`: calls that arrive and are never answered.
 */
export type Trouble =
  | 'none'
  | 'down'
  | 'throttled'
  | 'forbidden'
  | 'partial'
  | 'answer-lost-done'
  | 'answer-lost-undone'
  | 'hang'

export interface BackendHarness {
  readonly backend: RestrictionBackend
  /** Puts an entry on the list. Any sender address may be asked for; connectors only those of `connectors`. */
  restrict(entity: Entity, reason: string): void
  /** Takes it off the list at once, as an admin elsewhere would. */
  clear(entity: Entity): void
  /** From now on; one after the other, never two at once. */
  setTrouble(trouble: Trouble): void
  /** How many unblocks of a listed entity reached the other side. */
  countUnblocks(entity: Entity): number
  /** Lets time pass until this has an answer. */
  settle<T>(promise: Promise<T>): Promise<T>
  /** Lets time pass until a call made under `hang` has arrived on the other side. */
  arrive(): Promise<void>
  /** Lets time pass until an unblock shows on the list. */
  propagate(): Promise<void>
  close(): Promise<void>
}

const laura: Entity = { kind: 'sender', address: 'Laura@Contoso.com' }
const tom: Entity = { kind: 'sender', address: 'tom@contoso.com' }
const relay: Entity = {
  kind: 'connector',
  connectorId: 'd7c0a3f2-6a1e-4a52-9d35-5b1f0c7e2a01',
  name: 'Head office relay',
}
const strange: readonly Entity[] = [
  { kind: 'sender', address: 'oscar_fabrikam.com#EXT#@contoso.onmicrosoft.com' },
  { kind: 'sender', address: "sean.o'brien+news@contoso.com" },
  { kind: 'sender', address: '<!channel>%00&SenderAddress=tom@contoso.com' },
  { kind: 'sender', address: 'данные@contoso.com' },
  { kind: 'sender', address: 'scanner' },
]
const spam = 'OutboundSpamLast24Hours=412;Last Spam Message MessagetraceId:6e1f;Flag;'

const calls: readonly (readonly [
  'list' | 'find' | 'gather' | 'unblock' | 'traceMail' | 'readPolicies',
  (backend: RestrictionBackend, signal: AbortSignal) => Promise<unknown>,
])[] = [
  ['list', (backend, signal) => backend.list(signal)],
  ['find', (backend, signal) => backend.find(laura, signal)],
  ['gather', (backend, signal) => backend.gather(laura, signal)],
  ['unblock', (backend, signal) => backend.unblock(laura, signal)],
  ['traceMail', (backend, signal) => backend.traceMail(laura, anHourAgo(), signal)],
  ['readPolicies', (backend, signal) => backend.readPolicies(signal)],
]

const anHourAgo = () => Date.now() - 3_600_000

export function describeBackend(name: string, createHarness: () => Promise<BackendHarness>): void {
  describe(`${name} as a backend`, () => {
    let harness: BackendHarness
    const never = new AbortController().signal

    beforeEach(async () => {
      harness = await createHarness()
    })
    afterEach(async () => {
      await harness.close()
    })

    const list = async () => (await harness.settle(harness.backend.list(never))).restrictions
    const find = (entity: Entity) => harness.settle(harness.backend.find(entity, never))
    const unblock = (entity: Entity) => harness.settle(harness.backend.unblock(entity, never))
    const listKeys = async () => (await list()).map(({ entity }) => toEntityKey(entity)).sort()

    test('tells of senders before a restriction what it is asked for, and no more', async () => {
      const asked = { loads: false, dayFrom: 1_000, alerts: false, since: Date.now() - 3_600_000 }
      expect(await harness.settle(harness.backend.readEarlySigns(asked, never))).toEqual({})
    })

    describe('listing', () => {
      test('is empty when nothing is restricted', async () => {
        expect(await list()).toEqual([])
      })

      test('gives senders and connectors with their reason and their record', async () => {
        harness.restrict(laura, spam)
        harness.restrict(relay, '')
        const [sender, connector, ...more] = await list()
        expect(more).toEqual([])
        expect(sender).toMatchObject({
          entity: laura,
          reason: { raw: spam, cause: 'spam' },
          temporary: false,
        })
        expect(connector).toMatchObject({ entity: relay, reason: { raw: '', cause: 'unknown' } })
        for (const restriction of [sender, connector]) {
          expect(restrictionSchema.safeParse(restriction).error).toBeUndefined()
          expect(Object.keys(restriction?.raw ?? {}).length).toBeGreaterThan(0)
          expect(restriction?.createdAt).toBeTypeOf('number')
        }
      })

      test('gives addresses exactly as Exchange has them, however odd', async () => {
        for (const entity of strange) harness.restrict(entity, spam)
        expect((await list()).map(({ entity }) => entity)).toEqual(strange)
      })

      test('is whole, however long', async () => {
        const many = Array.from(
          { length: 2_500 },
          (_, index): Entity => ({
            kind: 'sender',
            address: `person${index}@contoso.com`,
          }),
        )
        for (const entity of many) harness.restrict(entity, spam)
        expect(await listKeys()).toEqual(many.map(toEntityKey).sort())
      })

      test('is an error when only a part arrives, never a shorter list', async () => {
        harness.restrict(laura, spam)
        harness.restrict(tom, spam)
        harness.setTrouble('partial')
        const failure = await catchFailure(list())
        expect(failure).toMatchObject({ outcome: 'unchanged' })
        harness.setTrouble('none')
        expect(await listKeys()).toEqual([laura, tom].map(toEntityKey).sort())
      })
    })

    describe('finding', () => {
      test('ignores case, and gives the address as Exchange has it', async () => {
        harness.restrict(laura, spam)
        const found = await find({ kind: 'sender', address: 'lAURA@contoso.COM' })
        expect(found).toMatchObject({ entity: laura, reason: { raw: spam } })
      })

      test('tells a connector by its id, whatever its name was', async () => {
        harness.restrict(relay, '')
        const asked = { ...relay, connectorId: 'D7C0A3F2-6A1E-4A52-9D35-5B1F0C7E2A01', name: 'Old name' }
        expect((await find(asked))?.entity).toEqual(relay)
      })

      test('gives undefined for what is not on the list', async () => {
        harness.restrict(laura, spam)
        expect(await find(tom)).toBeUndefined()
        expect(await find(relay)).toBeUndefined()
      })

      test('finds what looks odd, and nothing else by it', async () => {
        harness.restrict(tom, spam)
        for (const entity of strange) {
          expect(await find(entity)).toBeUndefined()
          harness.restrict(entity, spam)
          expect((await find(entity))?.entity).toEqual(entity)
        }
      })
    })

    describe('gathering', () => {
      test.each([laura, relay, ...strange])(
        'gives facts, known or unknown with why, about %j',
        async (entity) => {
          harness.restrict(entity, spam)
          const evidence = evidenceSchema.parse(await harness.settle(harness.backend.gather(entity, never)))
          expect(evidence.kind).toBe(entity.kind)
          const { kind: _, gatheredAt, ...rest } = evidence
          expect(gatheredAt).toBeGreaterThan(0)
          const { owner: __, ...named } = { owner: undefined, ...rest }
          const facts: readonly Fact<unknown>[] = Object.values(named)
          for (const fact of facts) if (!fact.known) expect(fact.why.trim()).not.toBe('')
        },
      )

      test('is possible about what is not restricted', async () => {
        const evidence = await harness.settle(harness.backend.gather(tom, never))
        expect(evidence.kind).toBe('sender')
      })
    })

    describe('unblocking', () => {
      test.each([laura, relay, ...strange])('lifts the restriction of %j, and no other', async (entity) => {
        harness.restrict(tom, spam)
        harness.restrict(entity, spam)
        expect(await unblock(entity)).toEqual({ alreadyGone: false })
        expect(harness.countUnblocks(entity)).toBe(1)
        await harness.propagate()
        expect(await listKeys()).toEqual([toEntityKey(tom)])
        expect(await find(entity)).toBeUndefined()
      })

      test('resolves when the entry is gone already', async () => {
        harness.restrict(laura, spam)
        harness.clear(laura)
        expect(await unblock(laura)).toEqual({ alreadyGone: true })
        expect(await list()).toEqual([])
      })

      test('ignores case', async () => {
        harness.restrict(laura, spam)
        await unblock({ kind: 'sender', address: 'laura@contoso.com' })
        await harness.propagate()
        expect(await list()).toEqual([])
      })

      test.each([
        ['done', 1],
        ['undone', 0],
      ] as const)(
        'says that the outcome is unknown when the answer is lost (%s), and tries once only',
        async (deed, times) => {
          harness.restrict(laura, spam)
          harness.setTrouble(`answer-lost-${deed}`)
          const failure = await catchFailure(unblock(laura))
          expect(failure.outcome).toBe('unknown')
          harness.setTrouble('none')
          await harness.propagate()
          expect(harness.countUnblocks(laura)).toBe(times)
          expect((await find(laura)) === undefined).toBe(deed === 'done')
        },
      )
    })

    describe('examining', () => {
      const examine = (signal = never) => harness.settle(harness.backend.examine(signal))

      test('answers in lines that can be read, and asks for no mending when all is well', async () => {
        const checks = z
          .array(checkSchema)
          .min(1)
          .parse(await examine())
        for (const { name, found } of checks) expect([name.trim(), found.trim()]).not.toContain('')
        expect(checks.filter(({ result }) => result === 'problem')).toEqual([])
      })

      test('changes nothing', async () => {
        harness.restrict(laura, spam)
        await examine()
        expect(harness.countUnblocks(laura)).toBe(0)
        expect(await listKeys()).toEqual([toEntityKey(laura)])
      })

      test.each(['down', 'throttled', 'forbidden'] as const)(
        'never rejects: that Exchange is %s is what it finds, with how to mend it',
        async (trouble) => {
          harness.setTrouble(trouble)
          requireProblem(await examine())
        },
      )

      test('answers although it was given up before it began', async () => {
        requireProblem(await examine(AbortSignal.abort()))
      })

      test('answers with what it has when told to give up', async () => {
        harness.setTrouble('hang')
        const controller = new AbortController()
        const examining = harness.backend.examine(controller.signal)
        await harness.arrive()
        controller.abort()
        requireProblem(await harness.settle(examining))
      })
    })

    describe('tracing mail', () => {
      test.each([laura, relay, ...strange])(
        'says of %j what was seen, or why it cannot be told',
        async (entity) => {
          const trace = await harness.settle(harness.backend.traceMail(entity, anHourAgo(), never))
          if (!trace.known) return expect(trace.why.trim()).not.toBe('')
          const { outside, insideAt, refused } = trace.value
          for (const at of [outside?.first, outside?.last, insideAt, refused?.at])
            if (at !== undefined) expect(at).toBeGreaterThan(0)
        },
      )

      test('that is not permitted is not "no mail"', async () => {
        harness.setTrouble('forbidden')
        const trace = await harness.settle(harness.backend.traceMail(laura, anHourAgo(), never))
        expect(trace).toMatchObject({ known: false })
        if (!trace.known) expect(trace.why.trim()).not.toBe('')
      })
    })

    describe("reading the tenant's own settings", () => {
      const read = async () =>
        tenantPoliciesSchema.parse(await harness.settle(harness.backend.readPolicies(never)))

      test('gives facts, known or unknown with why', async () => {
        const { readAt, ...rest } = await read()
        expect(readAt).toBeGreaterThan(0)
        const facts: readonly Fact<unknown>[] = Object.values(rest)
        for (const fact of facts) if (!fact.known) expect(fact.why.trim()).not.toBe('')
      })

      test('gives the same again while nobody changes anything', async () => {
        expect(comparePolicies(await read(), await read())).toEqual([])
      })
    })

    describe.each(calls)('%s', (call, run) => {
      test.each(
        (
          [
            ['down', 'unavailable'],
            ['throttled', 'throttled'],
            ['forbidden', 'forbidden'],
          ] as const
        ).filter(([trouble]) => trouble !== 'forbidden' || call !== 'traceMail'),
      )('rejects when Exchange is %s, and nothing was done', async (trouble, code) => {
        harness.restrict(laura, spam)
        harness.setTrouble(trouble)
        const failure = await catchFailure(harness.settle(run(harness.backend, never)))
        expect(failure).toMatchObject({ code, outcome: 'unchanged' })
        if (code === 'throttled') expect(failure.retryAfterMilliseconds).toBeGreaterThan(0)
        expect(harness.countUnblocks(laura)).toBe(0)
      })

      test('asks nobody when it was given up before it began', async () => {
        harness.restrict(laura, spam)
        const failure = await catchFailure(harness.settle(run(harness.backend, AbortSignal.abort())))
        expect(failure).toMatchObject({ code: 'timeout', outcome: 'unchanged' })
        expect(harness.countUnblocks(laura)).toBe(0)
      })

      test('gives up when told to, and says what may have been done', async () => {
        harness.restrict(laura, spam)
        harness.setTrouble('hang')
        const controller = new AbortController()
        const failing = catchFailure(run(harness.backend, controller.signal))
        await harness.arrive()
        controller.abort()
        expect(await failing).toMatchObject({
          code: 'timeout',
          outcome: call === 'unblock' ? 'unknown' : 'unchanged',
        })
      })
    })
  })
}

function requireProblem(checks: readonly Check[]): void {
  const problems = z
    .array(checkSchema)
    .parse(checks)
    .filter(({ result }) => result === 'problem')
  expect(problems.length).toBeGreaterThan(0)
  for (const { remedy } of problems) expect(remedy.trim()).not.toBe('')
}
