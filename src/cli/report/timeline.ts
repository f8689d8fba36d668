// Every event of an incident in words.
import { toActorKey } from '../../domain/actor.js'
import { isKnownType, type JournalEvent, type JournalType } from '../../domain/journal.js'
import { toCode } from './markdown.js'
import { toDatum, toNumber, toPlain, toTime } from './words.js'

const words: Readonly<Record<JournalType, (event: JournalEvent) => string>> = {
  'incident.opened': () => 'Seen on the Restricted entities list',
  'incident.changed': (event) => withDetail('Exchange changed the entry', toCode(toDatum(event, 'reason'))),
  'incident.closed': (event) => withDetail('Closed', toPlain(toDatum(event, 'outcome'))),
  'incident.asked': () => 'The restricted person asked for a review',
  'evidence.gathered': (event) =>
    `Evidence gathered: ${toNumber(event, 'known')} facts known, ${toNumber(event, 'unknown')} could not be checked`,
  'review.opened': () => 'Review opened',
  'review.submitted': () => 'Recommendations answered',
  'review.approved': (event) => `Review of ${toCode(toDatum(event, 'reviewerName'))} approved`,
  'confirmation.issued': () => 'Asked for a Yes',
  'unblock.requested': (event) => `**Unblock confirmed**${toReviewedText(event)}`,
  'unblock.attempted': () => 'Exchange asked to unblock',
  'unblock.done': toDoneWords,
  'unblock.uncertain': (event) => withDetail(`**${toUncertainWords(event)}**`, toCode(toDatum(event, 'why'))),
  'unblock.failed': (event) => withDetail('**Unblock failed**', toCode(toDatum(event, 'why'))),
  'containment.requested': (event) => `**${toStep(event)}**: confirmed`,
  'containment.attempted': (event) => `${toStep(event)}: asked for`,
  'containment.done': (event) => withDetail(`**${toStep(event)}**: done`, toCode(toDatum(event, 'detail'))),
  'containment.failed': (event) =>
    withDetail(`**${toStep(event)}**: failed`, toCode(toDatum(event, 'detail'))),
  'containment.unknown': (event) =>
    withDetail(`**${toStep(event)}**: no answer`, toCode(toDatum(event, 'detail'))),
  'look.listed': (event) =>
    event.data.minutes === undefined
      ? 'Looked: on the list'
      : `Looked after ${toNumber(event, 'minutes')} min: still on the list`,
  'look.gone': () => 'Looked: gone from the list',
  'stuck.noticed': () => '**Still restricted** although it was unblocked',
  'handoff.written': () => 'Handed over to Microsoft Support',
  'card.posted': (event) =>
    `Card posted to ${toPlain(toDatum(event, 'platform'))} ${toCode(toDatum(event, 'channel'))}`,
  'card.replaced': (event) =>
    `Card posted anew to ${toPlain(toDatum(event, 'platform'))}: the old one was gone`,
  'card.given-up': (event) =>
    withDetail(
      `Card given up on ${toPlain(toDatum(event, 'platform'))} ${toCode(toDatum(event, 'channel'))}`.trim(),
      toCode(toDatum(event, 'problem')),
    ),
  'press.refused': toRefusal,
  'command.refused': toRefusal,
  'refusals.counted': toRepeatedRefusal,
  'watch.failed': (event) => withDetail('The list could not be read', toCode(toDatum(event, 'problem'))),
  'watch.recovered': () => 'The list could be read again',
  'clock.stepped': (event) => `The clock was set: ${toNumber(event, 'milliseconds')} ms`,
  'doctor.run': (event) => withDetail('The doctor looked at everything', toPlain(toDatum(event, 'worst'))),
  'policies.drifted': (event) => withDetail('Settings changed', toCode(toDatum(event, 'changes'))),
  'policies.accepted': () => 'Changed settings accepted as the new normal',
  'policies.restored': () => 'Settings as before again',
  'policies.read-failed': (event) =>
    withDetail('The settings could not be read', toCode(toDatum(event, 'problem'))),
  'app.added': (event) => withDetail('The app was added to a channel', toCode(toDatum(event, 'name'))),
  'alerts.pinned': (event) => withDetail('Alerts sent to a channel', toCode(toDatum(event, 'channel'))),
  'alerts.lost': (event) =>
    withDetail('The channel that gets the alerts was lost', toCode(toDatum(event, 'name'))),
  'alerts.restored': (event) =>
    withDetail('The channel that gets the alerts came back', toCode(toDatum(event, 'name'))),
  'store.repaired': () => 'The state was rebuilt from the journal',
  'store.gap': () => 'An older state was found: nothing that was confirmed before counts any more',
  'store.created': (event) => withDetail('Began with an empty memory', toCode(toDatum(event, 'storeId'))),
}

export function toWords(event: JournalEvent): string {
  return isKnownType(event.type) ? words[event.type](event) : toCode(event.type)
}

function withDetail(text: string, detail: string): string {
  return detail === '' ? text : `${text}: ${detail}`
}

/** "Step block-sign-in", "Step block-sign-in taken back" */
function toStep(event: JournalEvent): string {
  return `Step ${toPlain(toDatum(event, 'step'))}${toDatum(event, 'undoes') === '' ? '' : ' taken back'}`
}

/** Whose review it was, when somebody else signed under it. */
function toReviewedText(event: JournalEvent): string {
  const reviewer = toDatum(event, 'reviewer')
  const isOwn = event.by === undefined || reviewer === toActorKey(event.by)
  return isOwn || reviewer === '' ? '' : `, reviewed by ${toCode(toDatum(event, 'reviewerName'))}`
}

function toRefusal(event: JournalEvent): string {
  return `Refused ${toCode(toDatum(event, 'action'))}: ${toPlain(toDatum(event, 'reason'))}`
}

/** "Refused `unblock` 7 times more, from 2026-11-22 03:14:05 to 2026-11-22 03:20:11: own mailbox 6, no role 1" */
function toRepeatedRefusal(event: JournalEvent): string {
  const { from, until, reasons } = event.data
  const span =
    typeof from === 'number' && typeof until === 'number' ? `, from ${toTime(from)} to ${toTime(until)}` : ''
  const counted =
    typeof reasons === 'object' && reasons !== null && !Array.isArray(reasons)
      ? Object.entries(reasons).map(
          ([reason, times]) =>
            `${toPlain(reason)} ${typeof times === 'number' ? times : toCode(JSON.stringify(times))}`,
        )
      : []
  const times = toNumber(event, 'times')
  const more = times === '1' ? 'once more' : `${times} times more`
  const text = `Refused ${toCode(toDatum(event, 'action'))} ${more}${span}`
  return withDetail(text, counted.join(', '))
}

/** Accepted is not lifted: what the list showed is told beside it. */
function toDoneWords({ data }: JournalEvent): string {
  if (data.alreadyGone === true) return '**Unblocked**: it was gone before Exchange was asked'
  if (data.settledBy === 'look')
    return data.answered === true
      ? '**Unblocked**: Exchange answered with an error, and the list shows that it happened'
      : '**Unblocked**: the answer was lost, and the list shows that it happened'
  if (data.gone === true) return '**Unblocked**: Exchange took it, and it is gone from the list'
  return data.gone === false
    ? '**Exchange accepted the unblock**: still on the list'
    : '**Exchange accepted the unblock**'
}

/** "No answer" is said only when there was none; older entries do not tell. */
function toUncertainWords({ data }: JournalEvent): string {
  if (data.answered === undefined) return 'Outcome of the unblock unknown'
  return data.answered === true ? 'Exchange answered with an error' : 'No answer from Exchange'
}
