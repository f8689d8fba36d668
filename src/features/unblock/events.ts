import { type EventTable, toDatum, type Writer, withDetail } from '../../domain/event-words.js'
import type { JournalEvent } from '../../domain/journal.js'

export const unblockEvents = {
  'unblock.attempted': {
    timeline: 'Exchange asked to unblock',
    report: 'Exchange asked to unblock',
    standing: 'An unblock is under way; Exchange has not answered yet.',
  },
  'unblock.done': {
    timeline: toDoneWords,
    saysWho: true,
    report: toDoneReport,
    standing: ({ data }, { who }) =>
      data.gone === false
        ? `Exchange accepted the unblock${who}, and the list is being watched.`
        : `Unblocked${who}, and still being watched.`,
  },
  'unblock.uncertain': {
    timeline: toUncertainWords,
    report: (event, { strong, outside }) =>
      withDetail(strong(toUncertainWords(event)), outside(toDatum(event, 'why'))),
    standing: ({ data }) =>
      data.answered === true
        ? 'Exchange answered the unblock with an error; the list decides what became of it.'
        : 'The answer of Exchange to the unblock was lost; the list decides what became of it.',
  },
  'unblock.failed': {
    timeline: 'Unblock failed',
    report: (event, { strong, outside }) =>
      withDetail(strong('Unblock failed'), outside(toDatum(event, 'why'))),
    standing: (_, { strong }) => `The unblock ${strong('failed')}, and it is still restricted.`,
  },
  'stuck.noticed': {
    timeline: 'Still restricted after one hour',
    report: (_, { strong }) => `${strong('Still restricted')} although it was unblocked`,
    standing: (_, { strong, who }) =>
      `Exchange accepted the unblock${who}, but ${strong('still restricted')} an hour later.`,
  },
  'handoff.written': {
    timeline: 'Ready for Microsoft Support',
    report: 'Handed over to Microsoft Support',
    standing: (_, { strong, who }) =>
      `Exchange accepted the unblock${who}, but ${strong('still blocked')} a day later: a case for Microsoft Support.`,
  },
} as const satisfies EventTable

/** Accepted is not lifted, and what the list showed is told beside it. */
function toDoneWords({ by, data }: JournalEvent): string {
  const who = by === undefined ? '' : ` by ${by.name}`
  if (data.alreadyGone === true) return `Gone from the list before the unblock${who}`
  if (data.settledBy === 'look') return `Unblocked${who}: the list shows it`
  if (data.gone === true) return `Unblocked${who}`
  return `Unblock${who} accepted by Exchange${data.gone === false ? ', still on the list' : ''}`
}

function toDoneReport({ data }: JournalEvent, { strong }: Writer): string {
  const unblocked = strong('Unblocked')
  if (data.alreadyGone === true) return `${unblocked}: it was gone before Exchange was asked`
  if (data.settledBy === 'look')
    return data.answered === true
      ? `${unblocked}: Exchange answered with an error, and the list shows that it happened`
      : `${unblocked}: the answer was lost, and the list shows that it happened`
  if (data.gone === true) return `${unblocked}: Exchange took it, and it is gone from the list`
  const accepted = strong('Exchange accepted the unblock')
  return data.gone === false ? `${accepted}: still on the list` : accepted
}

/** "No answer" is said only when there was none; older entries do not tell. */
function toUncertainWords({ data }: JournalEvent): string {
  if (data.answered === undefined) return 'Outcome of the unblock unknown'
  return data.answered === true ? 'Exchange answered with an error' : 'No answer from Exchange'
}
