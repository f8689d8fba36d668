// The closed incidents that were asked for last. The digest of a storm asks for all of its own at each edit, and each
// would be a file opened and a line parsed.
import type { Incident } from '../../domain/incident.js'

/** About 3 MB with their evidence. */
const mostRecent = 256

export interface Recent {
  get(seq: number): Incident | undefined
  /** Before something is read: how to keep it. It is not kept when what was written down has been changed meanwhile. */
  begin(): (seq: number, incident: Incident) => void
  /** What was written down has been changed. */
  clear(): void
}

export function createRecent(most = mostRecent): Recent {
  let incidents = new Map<number, Incident>()
  function put(seq: number, incident: Incident): void {
    incidents.delete(seq)
    incidents.set(seq, incident)
    const [oldest] = incidents.keys()
    if (incidents.size > most && oldest !== undefined) incidents.delete(oldest)
  }
  return {
    get(seq) {
      const incident = incidents.get(seq)
      if (incident !== undefined) put(seq, incident)
      return incident
    },
    begin() {
      const before = incidents
      return (seq, incident) => {
        if (incidents === before) put(seq, incident)
      }
    },
    clear() {
      incidents = new Map()
    },
  }
}
