import type { Figure } from '../report/figure.js'

export interface Bench {
  readonly name: string
  run(pace: Pace): Promise<readonly Figure[]>
}

/** How much of everything: enough to trust a ratio, or just enough to see that it still works. */
export interface Pace {
  readonly rounds: number
  readonly roundMilliseconds: number
  /** V8 takes seconds of full load until the code that renders cards is as fast as it gets. */
  readonly warmUps: number
  readonly isQuick: boolean
}

export const fullPace: Pace = { rounds: 5, roundMilliseconds: 1_000, warmUps: 3, isQuick: false }
export const quickPace: Pace = { rounds: 2, roundMilliseconds: 200, warmUps: 1, isQuick: true }
