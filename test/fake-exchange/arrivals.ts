// What arrived at the fake server.
import type { WireRequest } from './answer.js'
import type { FakeCallName } from './faults.js'

export interface Arrival extends WireRequest {
  readonly call: FakeCallName
}

export interface Arrivals {
  note(arrival: Arrival): void
  /** One of them will never be answered. */
  noteHanging(): void
  count(call: FakeCallName): number
  readonly latest: readonly Arrival[]
  /** Resolves with the first call that will never be answered. */
  readonly hanging: Promise<void>
}

const mostKept = 5_000

export function createArrivals(): Arrivals {
  const latest: Arrival[] = []
  const counts = new Map<FakeCallName, number>()
  let noteHanging = () => {}
  const hanging = new Promise<void>((resolve) => {
    noteHanging = resolve
  })
  return {
    note(arrival) {
      counts.set(arrival.call, (counts.get(arrival.call) ?? 0) + 1)
      latest.push(arrival)
      if (latest.length > mostKept) latest.shift()
    },
    noteHanging: () => noteHanging(),
    count: (call) => counts.get(call) ?? 0,
    latest,
    hanging,
  }
}
