// The one line that somebody is woken by.
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { toWaitingSince } from '../../domain/ladder-plan.js'
import { showLookAlikes } from '../../domain/look-alike.js'
import { findVerdict } from '../../domain/outlook.js'
import { findMark, type Parts } from '../feature.js'
import { findVerdictWords } from '../words/words.js'

const mostCharacters = 100

/** "Reprieve: henrik.dahl@contoso.com looks compromised, Exchange Administrator, nobody for 20 min" */
export async function toSummary(
  parts: Pick<Parts, 'clock' | 'features'>,
  incident: Incident,
): Promise<string> {
  const mark = findMark(parts, incident)?.word
  const minutes = Math.max(1, Math.floor((parts.clock.now() - toWaitingSince(incident)) / minuteMilliseconds))
  const verdict = findVerdict(incident)
  const role = verdict?.reasons.find(({ key }) => key === 'admin')?.short.start ?? ''
  const name = toSafe(toEntityName(incident.entity))
  const matter = `${mark === undefined ? '' : `${mark.toUpperCase()}. `}Reprieve: ${name} ${verdict === undefined ? 'cannot send' : findVerdictWords(incident).word.toLowerCase()}`
  const others = incident.digestId === undefined ? '' : 'and others'
  const time = `nobody for ${minutes} min`
  const fits = [[matter, role, others, time], [matter, others, time], [matter]]
    .map((parts) => parts.filter((part) => part !== '').join(', '))
    .find(({ length }) => length <= mostCharacters)
  return fits ?? `${matter.slice(0, mostCharacters - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** Outside text: what hides or breaks the line is shown, and more than a screen of it is left out. */
function toSafe(text: string): string {
  return showLookAlikes(text.slice(0, 320).replaceAll(/\p{Cc}/gu, ' '))
}
