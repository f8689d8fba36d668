// What of a clock is needed here.

export interface Timers {
  after(milliseconds: number, run: () => void): () => void
}
