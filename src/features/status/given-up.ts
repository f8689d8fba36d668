// The cards that cannot be shown where they are meant to be, in words for `status` and the doctor.
import type { Check } from '../../domain/check.js'
import type { Duty } from '../../domain/task.js'
import { findPlace, isStillWanted } from '../../outbox/give-up.js'
import type { Trouble } from '../../outbox/parts.js'
import { type Parts, toTaskTable } from '../feature.js'
import { toCountText, toTitle } from '../words/words.js'
import { listUnshownByTenant } from './unshown.js'

/** Those that somebody still waits for. */
export async function listGivenUp(parts: Parts): Promise<readonly Trouble[]> {
  const table = toTaskTable(parts.features)
  const troubles = (await parts.readTroubles()).filter(({ isGivenUp }) => isGivenUp)
  const wanted = await Promise.all(troubles.map(({ duty }) => isStillWanted(parts, table, duty)))
  return troubles.filter((_, at) => wanted[at])
}

/** "Slack C1" */
export function toDutyText(duty: Duty): string {
  const place = findPlace(duty)
  if (place === undefined) return 'any other place'
  return `${toTitle(place.platform)} ${place.channel ?? ''}`.trim()
}

export async function examineCards(parts: Parts): Promise<readonly Check[]> {
  const troubles = await listGivenUp(parts)
  const remedy = `Check that the channel is there and that Reprieve is in it and may write; the card comes within a minute.`
  const givenUp = troubles.slice(0, 1).map(({ duty, problem }) => {
    const count = toCountText(troubles.length, 'card')
    const found = `${count} cannot be shown, such as in ${toDutyText(duty)}: ${problem}`
    return { name: 'Cards', result: 'problem', found, remedy } as const
  })
  const unshown = (await listUnshownByTenant(parts)).map(
    ({ name, text, isTold }) =>
      ({ name, result: isTold ? 'warning' : 'problem', found: text, remedy }) as const,
  )
  return [...givenUp, ...unshown]
}
