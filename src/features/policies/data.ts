import { z } from 'zod'
import { judgePolicies } from '../../domain/policy-findings.js'
import { moment, momentOrNull, toIso } from '../data.js'
import type { Parts, Typed } from '../feature.js'
import { readWanted } from './command.js'
import { toAcceptId } from './record.js'

const tenantData = z.object({
  tenantId: z.string(),
  tenant: z.string(),
  readAt: momentOrNull.meta({ description: 'The last good read; null before the first' }),
  failures: z.number().meta({ description: 'Reads that failed since' }),
  problem: z.string().meta({ description: 'Why the last one failed; empty after a good one' }),
  settings: z.array(
    z.object({
      name: z.string(),
      result: z.enum(['fine', 'attention', 'not-checked']),
      found: z.string(),
      advice: z.string(),
    }),
  ),
  drift: z
    .object({ acceptId: z.string(), since: moment, changes: z.array(z.string()) })
    .nullable()
    .meta({ description: 'What changed and nobody accepted; null when nothing did' }),
})

const schema = z.object({ tenants: z.array(tenantData) })

export const policiesData = {
  schema,
  async tell(parts: Parts, typed: Typed): Promise<z.infer<typeof schema>> {
    const { records } = await readWanted(parts, typed)
    return {
      tenants: records.map(({ tenant, record, drift }) => ({
        tenantId: tenant.id,
        tenant: tenant.name,
        readAt: toIso(record?.read?.readAt),
        failures: record?.failures ?? 0,
        problem: record?.problem ?? '',
        settings: (record?.read === undefined ? [] : judgePolicies(record.read)).map(
          ({ subject, result, found, advice }) => ({ name: subject, result, found, advice }),
        ),
        drift:
          drift === undefined
            ? null
            : { acceptId: toAcceptId(drift), since: toIso(drift.openedAt), changes: [...drift.changes] },
      })),
    }
  },
}
