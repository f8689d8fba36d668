/** Nothing that is meant nests this deep: neither a card nor what comes back from its form. */
const deepest = 100

/**
 * Whether JSON from outside can be worked with. `JSON.parse` goes deeper than anything that follows it: writing it again,
 * or taking a list for a text, runs out of stack.
 */
export function isShallow(value: unknown, levels = deepest): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1))
}
