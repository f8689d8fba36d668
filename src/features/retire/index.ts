import type { Feature } from '../feature.js'
import { retireEvents } from './events.js'

/** The end of watching an organisation, as somebody decides it; what it does is what taking it out of the settings does. */
export const retire = { events: retireEvents } satisfies Feature
