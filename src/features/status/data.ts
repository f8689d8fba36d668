import { z } from 'zod'
import { listUnseen, unseenData } from '../blindness/data.js'
import type { Parts, Typed } from '../feature.js'
import { listWanted } from './command.js'

const schema = z.object({
  ok: z.boolean().meta({ description: 'Nothing has a problem' }),
  parts: z.array(
    z.object({
      name: z.string(),
      ok: z.boolean(),
      reason: z
        .string()
        .meta({ description: 'What is the matter, in words that name nobody; empty when all is well' }),
      detail: z.string().meta({ description: 'The same for people' }),
      tenantIds: z.array(z.string()).nullable().meta({ description: 'Whom it concerns alone; null for all' }),
    }),
  ),
  unseen: z.array(unseenData).meta({ description: 'What goes unseen and was told in chat, until it heals' }),
})

export const statusData = {
  schema,
  async tell(parts: Parts, typed: Typed): Promise<z.infer<typeof schema>> {
    const rows = await listWanted(parts, typed)
    return {
      ok: rows.every(({ ok }) => ok),
      parts: rows.map(({ name, ok, reason, detail, tenantIds }) => ({
        name,
        ok,
        reason: ok ? '' : reason,
        detail,
        tenantIds: tenantIds === undefined ? null : [...tenantIds],
      })),
      unseen: await listUnseen(parts),
    }
  },
}
