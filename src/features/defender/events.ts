import { type EventTable, toDatum, withDetail } from '../../domain/event-words.js'
import type { JournalEvent } from '../../domain/journal.js'
import { toClockText } from '../words/words.js'

export const defenderEvents = {
  'defender.found': {
    timeline: 'Alert of Defender found',
    report: (event, { outside }) => withDetail('Alert of Defender found', outside(toDatum(event, 'title'))),
  },
  'defender.told': {
    timeline: toToldText,
    report: toToldText,
  },
  'defender.assigned': {
    timeline: 'Assigned in Defender',
    report: (event, { outside }) => withDetail('Assigned in Defender', outside(toDatum(event, 'to'))),
  },
  'defender.closed': {
    timeline: toClosedText,
    report: (event, { outside }) => withDetail(toClosedText(event), outside(toDatum(event, 'by'))),
  },
  'defender.trouble': {
    timeline: 'Defender’s alert is not kept in step',
    report: (event, { outside }) =>
      withDetail('Defender’s alert is not kept in step', outside(toDatum(event, 'why'))),
  },
} as const satisfies EventTable

function toToldText(event: JournalEvent): string {
  const isLeft = event.data.isShared === true ? ', which is about others as well and stays open' : ''
  switch (toDatum(event, 'step')) {
    case 'taken':
      return `Defender’s alert was told who is on it${isLeft}`
    case 'reviewed':
      return `Defender’s alert was told of the review${isLeft}`
    case 'unblocked':
      return `Defender’s alert was told of the unblock${isLeft}`
    case 'closed':
      return isLeft === '' ? 'Defender’s alert was resolved' : `Defender’s alert was told of the end${isLeft}`
    default:
      return 'Defender’s alert was told'
  }
}

function toClosedText({ data, at }: JournalEvent): string {
  return `Closed in Defender at ${toClockText(typeof data.closedAt === 'number' ? data.closedAt : at)}`
}
