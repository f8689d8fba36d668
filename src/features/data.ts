// What programs are told instead of a card: data of a documented shape, never words that were made for people.
import { z } from 'zod'
import type { Instant } from '../domain/instant.js'
import type { Answer } from '../ports.js'

/** No card of a feature is called so, and no platform is ever given it. */
export const dataName = 'data'

export function toDataAnswer(view: object): Answer {
  return { name: dataName, view: { ...view } }
}

/** ISO 8601 in UTC. */
export const moment = z.iso.datetime()
export const momentOrNull = moment.nullable()

export function toIso(at: Instant): string
export function toIso(at: Instant | undefined): string | null
export function toIso(at: Instant | undefined): string | null {
  if (at === undefined || Number.isNaN(new Date(at).getTime())) return null
  return new Date(at).toISOString()
}

export const personData = z.object({ platform: z.string(), id: z.string(), name: z.string() })
