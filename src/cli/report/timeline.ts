// Every event of an incident in words.
import type { JournalEvent } from '../../domain/journal.js'
import { eventRows } from '../../features/index.js'
import { toCode } from './markdown.js'
import { markdownWriter } from './words.js'

/** What a newer program has written is better shown raw than not at all. */
export function toWords(event: JournalEvent): string {
  const report = eventRows.get(event.type)?.report ?? toCode(event.type)
  return typeof report === 'string' ? report : report(event, markdownWriter)
}
