// What an incident shows of it while it waits with the others.

import type { Incident } from '../../domain/incident.js'
import { say, tellClock, type Words } from '../../domain/said.js'

export function toTogetherWho({ together }: Incident): Words | undefined {
  if (together === undefined) return undefined
  const { by, at, until } = together
  return say`✍️ 1 of 2: ${by.name} signed for many ${tellClock(at)} · one more by ${tellClock(until)}`
}

export function toTogetherRow({ together }: Incident): string | undefined {
  return together === undefined ? undefined : `✍️ 1 of 2: ${together.by.name}`
}
