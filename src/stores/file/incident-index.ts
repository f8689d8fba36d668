// Which entries of the journal are about which incident. Of months that are over that is read only when somebody asks.
import type { SealedMonth } from './line-log.js'

interface Noted {
  readonly seq: number
  readonly event: unknown
}

export interface IncidentIndex {
  readonly note: (entry: Noted) => void
  addMonth(month: SealedMonth): void
  /** Rising. */
  find(incidentId: string): Promise<readonly number[]>
}

export function createIncidentIndex(): IncidentIndex {
  const recent = new Map<string, number[]>()
  const earlier = new Map<string, number[]>()
  const waiting: SealedMonth[] = []
  let reading = Promise.resolve()

  async function readWaiting(): Promise<void> {
    for (let month = waiting[0]; month !== undefined; month = waiting[0]) {
      const notes = await month.readNotes()
      for (const [at, id] of notes.entries())
        if (typeof id === 'string' && id !== '') add(earlier, id, month.firstSeq + at)
      waiting.shift()
    }
  }

  return {
    note({ seq, event }) {
      const id = toIncidentId(event)
      if (id !== undefined) add(recent, id, seq)
    },
    addMonth: (month) => void waiting.push(month),
    async find(incidentId) {
      // One after the other; what failed is read again for the next who asks.
      const own = reading.then(readWaiting)
      reading = own.catch(() => {})
      await own
      const seqs = [...(earlier.get(incidentId) ?? []), ...(recent.get(incidentId) ?? [])]
      return seqs.sort((one, other) => one - other)
    },
  }
}

function add(index: Map<string, number[]>, id: string, seq: number): void {
  const seqs = index.get(id)
  if (seqs === undefined) index.set(id, [seq])
  else seqs.push(seq)
}

export function toIncidentId(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null || !('incidentId' in event)) return undefined
  return typeof event.incidentId === 'string' ? event.incidentId : undefined
}
