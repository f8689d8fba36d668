// What the killed child does, so that the test can tell what must be there afterwards.
export const lanes = ['lane-1', 'lane-2', 'lane-3', 'lane-4'] as const

/** Steps 1, 2 and 3 of a lane are the life of its first incident, and so on. */
export function toIncidentId(lane: string, step: number): string {
  return `${lane}-incident-${Math.ceil(step / 3)}`
}

export function toTaskKey(lane: string, step: number): string {
  return `${lane}-step-${step}`
}
