import { type EventRow, type EventTable, toDatum, withDetail } from '../../domain/event-words.js'

function toRow(text: string, key: string): EventRow {
  return { report: (event, { outside }) => withDetail(text, outside(toDatum(event, key))) }
}

export const alertChannelEvents = {
  'app.added': toRow('The app was added to a channel', 'name'),
  'alerts.pinned': toRow('Alerts sent to a channel', 'channel'),
  'alerts.lost': toRow('The channel that gets the alerts was lost', 'name'),
  'alerts.restored': toRow('The channel that gets the alerts came back', 'name'),
} as const satisfies EventTable
