import { expect, test } from 'vitest'
import type { ContainmentStep, Undo } from '../../../src/domain/containment.js'
import { type Entity, type Sender, toEntityKey } from '../../../src/domain/entity.js'
import { catchFailure, createSetup, laura, never } from './setup.js'

const minute = 60_000
const tom: Sender = { kind: 'sender', address: 'tom@contoso.com' }

function createContaining(parts: Parameters<typeof createSetup>[0] = {}) {
  const setup = createSetup(parts)
  const contain = (entity: Entity, step: ContainmentStep, restore?: Undo) => {
    if (entity.kind !== 'sender') throw new Error('not a sender')
    return setup.settle(setup.sandbox.contain(entity, { step, targets: [], restore }, never))
  }
  const isSignInAllowed = async (entity: Entity) => {
    const evidence = await setup.gather(entity)
    return evidence.kind === 'sender' && evidence.account.known && evidence.account.value.signInAllowed
  }
  return { ...setup, contain, isSignInAllowed }
}

test('the next sync from on-premises allows sign-in again', async () => {
  const { clock, contain, isSignInAllowed } = createContaining()
  const { detail } = await contain(tom, 'block-sign-in')
  expect(detail).toBe('Sign-in was blocked, until the next sync.')
  expect(await isSignInAllowed(tom)).toBe(false)
  await clock.advance(30 * minute)
  expect(await isSignInAllowed(tom)).toBe(true)
})

test('in the cloud a block stays until it is taken back', async () => {
  const { clock, contain, isSignInAllowed } = createContaining()
  const { undo } = await contain(laura, 'block-sign-in')
  await clock.advance(24 * 60 * minute)
  expect(await isSignInAllowed(laura)).toBe(false)
  await contain(laura, 'block-sign-in', undo)
  expect(await isSignInAllowed(laura)).toBe(true)
})

test('the last Global Administrator is not locked out', async () => {
  const { contain, isSignInAllowed } = createContaining()
  const maya: Sender = { kind: 'sender', address: 'maya@contoso.com' }
  const failure = await catchFailure(contain(maya, 'block-sign-in'))
  expect(failure).toMatchObject({ code: 'rejected', outcome: 'unchanged' })
  expect(failure.message).toContain('last Global Administrator')
  expect(await isSignInAllowed(maya)).toBe(true)
})

test('an account is the same by each of its addresses', async () => {
  const { contain, isSignInAllowed } = createContaining()
  await contain({ kind: 'sender', address: 'PRIYA@contoso.com' }, 'block-sign-in')
  const upn: Sender = { kind: 'sender', address: 'priya.raman@contoso.onmicrosoft.com' }
  expect(await isSignInAllowed(upn)).toBe(false)
})

test('what was done outlives a restart, and a tenant saved before there was any of it is read', async () => {
  let kept: string | undefined = JSON.stringify({
    version: 1,
    listings: [],
    unblocks: {},
    heldUntil: {},
    relapses: {},
    script: { opened: true },
  })
  const saved = {
    name: 'sandbox.json',
    read: (): unknown => JSON.parse(kept ?? ''),
    write(value: unknown) {
      kept = JSON.stringify(value)
    },
  }
  const before = createContaining({ saved })
  expect(await before.isSignInAllowed(laura)).toBe(true)
  await before.contain(laura, 'block-sign-in')
  const after = createContaining({ saved, clock: before.clock })
  expect(await after.isSignInAllowed(laura)).toBe(false)
})

test('what cannot be saved has an unknown outcome', async () => {
  const write = () => {
    throw new Error('disk full')
  }
  const { contain, sandbox } = createContaining({ saved: { name: 'x', read: () => undefined, write } })
  sandbox.restrict(laura)
  expect(await catchFailure(contain(laura, 'block-sign-in'))).toMatchObject({ code: 'unavailable' })
})

test.each([
  ['that nobody took back is', false, true],
  ['that nobody can sign in to is not', true, false],
])('an account %s caught again after the unblock', async (_, isContained, isCaught) => {
  const script = { openingSeconds: 0, everySeconds: 3_600 }
  const { sandbox, clock, contain, unblock, list } = createContaining({ script, random: () => 0 })
  const isListed = async () => (await list()).some((entity) => toEntityKey(entity) === toEntityKey(laura))
  sandbox.start()
  expect(await isListed()).toBe(true)
  if (isContained) await contain(laura, 'block-sign-in')
  await unblock(laura)
  await clock.advance(30 * minute)
  expect(await isListed()).toBe(false)
  await clock.advance(40 * minute)
  expect(await isListed()).toBe(isCaught)
})

test('a lost answer hits a step on an account too', async () => {
  const { sandbox, contain, isSignInAllowed } = createContaining()
  sandbox.faults.set({ kind: 'answer-lost', done: true }, 1)
  expect(await isSignInAllowed(laura)).toBe(true)
  expect(await catchFailure(contain(laura, 'block-sign-in'))).toMatchObject({ outcome: 'unknown' })
  expect(await isSignInAllowed(laura)).toBe(false)
})
