import type { Feature } from '../feature.js'
import { verdictEvents } from './events.js'
import { followVerdict } from './follow.js'

/** What the evidence says, kept with the incident and judged anew whenever anything changes that it is made of. */
export const verdict = {
  events: verdictEvents,
  follow: followVerdict,
} satisfies Feature
