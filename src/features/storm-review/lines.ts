// What an incident shows of it while it waits with the others.
import type { Incident } from '../../domain/incident.js'
import { toClockText } from '../words/words.js'

export function toTogetherWho({ together }: Incident): string | undefined {
  if (together === undefined) return undefined
  const { by, at, until } = together
  return `✍️ 1 of 2: ${by.name} signed for many ${toClockText(at)} · one more by ${toClockText(until)}`
}

export function toTogetherRow({ together }: Incident): string | undefined {
  return together === undefined ? undefined : `✍️ 1 of 2: ${together.by.name}`
}
