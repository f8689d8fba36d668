// What is remembered of the settings of many tenants.
import { putPolicies } from '../../src/features/policies/record.js'
import type { Store } from '../../src/ports.js'
import { createPolicies } from '../../test/domain/policies.js'

/** As it is after the first good read. */
export async function seedPolicies(store: Store, tenants: number): Promise<void> {
  const now = Date.now()
  const read = createPolicies({ readAt: now })
  const record = { lastTriedAt: now, failures: 0, problem: '', read, known: read, baseline: read }
  for (let index = 0; index < tenants; index += 1)
    await store.commit({ cells: [putPolicies(`tenant-${index}`, record, {})] })
}
