import type { Figure } from '../report/figure.js'

export interface Bench {
  readonly name: string
  run(pace: Pace): Promise<readonly Figure[]>
}

/** How much of everything: enough to trust a ratio, or just enough to see that it still works. */
export interface Pace {
  readonly rounds: number
  readonly roundMilliseconds: number
  readonly isQuick: boolean
}

export const fullPace: Pace = { rounds: 7, roundMilliseconds: 1_000, isQuick: false }
export const quickPace: Pace = { rounds: 3, roundMilliseconds: 300, isQuick: true }
