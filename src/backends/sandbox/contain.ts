// What Exchange and Graph would do to an account of the sandbox tenant, one step at a time.
import { z } from 'zod'
import { withoutSmtp } from '../../domain/address.js'
import type { ContainmentOrder, ContainmentResult, ContainmentStep, Undo } from '../../domain/containment.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { BackendError } from '../../errors.js'
import type { Account } from './account.js'
import { type AccountChanges, applyChanges, isSignInAllowed } from './changes.js'

/** How often Entra Connect syncs from on-premises unless told otherwise. */
const syncMilliseconds = 30 * minuteMilliseconds

interface Situation {
  readonly account: Account
  readonly changes: AccountChanges
  readonly order: ContainmentOrder
  readonly now: Instant
  /** Whether somebody else who can sign in may do everything in the tenant. */
  readonly hasOtherAdmin: boolean
}

export interface Contained {
  readonly changes: AccountChanges
  readonly result: ContainmentResult
}

const steps: Readonly<Record<ContainmentStep, (situation: Situation) => Contained>> = {
  'block-sign-in': blockSignIn,
  'revoke-sessions': ({ changes }) => toContained(changes, 'Sessions were revoked.'),
  'require-password-change': requirePasswordChange,
  'remove-method': removeMethod,
  'remove-grant': removeGrants,
  'remove-delegate': removeDelegate,
  'stop-forwarding': stopForwarding,
  'disable-inbox-rules': disableRules,
}

/** @throws BackendError when what is asked for is not there, or does not work like this. */
export function containAccount(situation: Situation): Contained {
  return steps[situation.order.step](situation)
}

function toContained(changes: AccountChanges, detail: string, undo?: Undo): Contained {
  return { changes, result: { detail, undo } }
}

function withNames({ changes, result }: Contained, restores: readonly string[]): Contained {
  return { changes, result: { ...result, restores } }
}

function blockSignIn({ account, changes, order, now, hasOtherAdmin }: Situation): Contained {
  if (order.restore !== undefined)
    return toContained({ ...changes, signIn: { allowed: true } }, 'Sign-in is allowed again.')
  if (!isSignInAllowed(account, changes, now)) return toContained(changes, 'Sign-in was blocked already.')
  if (isGlobalAdmin(account, now) && !hasOtherAdmin)
    throw new BackendError(
      'This is the last Global Administrator who can sign in, and with it blocked nobody could undo anything in Entra. Let another administrator sign in first, or revoke sessions instead.',
      { code: 'rejected', outcome: 'unchanged' },
    )
  const until = account.synced === true ? { until: now + syncMilliseconds } : {}
  const detail =
    account.synced === true ? 'Sign-in was blocked, until the next sync.' : 'Sign-in was blocked.'
  return toContained({ ...changes, signIn: { allowed: false, ...until } }, detail, { signInAllowed: true })
}

/** As the story has it. */
export function isGlobalAdmin({ story }: Account, now: Instant): boolean {
  const { roles } = story(now)
  return roles.known && roles.value.includes('Global Administrator')
}

function requirePasswordChange({ account, changes, order }: Situation): Contained {
  if (account.synced === true)
    throw new BackendError('The account is synced: its password is changed on-premises.', {
      code: 'rejected',
      outcome: 'unchanged',
    })
  if (order.restore !== undefined)
    return toContained({ ...changes, mustChangePassword: false }, 'The password may stay as it is.')
  if (changes.mustChangePassword === true) return toContained(changes, 'A new password was required already.')
  const detail =
    'A new password has to be chosen at the next sign-in. This is no reset: the current password stays valid until then, and nobody is locked out.'
  return toContained({ ...changes, mustChangePassword: true }, detail, { mustChangePassword: false })
}

const remembered = z.object({ ids: z.array(z.string()) }).catch({ ids: [] })

function removeGrants({ account, changes, order, now }: Situation): Contained {
  const { removedGrants = [] } = changes
  if (order.restore !== undefined) {
    const { ids } = remembered.parse(order.restore)
    const left = removedGrants.filter((id) => !ids.includes(id))
    return toContained({ ...changes, removedGrants: left }, 'The app may do again what it might do before.')
  }
  const { consents } = applyChanges(account.story(now), changes)
  const ids = (consents.known ? consents.value : []).flatMap(({ id }) =>
    id !== undefined && order.targets.includes(id) ? [id] : [],
  )
  if (ids.length === 0) return toContained(changes, 'The app had no access any more.')
  const next = { ...changes, removedGrants: [...removedGrants, ...ids] }
  return toContained(next, 'The app lost its access.', { ids })
}

function removeMethod({ account, changes, order, now }: Situation): Contained {
  const { removedMethods = [] } = changes
  const { authentication } = applyChanges(account.story(now), changes)
  const methods = authentication.known ? authentication.value.methods : []
  const found = methods.find(({ id }) => id !== undefined && order.targets.includes(id))
  if (found?.id === undefined) return toContained(changes, 'The account had no such sign-in method any more.')
  const last = methods.length === 1 ? ' It was the last one: let the owner be first to register another.' : ''
  const next = { ...changes, removedMethods: [...removedMethods, found.id] }
  return toContained(next, `${found.kind} is no sign-in method of this account any more.${last}`)
}

function removeDelegate({ account, changes, order, now }: Situation): Contained {
  const { removedDelegates = [] } = changes
  if (order.restore !== undefined) {
    const { ids } = remembered.parse(order.restore)
    const left = removedDelegates.filter((id) => !ids.includes(id))
    return toContained({ ...changes, removedDelegates: left }, 'The delegate may do again what was allowed.')
  }
  const { delegates } = applyChanges(account.story(now), changes)
  const found = (delegates.known ? delegates.value : []).filter(({ who, right }) =>
    order.targets.includes(`${right}:${who}`),
  )
  if (found.length === 0) return toContained(changes, 'The delegate had no such right any more.')
  const ids = found.map(({ who, right }) => `${right}:${who}`)
  const next = { ...changes, removedDelegates: [...removedDelegates, ...ids] }
  const names = found.map(({ who }) => who)
  return withNames(toContained(next, `${names.join(', ')} lost the right.`, { ids }), names)
}

function stopForwarding({ account, changes, order, now }: Situation): Contained {
  if (order.restore !== undefined)
    return toContained({ ...changes, forwardingStopped: false }, 'Mail is forwarded as before.')
  const { forwarding } = applyChanges(account.story(now), changes)
  if (!forwarding.known || forwarding.value === null)
    return toContained(changes, 'Mail was not forwarded any more.')
  const { to, keepsCopy } = forwarding.value
  const next = { ...changes, forwardingStopped: true }
  const contained = toContained(next, `Mail is no longer forwarded to ${to}.`, { to, keepsCopy })
  return withNames(contained, [withoutSmtp(to)])
}

function disableRules({ account, changes, order, now }: Situation): Contained {
  const { disabledRules = [] } = changes
  if (order.restore !== undefined) {
    const { ids } = remembered.parse(order.restore)
    const left = disabledRules.filter((id) => !ids.includes(id))
    return toContained({ ...changes, disabledRules: left }, `Turned on again: ${ids.length}.`)
  }
  const { inboxRules } = applyChanges(account.story(now), changes)
  const found = (inboxRules.known ? inboxRules.value : []).flatMap(({ id, name, enabled }) =>
    id !== undefined && enabled && order.targets.includes(id) ? [{ id, name }] : [],
  )
  if (found.length === 0) return toContained(changes, 'They were turned off already.')
  const ids = found.map(({ id }) => id)
  const next = { ...changes, disabledRules: [...disabledRules, ...ids] }
  const contained = toContained(next, `Turned off: ${ids.length} of ${order.targets.length}.`, { ids })
  return withNames(
    contained,
    found.map(({ name }) => name),
  )
}
