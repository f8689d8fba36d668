// The Markdown report of one incident, for the post-mortem.
import type { JournalEntry, JournalEvent } from '../domain/journal.js'

/** Entries of one incident, oldest first. Outside text stays text: it is put into code spans. */
export function toReport(entries: readonly JournalEntry[]): string {
  const events = entries.map(({ event }) => event)
  const [first] = events
  const opened = find(events, 'incident.opened')
  const review = find(events, 'review.submitted')
  const closed = find(events, 'incident.closed')
  return [
    `# Incident ${toCode(first?.incidentId ?? 'unknown')}`,
    '',
    ...toFacts([
      ['Tenant', first?.tenantId],
      ['Entity', text(opened, 'entity')],
      ['Reason as Exchange gave it', text(opened, 'reason')],
      ['First seen', toTime(opened?.at)],
      ['Reviewed by', review?.by?.name],
      ['Outcome', text(closed, 'outcome')],
      ['Closed', toTime(closed?.at)],
      ['Open for', toDuration(opened?.at, closed?.at)],
    ]),
    '',
    '## Why it was judged safe',
    '',
    ...toReview(review),
    '',
    '## What happened',
    '',
    '| When (UTC) | What | Who | Details |',
    '| --- | --- | --- | --- |',
    ...events.map(toRow),
    '',
    `${entries.length} journal entries, ${entries[0]?.seq ?? 0} to ${entries.at(-1)?.seq ?? 0}; last hash ${toCode(entries.at(-1)?.hash ?? '')}.`,
  ].join('\n')
}

function find(events: readonly JournalEvent[], type: JournalEvent['type']): JournalEvent | undefined {
  return events.findLast((event) => event.type === type)
}

function text(event: JournalEvent | undefined, key: string): string | undefined {
  const value = event?.data[key]
  return typeof value === 'string' ? value : undefined
}

function toFacts(facts: readonly (readonly [string, string | undefined])[]): readonly string[] {
  return facts.flatMap(([label, value]) =>
    value === undefined || value === '' ? [] : [`- **${label}:** ${toCode(value)}`],
  )
}

function toReview(review: JournalEvent | undefined): readonly string[] {
  if (review === undefined) return ['Nobody submitted a review.']
  const attested = review.data.attested
  const answers =
    typeof attested === 'object' && attested !== null
      ? Object.entries(attested).map(
          ([rule, answer]) => `- ${rule.replaceAll('-', ' ')}: **${String(answer).replaceAll('-', ' ')}**`,
        )
      : []
  const note = text(review, 'note') ?? ''
  return [...answers, '', note === '' ? 'No note was left.' : `Note: ${toCode(note)}`]
}

function toRow({ at, type, by, data }: JournalEvent): string {
  const details = Object.entries(data)
    .filter(([key]) => key !== 'raw')
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
  return `| ${toTime(at) ?? ''} | ${type} | ${by === undefined ? '' : toCode(by.name)} | ${details === '' ? '' : toCode(details)} |`
}

function toTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}

function toDuration(from: number | undefined, to: number | undefined): string | undefined {
  return from === undefined || to === undefined ? undefined : `${Math.round((to - from) / 60_000)} min`
}

// A code span cannot hold a line break, and inside a table no bar; backticks would end it.
function toCode(value: string): string {
  return `\`${value.replaceAll(/\s+/g, ' ').replaceAll('`', "'").replaceAll('|', '¦')}\``
}
