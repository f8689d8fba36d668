// What the parts of the report share: people, moments, spans of time, and how features write in it.
import type { ActorRef } from '../../domain/actor.js'
import type { Writer } from '../../domain/event-words.js'
import { dayMilliseconds, hourMilliseconds, type Instant, minuteMilliseconds } from '../../domain/instant.js'
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

/** An id of ours as words: `cleared-elsewhere` as "cleared elsewhere". Whatever cannot be one stays outside text. */
export function toPlain(id: string): string {
  return /^[a-z-]*$/.test(id) ? id.replaceAll('-', ' ') : toCode(id)
}

/** Features say what happened, and know nothing of Markdown. */
export const markdownWriter: Writer = {
  strong: (text) => `**${text}**`,
  outside: toCode,
  plain: toPlain,
  time: toTime,
}
