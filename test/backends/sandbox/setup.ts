// A sandbox on a clock that a test moves, with calls that take their time.
import { createSandbox, type SandboxParts } from '../../../src/backends/sandbox/index.js'
import type { Entity } from '../../../src/domain/entity.js'
import { BackendError } from '../../../src/errors.js'
import { createManualClock, type ManualClock } from '../../clock.js'

/** A Sunday, deep in the night. */
export const began = Date.UTC(2026, 10, 22, 3, 14)
export const never = new AbortController().signal
export const sender = (address: string): Entity => ({ kind: 'sender', address })
export const laura = sender('laura@contoso.com')
export const vera = sender('vera@contoso.com')
export const priya = sender('priya.raman@contoso.onmicrosoft.com')

type SetupParts = Partial<SandboxParts> & { readonly clock?: ManualClock }

export function createSetup(parts: SetupParts = {}) {
  const clock = parts.clock ?? createManualClock(began)
  const sandbox = createSandbox({ random: () => 0.5, latencyMilliseconds: 100, ...parts, clock })

  async function settle<T>(promise: Promise<T>): Promise<T> {
    promise.catch(() => undefined)
    await clock.advance(2_000)
    return promise
  }

  return {
    clock,
    sandbox,
    settle,
    list: async () => (await settle(sandbox.list(never))).restrictions.map(({ entity }) => entity),
    find: (entity: Entity) => settle(sandbox.find(entity, never)),
    gather: (entity: Entity) => settle(sandbox.gather(entity, never)),
    unblock: (entity: Entity) => settle(sandbox.unblock(entity, never)),
  }
}

/** What a call was rejected with. */
export async function catchFailure(promise: Promise<unknown>): Promise<BackendError> {
  const answer: unknown = await promise.catch((error: unknown) => error)
  if (!(answer instanceof BackendError))
    throw new Error('not rejected with a BackendError', { cause: answer })
  return answer
}
