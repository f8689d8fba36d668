import { z } from 'zod'
import { listClosedByText } from '../browse/find.js'
import type { Parts, Typed } from '../feature.js'
import { incidentData, toIncidentData } from '../incident/data.js'

/** Each is read from the disk. */
const most = 500

const schema = z.object({
  incidents: z.array(incidentData).meta({ description: 'Those that are over, newest first' }),
  isCut: z.boolean().meta({ description: `There may be more than these ${most}` }),
})

export const historyData = {
  schema,
  async tell(parts: Parts, { rest }: Typed): Promise<z.infer<typeof schema>> {
    const { closed } = await listClosedByText(parts, rest, most)
    return {
      incidents: closed.map((incident) => toIncidentData(parts, incident)),
      isCut: closed.length >= most,
    }
  },
}
