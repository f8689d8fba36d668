// What its channel does not show and was told elsewhere, in words for `status` and the doctor.

import { listRouted } from '../../domain/hearing.js'
import type { Incident } from '../../domain/incident.js'
import { isShownIn } from '../../domain/transitions.js'
import { isToldThere, type Untold } from '../../domain/untold.js'
import { type Parts, toTenant } from '../feature.js'
import { recallUntoldDigest } from '../incident/digest-elsewhere.js'
import { isSame, toPlaceText } from '../incident/reach.js'
import { toClockText, toCountText } from '../words/words.js'

interface Unshown extends Untold {
  readonly tenantId: string
}

interface OfTenant {
  readonly tenantId: string
  readonly name: string
  readonly text: string
  /** All that is missing was posted, and its own channel has been told: nothing is left to be done. */
  readonly isTold: boolean
}

/** One for each tenant with something that its channel does not show. */
export async function listUnshownByTenant(parts: Parts): Promise<readonly OfTenant[]> {
  const all = await listUnshown(parts)
  return [...new Set(all.map(({ tenantId }) => tenantId))].flatMap((tenantId) => {
    const own = all.filter((one) => one.tenantId === tenantId)
    const [first] = own
    if (first === undefined) return []
    const name = `Cards of ${toTenant(parts, tenantId).name}`
    const isTold = own.every(isToldThere)
    return [
      {
        tenantId,
        name,
        text: toUnshownText(own.length, own.find((one) => !isToldThere(one)) ?? first),
        isTold,
      },
    ]
  })
}

/** Of what is going on, as it is saved: a restart forgets none of it. What was taken out of the settings misses nothing. */
async function listUnshown(parts: Parts): Promise<readonly Unshown[]> {
  const live = await parts.store.listLive({})
  const cards = live.flatMap((incident) =>
    (incident.untold ?? [])
      .filter(({ missing }) => !isShownIn(incident, missing))
      .filter(({ missing }) => listOwn(parts, incident).some((channel) => isSame(channel, missing)))
      .map((untold) => ({ ...untold, tenantId: incident.tenantId })),
  )
  const digests = new Map(live.flatMap((one) => (one.digestId === undefined ? [] : [[one.digestId, one]])))
  const ofDigests = [...digests].map(async ([digestId, incident]) => {
    const { tenantId } = incident
    const untold = await Promise.all(
      listOwn(parts, incident).map((missing) => recallUntoldDigest(parts, { digestId, missing })),
    )
    return untold.flatMap((one) => (one === undefined ? [] : [{ ...one, tenantId }]))
  })
  return [...cards, ...(await Promise.all(ofDigests)).flat()]
}

/** Where it belongs, by the settings as they are. */
function listOwn(parts: Parts, incident: Pick<Incident, 'tenantId' | 'restriction' | 'severity'>) {
  const channels = listRouted(toTenant(parts, incident.tenantId).routes, incident)
  return channels.filter(({ platform }) => parts.platforms.has(platform))
}

/** "2 cards are not where they belong, such as in Slack C1 since 12:03 UTC: is_archived; told in Teams 19:ops instead" */
function toUnshownText(count: number, unshown: Unshown): string {
  const { missing, at, problem, to } = unshown
  const where = isToldThere(unshown) ? 'a line there says so' : `told in ${toPlaceText(to)} instead`
  const cards = `${toCountText(count, 'card')} ${count === 1 ? 'is' : 'are'} not where ${count === 1 ? 'it belongs' : 'they belong'}`
  return `${cards}, such as in ${toPlaceText(missing)} at ${toClockText(at)}: ${problem}; ${where}`
}
