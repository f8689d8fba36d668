// The tenant's one state: looked at, changed and saved in here only.
import type { ContainmentOrder, ContainmentResult } from '../../domain/containment.js'
import { type Entity, type Sender, toEntityKey } from '../../domain/entity.js'
import { BackendError } from '../../errors.js'
import type { Clock } from '../../ports.js'
import { isSignInAllowed } from './changes.js'
import { containAccount, isGlobalAdmin } from './contain.js'
import { createKeeper, type SandboxSaved } from './keeper.js'
import { accounts, findAccount } from './people.js'
import { openScript, planRelapse, playScript, restrictInState, type SandboxScript } from './script.js'
import {
  approach,
  closeAlert,
  dropListing,
  endListing,
  findChanges,
  type MailMode,
  noteDeed,
  putAlert,
  putChanges,
  type State,
  type StoredAlert,
  settle,
  switchAlert,
  switchMail,
  takeUnblock,
} from './state.js'

export interface TenantParts {
  readonly clock: Clock
  /** At least 0, less than 1. */
  readonly random: () => number
  /** Without it the tenant is gone with the process. */
  readonly saved?: SandboxSaved
  /** Without it nothing happens by itself. */
  readonly script?: SandboxScript
  /** From an unblock until the entry has left the list. */
  readonly propagationSeconds?: number
  /** From the entry's leaving until mail flows again. */
  readonly holdSeconds?: number
}

export interface Tenant {
  /** The state as of now; everything in it is saved. @throws BackendError when it cannot be saved. */
  look(): Promise<State>
  /** The state as of now, saved soon. */
  peek(): State
  /** Takes effect and is saved. @throws BackendError with outcome `unknown` when it cannot be saved. */
  unblock(entity: Entity): Promise<void>
  /** The same for one step on an account. @throws BackendError also when the step is not possible. */
  contain(sender: Sender, order: ContainmentOrder): Promise<ContainmentResult>
  restrict(entity: Entity, reason: string | undefined): void
  drop(entity: Entity): void
  /** False when it does not end by itself. */
  expire(entity: Entity): boolean
  switchAlert(name: string, on: boolean): void
  /** Near a limit from now on, or not any more. */
  approach(entity: Entity, isNear: boolean): void
  switchMail(mail: MailMode): void
  /** Somebody closes Defender's alert about it; false when there is none. */
  closeAlert(entity: Entity): boolean
  /** What is written on Defender's alert about an entity is saved. @throws BackendError */
  putAlert(key: string, alert: StoredAlert): Promise<void>
  start(): void
  stop(): void
}

export function createTenant(parts: TenantParts): Tenant {
  const { clock, random, script, propagationSeconds = 20, holdSeconds = 40 } = parts
  const keeper = createKeeper(parts.saved)
  const playing = script && { script, random }
  let running = false

  function peek(): State {
    const now = clock.now()
    const settled = settle(keeper.get(), now)
    keeper.set(running && playing ? playScript(settled, playing, now) : settled)
    return keeper.get()
  }

  async function look(outcome: BackendError['outcome'] = 'unchanged'): Promise<State> {
    const state = peek()
    try {
      await keeper.saved()
      return state
    } catch (cause) {
      throw new BackendError('The sandbox tenant could not be saved.', {
        code: 'unavailable',
        outcome,
        cause,
      })
    }
  }

  return {
    peek,
    look: () => look(),
    async unblock(entity) {
      const now = clock.now()
      const leavesAt = now + propagationSeconds * 1_000
      const flowsAt = leavesAt + holdSeconds * 1_000
      const taken = takeUnblock(peek(), { entity, now, leavesAt, flowsAt })
      keeper.set(running && playing ? planRelapse(taken, entity, { ...playing, now: leavesAt }) : taken)
      await look('unknown')
    },
    async contain({ address }, order) {
      const account = findAccount(address)
      if (account === undefined) throw createStrangerError(address)
      const state = peek()
      const now = clock.now()
      const hasOtherAdmin = accounts.some(
        (one) =>
          one !== account && isGlobalAdmin(one, now) && isSignInAllowed(one, findChanges(state, one), now),
      )
      const situation = { account, changes: findChanges(state, account), order, now, hasOtherAdmin }
      const { changes, result } = containAccount(situation)
      keeper.set(putChanges(state, account, changes))
      await look('unknown')
      return result
    },
    restrict(entity, reason) {
      const now = clock.now()
      keeper.set(restrictInState(peek(), entity, reason === undefined ? { now } : { now, reason }))
    },
    drop(entity) {
      const operation = entity.kind === 'sender' ? 'Remove-BlockedSenderAddress' : 'Remove-BlockedConnector'
      const deed = { at: clock.now(), operation, object: toEntityKey(entity) }
      keeper.set(noteDeed(dropListing(peek(), entity), deed))
    },
    expire(entity) {
      const state = peek()
      const now = clock.now()
      const ended = endListing(state, { entity, now, leavesAt: now + propagationSeconds * 1_000 })
      keeper.set(ended)
      return ended !== state
    },
    switchAlert(name, on) {
      const deed = { at: clock.now(), operation: 'Set-ProtectionAlert', object: name }
      keeper.set(noteDeed(switchAlert(peek(), name, on), deed))
    },
    approach(entity, isNear) {
      keeper.set(approach(peek(), entity, isNear ? clock.now() : undefined))
    },
    switchMail(mail) {
      keeper.set(switchMail(peek(), mail))
    },
    closeAlert(entity) {
      const state = peek()
      keeper.set(closeAlert(state, toEntityKey(entity), clock.now()))
      return keeper.get() !== state
    },
    async putAlert(key, alert) {
      keeper.set(putAlert(peek(), key, alert))
      await look('unknown')
    },
    start() {
      running = true
      if (script) keeper.set(openScript(peek(), script, clock.now()))
    },
    stop() {
      running = false
    },
  }
}

function createStrangerError(address: string): BackendError {
  return new BackendError(`There is no account with the address ${address}.`, {
    code: 'not-found',
    outcome: 'unchanged',
  })
}
