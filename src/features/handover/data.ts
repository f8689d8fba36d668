import { z } from 'zod'
import { toWorstFirst } from '../../domain/order.js'
import type { Parts } from '../feature.js'
import { incidentData, toIncidentData } from '../incident/data.js'

const most = 100

const schema = z.object({
  incidents: z
    .array(incidentData)
    .meta({ description: 'What is live, the worst first; `claimedBy` is who is on it' }),
  leftOver: z
    .array(incidentData)
    .meta({ description: 'What is over, and something that was changed on the account was not given back' }),
})

export const handoverData = {
  schema,
  async tell(parts: Parts): Promise<z.infer<typeof schema>> {
    const live = toWorstFirst(await parts.store.listLive({}))
    const left = await parts.store.listClosed({ standing: true, limit: most })
    return {
      incidents: live.map((incident) => toIncidentData(parts, incident)),
      leftOver: left.map((incident) => toIncidentData(parts, incident)),
    }
  },
}
