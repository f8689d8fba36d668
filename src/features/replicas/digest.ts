// What of the settings decides what a replica does, so that two of them can be told apart without a secret in it.
import type { Approval } from '../../domain/approval.js'
import { toDigest } from '../../domain/digest.js'
import type { Access } from '../../domain/grants.js'
import type { Tenant } from '../../domain/tenant.js'

export interface Compared {
  readonly tenants: readonly Tenant[]
  readonly platforms: readonly string[]
  readonly access: Access
  readonly approval: Approval
  readonly retentionDays: number
  readonly places: string
}

/** Each part by the words in which `status` names it. */
export function toSettingsDigests({ tenants, platforms, access, approval, ...others }: Compared) {
  return {
    tenants: digestOf(tenants),
    platforms: digestOf(platforms),
    'access list': digestOf(access),
    approvals: digestOf(approval),
    'other settings': digestOf(others),
  }
}

export function digestOf(value: unknown): string {
  return toDigest([JSON.stringify(value, toPlain) ?? ''])
}

/** In whatever order the settings have it. */
function toPlain(_: string, value: unknown): unknown {
  if (value instanceof Set) return [...value].map(String).toSorted()
  if (value instanceof Map) return toSorted([...value])
  const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isPlain ? toSorted(Object.entries(value)) : value
}

function toSorted(entries: readonly (readonly [unknown, unknown])[]) {
  return entries.toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1))
}
