import { type EventTable, toDatum, withDetail } from '../../domain/event-words.js'
import type { JournalEvent } from '../../domain/journal.js'
import { toClockText } from '../words/words.js'

export const mailFlowEvents = {
  'mail.delivered': {
    timeline: toDeliveredText,
    report: (event, { strong }) => strong(toDeliveredText(event)),
    standing: (event, { strong, who }) => `Unblocked${who}. ${strong(toDeliveredText(event))}.`,
  },
  'mail.refused': {
    timeline: toRefusedText,
    report: (event, { strong }) => strong(toRefusedText(event)),
    standing: (event, { strong, who }) =>
      `Exchange accepted the unblock${who}, but ${strong('still blocked')}: ${toRefusalText(event)}.`,
  },
  'mail.inside': {
    timeline: (event) => `Delivered inside only: ${toMailClock(event)}`,
    report: (event) => `Message trace: delivered inside only, at ${toMailClock(event)}`,
  },
  'mail.unknown': {
    // The reason follows it there.
    timeline: 'Whether mail flows cannot be told',
    report: (event, { outside }) =>
      withDetail('Whether mail flows cannot be told', outside(toDatum(event, 'why'))),
  },
} as const satisfies EventTable

function toDeliveredText(event: JournalEvent): string {
  return `Mail flows: delivered outside at ${toMailClock(event)}`
}

function toRefusedText(event: JournalEvent): string {
  return `Mail ${toRefusalText(event)}`
}

function toRefusalText(event: JournalEvent): string {
  return `refused with ${toDatum(event, 'code')} at ${toMailClock(event)}, after the unblock`
}

function toMailClock({ data, at }: JournalEvent): string {
  return toClockText(typeof data.mailAt === 'number' ? data.mailAt : at)
}
