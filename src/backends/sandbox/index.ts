// A tenant to play and test with: Contoso, a dozen accounts and three connectors, one of everything that happens on the
// Restricted entities list. It is a full backend: what it lists goes through the wire shape and the shared parser.
import { type Entity, toEntityKey } from '../../domain/entity.js'
import type { Clock, RestrictionBackend } from '../../ports.js'
import { createSandboxBackend } from './backend.js'
import { createCalls } from './calls.js'
import { type DirectoryEntry, directory } from './directory.js'
import { createFaultSwitch, type SandboxFaults } from './faults.js'
import { senderAlert } from './policies.js'
import { countRecentUnblocks, findListing, type MailMode } from './state.js'
import { createTenant, type Tenant, type TenantParts } from './tenant.js'

export interface SandboxParts extends TenantParts {
  /** Typical time of a quick call; gathering takes several times as long. */
  readonly latencyMilliseconds?: number
  /** Unblocks of one sender a day. Microsoft has such a limit and does not say what it is. */
  readonly unblocksPerDay?: number
}

/** What an admin, Microsoft or an attacker does to the tenant, behind the bot's back. */
interface SandboxControls {
  readonly directory: readonly DirectoryEntry[]
  readonly faults: SandboxFaults
  /** Restricts now, for the entity's usual reason unless told otherwise. An entry already listed is changed. */
  restrict(entity: Entity, reason?: string): void
  /** Somebody else unblocks it: gone at once. */
  clearElsewhere(entity: Entity): void
  /**
   * Its time is over: shown once more with a date of a day earlier, then gone. False when it does not end by itself:
   * only temporary blocks and exceeded limits do.
   */
  expire(entity: Entity): boolean
  isListed(entity: Entity): boolean
  /** A sender comes near a limit, and is not restricted yet; false when they have calmed down. */
  approach(entity: Entity, isNear: boolean): void
  /** Whether its mail is accepted, which comes later than leaving the list. */
  canSend(entity: Entity): boolean
  /** Somebody turns the policy that tells of restricted senders off or on again. */
  switchAlert(on: boolean): void
  isAlertOn(): boolean
  /** What becomes of mail after an unblock from now on, as message trace tells it. */
  switchMail(mail: MailMode): void
  /** Somebody closes Defender's alert about it, which unblocks nobody; false when there is none. */
  closeAlert(entity: Entity): boolean
  /** Unblocks within the last day that reached Exchange while the entry was there. */
  countUnblocks(entity: Entity): number
  /** The script goes on from where it was. Without a script nothing happens by itself. */
  start(): void
  stop(): void
}

export interface Sandbox extends RestrictionBackend, SandboxControls {}

/** @throws ConfigError when the saved tenant cannot be read. */
export function createSandbox(parts: SandboxParts): Sandbox {
  const { clock, random, latencyMilliseconds = 120, unblocksPerDay = 4 } = parts
  const faults = createFaultSwitch()
  const tenant = createTenant(parts)
  const send = createCalls({ clock, random, faults, latencyMilliseconds })
  return {
    ...createSandboxBackend({ clock, tenant, send, unblocksPerDay }),
    ...createControls(tenant, clock),
    faults,
  }
}

function createControls(tenant: Tenant, clock: Clock): Omit<SandboxControls, 'faults'> {
  return {
    directory,
    restrict: (entity, reason) => tenant.restrict(entity, reason),
    clearElsewhere: (entity) => tenant.drop(entity),
    expire: (entity) => tenant.expire(entity),
    approach: (entity, isNear) => tenant.approach(entity, isNear),
    isListed: (entity) => findListing(tenant.peek(), entity) !== undefined,
    canSend(entity) {
      const state = tenant.peek()
      const heldUntil = state.heldUntil[toEntityKey(entity)] ?? 0
      return findListing(state, entity) === undefined && heldUntil <= clock.now()
    },
    countUnblocks: (entity) => countRecentUnblocks(tenant.peek(), entity, clock.now()),
    switchAlert: (on) => tenant.switchAlert(senderAlert, on),
    isAlertOn: () => !(tenant.peek().alertsOff ?? []).includes(senderAlert),
    switchMail: (mail) => tenant.switchMail(mail),
    closeAlert: (entity) => tenant.closeAlert(entity),
    start: () => tenant.start(),
    stop: () => tenant.stop(),
  }
}
