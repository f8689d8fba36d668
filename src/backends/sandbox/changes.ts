// What was changed on the sandbox tenant's accounts since their stories were told.
import { z } from 'zod'
import type { SenderEvidence } from '../../domain/evidence.js'
import type { Instant } from '../../domain/instant.js'
import type { Account } from './account.js'

const ids = z.array(z.string()).readonly()

/** What is undefined is as the story tells it. */
export const changesSchema = z
  .object({
    signIn: z
      .object({
        allowed: z.boolean(),
        /** When a sync from on-premises reverts it; undefined when none does. */
        until: z.number().optional(),
      })
      .readonly()
      .optional(),
    mustChangePassword: z.boolean().optional(),
    forwardingStopped: z.boolean().optional(),
    disabledRules: ids.optional(),
    removedGrants: ids.optional(),
    removedMethods: ids.optional(),
    removedDelegates: ids.optional(),
  })
  .readonly()
export type AccountChanges = z.infer<typeof changesSchema>

export function isSignInAllowed(account: Account, { signIn }: AccountChanges, now: Instant): boolean {
  const isChanged = signIn !== undefined && (signIn.until === undefined || signIn.until > now)
  return isChanged ? signIn.allowed : account.signInBlocked !== true
}

type Told = ReturnType<Account['story']>

/** The story as it is now. Whether sessions were revoked shows nowhere. */
export function applyChanges(
  told: Told,
  changes: AccountChanges,
): Omit<SenderEvidence, 'kind' | 'gatheredAt' | 'account'> {
  const { forwardingStopped = false, disabledRules = [], removedGrants = [] } = changes
  const { forwarding, inboxRules, consents, authentication, delegates } = told
  const { removedMethods = [], removedDelegates = [] } = changes
  return {
    ...told,
    authentication: authentication.known
      ? {
          known: true,
          value: {
            ...authentication.value,
            methods: authentication.value.methods.filter(
              ({ id }) => id === undefined || !removedMethods.includes(id),
            ),
          },
        }
      : authentication,
    delegates: delegates.known
      ? {
          known: true,
          value: delegates.value.filter(({ who, right }) => !removedDelegates.includes(`${right}:${who}`)),
        }
      : delegates,
    forwarding: forwarding.known && forwardingStopped ? { known: true, value: null } : forwarding,
    inboxRules: inboxRules.known
      ? {
          known: true,
          value: inboxRules.value.map((rule) =>
            rule.id !== undefined && disabledRules.includes(rule.id) ? { ...rule, enabled: false } : rule,
          ),
        }
      : inboxRules,
    consents: consents.known
      ? {
          known: true,
          value: consents.value.filter(({ id }) => id === undefined || !removedGrants.includes(id)),
        }
      : consents,
  }
}

/** Nobody who took the account over can use it to send: what was caught once is not caught again. */
export function isSecured({ signIn, mustChangePassword = false }: AccountChanges): boolean {
  return mustChangePassword || signIn?.allowed === false
}
