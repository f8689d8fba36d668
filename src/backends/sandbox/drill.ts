// What drills are about: a sender that was invented, on a list that nobody keeps. It asks nobody and changes nothing. What it
// answers follows from the drill's own record, so that every process and every restart answers the same.
import type { ContainmentOrder } from '../../domain/containment.js'
import type { Entity } from '../../domain/entity.js'
import type { SenderEvidence } from '../../domain/evidence.js'
import type { Incident } from '../../domain/incident.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { BackendError } from '../../errors.js'
import type { Clock, RestrictionBackend } from '../../ports.js'
import { noAlerts } from '../no-alerts.js'
import type { Account } from './account.js'
import { type AccountChanges, applyChanges, isSignInAllowed } from './changes.js'
import { containAccount } from './contain.js'
import { compromised } from './stories/compromised.js'
import { known } from './stories/facts.js'

interface DrillParts {
  readonly clock: Pick<Clock, 'now'>
  /** The drill that runs about this entity. */
  readonly find: (entity: Entity) => Promise<Incident | undefined>
}

/** So long after the unblock the first message of nobody is delivered. */
const mailMilliseconds = 2 * minuteMilliseconds

export function createDrillBackend({ clock, find }: DrillParts): RestrictionBackend {
  async function getDrill(entity: Entity): Promise<Incident> {
    const drill = await find(entity)
    if (drill === undefined) throw toNothing('The drill is over.')
    return drill
  }
  return {
    list: async () => Promise.reject(toNothing('A drill is on no list.')),
    async find(entity) {
      const drill = await find(entity)
      return drill === undefined || isLifted(drill) ? undefined : drill.restriction
    },
    gather: async (entity) => describe(await getDrill(entity), clock.now()),
    // That it was asked is on the record before: from then on it is lifted.
    unblock: async (entity) => ({ alreadyGone: (await find(entity)) === undefined }),
    async contain(sender, order) {
      const drill = await getDrill(sender)
      const { account, changes } = replay(drill)
      const now = clock.now()
      const { result } = containAccount({ account, changes, order, now, hasOtherAdmin: true })
      // Nothing was changed, so nothing has to be given back.
      return { detail: `Drill: ${result.detail}`, undo: undefined }
    },
    async traceMail(_entity, since) {
      const at = since + mailMilliseconds
      return known(at > clock.now() ? {} : { outside: { first: at, last: at } })
    },
    readEarlySigns: async () => ({}),
    readPolicies: async () => Promise.reject(toNothing('A drill has no settings.')),
    searchDeeds: async () => [],
    alerts: noAlerts,
    examine: async () => [],
  }
}

function toNothing(message: string): BackendError {
  return new BackendError(message, { code: 'rejected', outcome: 'unchanged' })
}

function isLifted({ state, attempts = [] }: Incident): boolean {
  const unblock = 'unblock' in state ? state.unblock : undefined
  return [...attempts, unblock].some((one) => one?.attemptedAt !== undefined)
}

function toAccount({ entity }: Incident): Account {
  const upn = entity.kind === 'sender' ? entity.address : ''
  return {
    upn,
    userId: '00000000-0000-4000-8000-00000000d811',
    name: 'Nobody, for a drill',
    about: 'Invented for a drill; the account was taken over',
    addresses: [upn],
    story: compromised,
    reason: 'spamBurst',
  }
}

/** The account as the steps that were taken have left it. */
function replay(drill: Incident): { readonly account: Account; readonly changes: AccountChanges } {
  const account = toAccount(drill)
  const done = (drill.containments ?? []).filter(({ ended }) => ended?.result === 'done')
  const changes = done.reduce<AccountChanges>((before, { step, targets, requestedAt = 0 }) => {
    const order: ContainmentOrder = { step, targets: targets.map(({ id }) => id), restore: undefined }
    return containAccount({ account, changes: before, order, now: requestedAt, hasOtherAdmin: true }).changes
  }, {})
  return { account, changes }
}

function describe(drill: Incident, now: Instant): SenderEvidence {
  const { account, changes } = replay(drill)
  const { userId, name, addresses } = account
  const signInAllowed = isSignInAllowed(account, changes, now)
  const began = drill.restriction.createdAt ?? drill.openedAt
  return {
    kind: 'sender',
    gatheredAt: now,
    account: known({
      userId,
      displayName: name,
      addresses,
      signInAllowed,
      synced: false,
      kind: 'person',
    }),
    owner: { kind: 'account', userId, addresses, domains: ['exercise.invalid'] },
    ...applyChanges(account.story(began), changes),
  }
}
