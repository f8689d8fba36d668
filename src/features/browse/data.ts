// The list and one incident, for programs.
import { z } from 'zod'
import { isSeen } from '../../domain/absence.js'
import { listChecks } from '../../domain/checks.js'
import { findVerdict } from '../../domain/outlook.js'
import { moment, momentOrNull, personData, toIso } from '../data.js'
import { parseListFilter } from '../entrance/parse.js'
import type { Parts, Typed } from '../feature.js'
import { incidentData, toIncidentData, toPersonData } from '../incident/data.js'
import { readSight } from '../watch/sight.js'
import { getIncidentByText } from './find.js'
import { findListed } from './list.js'
import { noteRead } from './show.js'

const journalEntries = 500

const listSchema = z.object({
  readAt: momentOrNull.meta({
    description: 'The oldest good poll of the organisations; null before the first of one',
  }),
  isComplete: z.boolean().meta({ description: 'False: somebody may be restricted who is not here' }),
  notRead: z
    .array(z.string())
    .meta({ description: 'Organisations whose list was not read lately, or not in whole' }),
  live: z.number().meta({ description: 'How many are live, whatever the filter' }),
  incidents: z.array(incidentData).meta({ description: 'Those that match, the worst first' }),
})

export const listData = {
  schema: listSchema,
  async tell(parts: Parts, { rest }: Typed): Promise<z.infer<typeof listSchema>> {
    const { live, filter, matches } = await findListed(parts, parseListFilter(rest))
    const sight = await readSight(parts, filter.tenantId)
    return {
      readAt: toIso(sight.readAt),
      isComplete: isSeen(sight),
      notRead: [...new Set([...sight.blind, ...sight.partly])],
      live: live.length,
      incidents: matches.map((incident) => toIncidentData(parts, incident)),
    }
  },
}

const showSchema = z.object({
  incident: incidentData,
  reason: z.string().meta({ description: 'As Exchange gave it' }),
  gatheredAt: momentOrNull.meta({ description: 'Of the evidence; null until there is some' }),
  explanation: z.string().meta({ description: 'Why this verdict, with the points' }),
  checks: z
    .array(
      z.object({
        id: z.string(),
        result: z.enum(['against', 'not-checked', 'nothing']),
        finding: z.string(),
      }),
    )
    .meta({ description: 'What was looked at, and whether it speaks against an unblock' }),
  journal: z
    .array(z.object({ at: moment, type: z.string(), by: personData.nullable() }))
    .meta({ description: 'What happened, oldest first' }),
})

export const showData = {
  schema: showSchema,
  async tell(parts: Parts, { actor, rest }: Typed): Promise<z.infer<typeof showSchema>> {
    const incident = await getIncidentByText(parts, rest)
    await noteRead(parts, { actor, incident, action: 'show' })
    const journal = await parts.store.readJournal({ incidentId: incident.id, limit: journalEntries })
    return {
      incident: toIncidentData(parts, incident),
      reason: incident.restriction.reason.raw,
      gatheredAt: toIso(incident.evidence?.gatheredAt),
      explanation: findVerdict(incident)?.explanation ?? '',
      checks: listChecks(incident).map(({ ruleId, kind, text }) => ({
        id: ruleId,
        result: kind,
        finding: text,
      })),
      journal: journal.map(({ event: { at, type, by } }) => ({ at: toIso(at), type, by: toPersonData(by) })),
    }
  },
}
