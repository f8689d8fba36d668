import { type EventTable, toDatum, toNumber, type Writer, withDetail } from '../../domain/event-words.js'
import type { JournalEvent } from '../../domain/journal.js'

export const entranceEvents = {
  'press.refused': { report: toRefusal },
  'command.refused': { report: toRefusal },
  'refusals.counted': { report: toRepeatedRefusal },
} as const satisfies EventTable

function toRefusal(event: JournalEvent, { outside, plain }: Writer): string {
  return `Refused ${outside(toDatum(event, 'action'))}: ${plain(toDatum(event, 'reason'))}`
}

/** "Refused `unblock` 7 times more, from 2026-11-22 03:14:05 to 2026-11-22 03:20:11: own mailbox 6, no role 1" */
function toRepeatedRefusal(event: JournalEvent, { outside, plain, time }: Writer): string {
  const { from, until, reasons } = event.data
  const span =
    typeof from === 'number' && typeof until === 'number' ? `, from ${time(from)} to ${time(until)}` : ''
  const counted =
    typeof reasons === 'object' && reasons !== null && !Array.isArray(reasons)
      ? Object.entries(reasons).map(
          ([reason, times]) =>
            `${plain(reason)} ${typeof times === 'number' ? times : outside(JSON.stringify(times))}`,
        )
      : []
  const times = toNumber(event, 'times')
  const more = times === '1' ? 'once more' : `${times} times more`
  return withDetail(`Refused ${outside(toDatum(event, 'action'))} ${more}${span}`, counted.join(', '))
}
