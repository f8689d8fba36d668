// What the parts of the report share: people, moments, spans of time.
import type { ActorRef } from '../../domain/actor.js'
import { dayMilliseconds, hourMilliseconds, type Instant, minuteMilliseconds } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import { toCode } from './markdown.js'

export function toPerson(by: ActorRef | undefined): string {
  return by === undefined ? '' : `${toCode(by.name)} (${toCode(`${by.platform}:${by.id}`)})`.trim()
}

/** 2026-11-22 03:14:05 */
export function toTime(at: Instant): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}

/** "42 s", "27 min", "3 h 5 min", "2 days 4 h" */
export function toSpan(milliseconds: number): string {
  if (milliseconds < minuteMilliseconds) return `${Math.floor(milliseconds / 1_000)} s`
  const minutes = Math.floor((milliseconds % hourMilliseconds) / minuteMilliseconds)
  if (milliseconds < hourMilliseconds) return `${minutes} min`
  if (milliseconds < dayMilliseconds) return `${Math.floor(milliseconds / hourMilliseconds)} h ${minutes} min`
  const days = Math.floor(milliseconds / dayMilliseconds)
  const hours = Math.floor((milliseconds % dayMilliseconds) / hourMilliseconds)
  return `${days} ${days === 1 ? 'day' : 'days'} ${hours} h`
}

/** One value of an event as text; empty when it is not there. */
export function toDatum({ data }: JournalEvent, key: string): string {
  const value = data[key]
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A number of an event; a question mark when it is none. */
export function toNumber({ data }: JournalEvent, key: string): string {
  const value = data[key]
  return typeof value === 'number' ? String(value) : '?'
}

/** An id of ours as words: `cleared-elsewhere` as "cleared elsewhere". Whatever cannot be one stays outside text. */
export function toPlain(id: string): string {
  return /^[a-z-]*$/.test(id) ? id.replaceAll('-', ' ') : toCode(id)
}
