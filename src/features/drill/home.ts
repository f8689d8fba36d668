// Exercises that go on, on a person's Home: one line each, marked, and in no number.
import { toOrganisationId } from '../../domain/apart.js'
import type { ApartRow } from '../browse/views.js'
import type { Parts } from '../feature.js'
import { toNameParts } from '../incident/card.js'
import { toClockText } from '../words/words.js'
import { listAllRunning } from './begin.js'
import { drillIcon, toHeadline } from './words.js'

export async function listDrillsForHome(parts: Parts): Promise<{ readonly drills: readonly ApartRow[] }> {
  const running = await listAllRunning(parts)
  return {
    drills: running.flatMap((incident): readonly ApartRow[] => {
      const { id, drill, tenantId } = incident
      if (drill === undefined) return []
      const name = parts.tenants.size > 1 ? (parts.tenants.get(toOrganisationId(tenantId))?.name ?? '') : ''
      const texts = [toHeadline(incident), `ends ${toClockText(drill.endsAt)}`, name].filter(
        (one) => one !== '',
      )
      return [{ incidentId: id, icon: drillIcon, ...toNameParts(incident), text: texts.join(' · ') }]
    }),
  }
}
