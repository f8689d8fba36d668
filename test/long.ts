// How much is tried where chance has a hand: a little each time, and more with npm run test:long.

/** HOSTILE_RUNS multiplies how many cases a test with random input tries. */
export const hostileScale = Number(process.env.HOSTILE_RUNS ?? '1')

export function toRuns(usual: number): number {
  return Math.ceil(usual * hostileScale)
}

/** How often a store is killed. */
export const killRounds = Number(process.env.KILL_ROUNDS ?? '25')

/** At how many moments more the program is stopped. */
export const stopMoments = Number(process.env.STOP_MOMENTS ?? '0')
