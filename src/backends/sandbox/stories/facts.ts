// What all stories share.
import type { SenderEvidence } from '../../../domain/evidence.js'
import type { Instant } from '../../../domain/instant.js'

/** What evidence says about an account, except who it is. `began` is when it was restricted. */
export type Story = (began: Instant) => Omit<SenderEvidence, 'kind' | 'gatheredAt' | 'account'>

export const known = <const Value>(value: Value) => ({ known: true, value }) as const
export const unknown = (why: string) => ({ known: false, why }) as const

/** 0 stands for the service default. */
export const standardPolicy = {
  name: 'Default',
  recipientsPerDay: 0,
  externalPerHour: 0,
  internalPerHour: 0,
  action: 'BlockUserForToday',
  autoForwarding: 'Automatic',
}

/** What a tenant with 100 mail licences may send to the outside in a day. */
const tenantLimit = 22_059

export const headroom = (used: number) => known({ limit: tenantLimit, used, enforced: true })

/** Settings that nobody changed. */
export const untouched = {
  transportRules: known([]),
  automaticReply: known(null),
  doors: known([]),
} as const
