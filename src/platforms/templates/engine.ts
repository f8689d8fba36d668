// Microsoft's engine for templates. It is loaded when the first card is drawn and not before: to load it takes as long as
// a third of a start, and a fifth of the memory.
import { createRequire } from 'node:module'

export type Engine = typeof import('adaptivecards-templating')

/** Whoever draws a card cannot wait, so this is no `import()`. A package is loaded once, however often it is asked for. */
const load = createRequire(import.meta.url)

export function loadEngine(): Engine {
  return load('adaptivecards-templating') as Engine
}
