// How an event of the journal is told: every feature says it of the types that it writes.
import type { Instant } from './instant.js'
import type { JournalEvent } from './journal.js'

/** How a text is written where it is read: in Markdown, or whatever a report will be made of. */
export interface Writer {
  /** Must not be overlooked. */
  strong(text: string): string
  /** Text from outside, which stays text; empty for an empty one. */
  outside(text: string): string
  /** An id of ours as words: `cleared-elsewhere` as "cleared elsewhere". Whatever cannot be one stays outside text. */
  plain(id: string): string
  time(at: Instant): string
}

/** A writer who knows of the unblock too. */
export interface StandingWriter extends Writer {
  /** Who said Yes, and whose review that was: " by Maya, reviewed by Lee"; empty when nobody is known. */
  readonly who: string
}

export interface EventRow {
  /** On the card of an incident, which adds who it was and why. What is not said is not shown there. */
  readonly timeline?: string | ((event: JournalEvent) => string)
  /** Those words have said who it was. */
  readonly saysWho?: true
  /** In the report of an incident. */
  readonly report: string | ((event: JournalEvent, writer: Writer) => string)
  /** Where an open incident stands of which this is the latest. */
  readonly standing?: string | ((event: JournalEvent, writer: StandingWriter) => string)
}

/** By the type of the event. */
export type EventTable = Readonly<Record<string, EventRow>>

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

export function withDetail(text: string, detail: string): string {
  return detail === '' ? text : `${text}: ${detail}`
}
