// What goes unseen now, for programs and for whoever does something about it from a terminal.
import { z } from 'zod'
import { type Blindness, blindCauses } from '../../domain/blindness.js'
import { moment, personData, toIso } from '../data.js'
import type { Parts } from '../feature.js'
import { blindnessOf, lookoutCell } from './record.js'
import { toBlindWords, toTenantList } from './words.js'

export const unseenData = z.object({
  id: z.string(),
  cause: z.enum(blindCauses),
  platform: z.string().nullable().meta({ description: 'Which one is not reached' }),
  tenantIds: z
    .array(z.string())
    .meta({ description: 'Whose lists are not read; empty where it is about none' }),
  since: moment,
  text: z.string().meta({ description: 'The same for people' }),
  claimedBy: personData.nullable(),
  canTry: z.boolean().meta({ description: 'A list can be read at once' }),
})
export type Unseen = z.infer<typeof unseenData>

/** What is open, as far as this reader may know of it, the oldest first. */
export async function listUnseen(parts: Parts): Promise<Unseen[]> {
  const ids = (await lookoutCell.recall(parts.store))?.openIds ?? []
  const found = await Promise.all(ids.map((id) => blindnessOf(id).recall(parts.store)))
  return found
    .flatMap((one) => (one === undefined || one.endedAt !== undefined || !isTheirs(parts, one) ? [] : [one]))
    .toSorted((one, other) => one.since - other.since)
    .map((one) => toUnseen(parts, one))
}

/** A tenant that was taken out of the settings is nobody's secret any more. */
export function isTheirs({ tenants, allTenants }: Parts, { tenantIds }: Blindness): boolean {
  return tenantIds.every((id) => tenants.has(id) || !allTenants.has(id))
}

function toUnseen(parts: Parts, blindness: Blindness): Unseen {
  const { id, cause, platform, left, since, claim } = blindness
  const names = left.length > 1 ? ` (${toTenantList(parts, left)})` : ''
  return {
    id,
    cause,
    platform: platform ?? null,
    tenantIds: [...left],
    since: toIso(since),
    text: `${toBlindWords(parts, blindness).begun}${names}`,
    claimedBy: claim === undefined ? null : { ...claim.by },
    canTry: left.length > 0,
  }
}
