// The cards that cannot be shown where they are meant to be, in words for `status` and the doctor.
import type { Check } from '../domain/check.js'
import type { TaskDuty } from '../domain/task.js'
import { toCountText, toTitle } from '../features/words/words.js'
import { findPlace, isStillWanted, slowRetryMinutes } from './give-up.js'
import type { Parts, Trouble } from './parts.js'

/** Those that somebody still waits for. */
export async function listGivenUp(parts: Parts): Promise<readonly Trouble[]> {
  const troubles = parts.readTroubles().filter(({ isGivenUp }) => isGivenUp)
  const wanted = await Promise.all(troubles.map(({ duty }) => isStillWanted(parts, duty)))
  return troubles.filter((_, at) => wanted[at])
}

/** "Slack C1" */
export function toPlaceText(duty: TaskDuty): string {
  const place = findPlace(duty)
  if (place === undefined) return duty.kind
  return `${toTitle(place.platform)} ${'channel' in place ? place.channel : ''}`.trim()
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
