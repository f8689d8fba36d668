/** Runs work one after the other, in the order it came; a failure keeps nobody from theirs. */
export type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>

export function createTurns(): TakeTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
}
