// How much of the tenant's daily external recipients is used up. The output of Get-LimitsEnforcementStatus is documented
// nowhere; public tools read ObservedValue, Threshold, EnforcementEnabled and Verdict.
import { z } from 'zod'
import { BackendError } from '../../../../errors.js'
import type { SenderQuestion } from '../question.js'
import { count, flag } from '../values.js'
import type { SenderValue } from './value.js'

const limitSchema = z.object({
  Threshold: count,
  ObservedValue: count,
  EnforcementEnabled: z.unknown().optional(),
})

export async function readHeadroom({ tenantWide, signal }: SenderQuestion): Promise<SenderValue<'headroom'>> {
  const records = await tenantWide.readLimits(signal)
  const limit = records.map((record) => limitSchema.safeParse(record)).find(({ success }) => success)?.data
  if (limit === undefined || limit.Threshold === 0)
    throw new BackendError("Exchange does not say how much of the tenant's limit is used.", {
      code: 'malformed',
      outcome: 'unchanged',
    })
  return {
    limit: limit.Threshold,
    used: limit.ObservedValue,
    ...(limit.EnforcementEnabled === undefined ? {} : { enforced: flag.parse(limit.EnforcementEnabled) }),
  }
}
