// Exercises that go on, on a person's Home: one line each, marked, and in no number.

import { toOrganisationId } from '../../domain/apart.js'
import { joinWords, say, tellClock } from '../../domain/said.js'
import type { ApartRow } from '../browse/views.js'
import type { Parts } from '../feature.js'
import { toNameParts } from '../incident/card.js'
import { listAllRunning } from './begin.js'
import { drillIcon, toHeadline } from './words.js'

export async function listDrillsForHome(parts: Parts): Promise<{ readonly drills: readonly ApartRow[] }> {
  const running = await listAllRunning(parts)
  return {
    drills: running.flatMap((incident): readonly ApartRow[] => {
      const { id, drill, tenantId } = incident
      if (drill === undefined) return []
      const name = parts.tenants.size > 1 ? (parts.tenants.get(toOrganisationId(tenantId))?.name ?? '') : ''
      const text = joinWords([toHeadline(incident), say`ends ${tellClock(drill.endsAt)}`, name], ' · ')
      return [{ incidentId: id, icon: drillIcon, ...toNameParts(incident), text }]
    }),
  }
}
