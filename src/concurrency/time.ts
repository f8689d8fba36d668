// What of a clock is needed here. Whoever waits takes the one that never steps: set back or forward, the wall clock would
// keep what is over, or drop what is not.

export interface Timers {
  after(milliseconds: number, run: () => void): () => void
}

export interface Monotonic {
  monotonic(): number
}
