// Waiting that has an end: for many at once, and for one that may never answer.
import type { Clock } from '../../ports.js'

/** Runs all, at most so many at a time, and keeps their order. */
export async function runBounded<Item, Value>(
  items: readonly Item[],
  mostAtOnce: number,
  run: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> {
  const values = new Map<number, Value>()
  const waiting = items.entries()
  const work = async () => {
    for (const [at, item] of waiting) values.set(at, await run(item))
  }
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, items.length) }, work))
  return [...values].toSorted(([one], [other]) => one - other).map(([, value]) => value)
}

/** Undefined when it takes longer; what it then still does is nobody's concern. */
export async function waitFor<Value>(
  clock: Clock,
  milliseconds: number,
  work: Promise<Value>,
): Promise<Value | undefined> {
  let cancel = () => {}
  const limit = new Promise<undefined>((resolve) => {
    cancel = clock.after(milliseconds, () => resolve(undefined))
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    cancel()
  }
}
