import { z } from 'zod'
import { moment, personData, toIso } from '../data.js'
import type { Parts, Typed } from '../feature.js'
import { toPersonData } from '../incident/data.js'
import { listSeenMutes } from './list.js'

const muteData = z.object({
  id: z.string().meta({ description: 'For `mutes --end`' }),
  tenantId: z.string(),
  tenant: z.string(),
  about: z.enum(['entity', 'cause']).meta({ description: 'One, or all that is restricted for the same' }),
  entity: z.string().nullable().meta({ description: 'The name of the one' }),
  cause: z.enum(['spam', 'limit', 'unknown']).nullable(),
  by: personData,
  at: moment,
  until: moment,
  reason: z.string(),
  canEnd: z.boolean().meta({ description: 'Whether you may end it' }),
})

const schema = z.object({
  mutes: z.array(muteData).meta({ description: 'The one that ends first before the others' }),
})

export const mutesData = {
  schema,
  async tell(parts: Parts, { actor }: Typed): Promise<z.infer<typeof schema>> {
    const seen = await listSeenMutes(parts, actor)
    return {
      mutes: seen
        .toSorted((one, other) => one.mute.until - other.mute.until)
        .map(({ mute: { id, about, by, at, until, reason }, tenant, canEnd }) => ({
          id,
          tenantId: tenant.id,
          tenant: tenant.name,
          about: about.kind,
          entity: about.kind === 'entity' ? about.name : null,
          cause: about.kind === 'cause' ? about.cause : null,
          by: toPersonData(by) ?? { platform: '', id: '', name: '' },
          at: toIso(at),
          until: toIso(until),
          reason,
          canEnd,
        })),
    }
  },
}
