// The cards that cannot be shown where they are meant to be, in words for `status` and the doctor.
import type { Check } from '../../domain/check.js'
import type { Duty } from '../../domain/task.js'
import { findPlace, isStillWanted, slowRetryMinutes } from '../../outbox/give-up.js'
import type { Trouble } from '../../outbox/parts.js'
import { type Parts, toTaskTable } from '../feature.js'
import { toCountText, toTitle } from '../words/words.js'

/** Those that somebody still waits for. */
export async function listGivenUp(parts: Parts): Promise<readonly Trouble[]> {
  const table = toTaskTable(parts.features)
  const troubles = parts.readTroubles().filter(({ isGivenUp }) => isGivenUp)
  const wanted = await Promise.all(troubles.map(({ duty }) => isStillWanted(parts, table, duty)))
  return troubles.filter((_, at) => wanted[at])
}

/** "Slack C1" */
export function toPlaceText(duty: Duty): string {
  const place = findPlace(duty)
  if (place === undefined) return duty.kind
  return `${toTitle(place.platform)} ${place.channel ?? ''}`.trim()
}

export async function examineCards(parts: Parts): Promise<readonly Check[]> {
  const troubles = await listGivenUp(parts)
  return troubles.slice(0, 1).map(({ duty, problem }) => ({
    name: 'Cards',
    result: 'problem',
    found: `${toCountText(troubles.length, 'card')} cannot be shown, such as in ${toPlaceText(duty)}: ${problem}`,
    remedy: `Check that the channel is there and that Reprieve is in it and may write; the card comes within ${slowRetryMinutes} minutes.`,
  }))
}
