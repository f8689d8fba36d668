import type { Feature } from '../feature.js'
import { entranceEvents } from './events.js'

/** Whoever may not is refused, and that is written down. */
export const entrance = { events: entranceEvents } satisfies Feature
