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
