// Whether people have said that an incident may wait: nobody is reminded of it, and nobody is asked to take it on.
import type { Incident } from './incident.js'

export function isResting({ snoozed, muted }: Pick<Incident, 'snoozed' | 'muted'>): boolean {
  return snoozed !== undefined || muted !== undefined
}
