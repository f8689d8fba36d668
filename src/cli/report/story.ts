// What the entries of one incident say about it.
import { toActorKey } from '../../domain/actor.js'
import { toDatum } from '../../domain/event-words.js'
import type { Told } from '../../domain/told.js'
import { eventRows } from '../../features/index.js'
import { markdownWriter, toPerson } from './words.js'

export interface Story {
  readonly events: readonly Told[]
  /** The latest of a type. */
  find(type: string): Told | undefined
  /** The review behind the unblock that was asked for last; without one the latest review of all. */
  readonly review: Told | undefined
  /** Who approved that review, when it was not the reviewer. */
  readonly approval: Told | undefined
  /** The evidence last gathered before that review; what was on the screen is in the review itself, if it says so. */
  readonly evidence: Told | undefined
}

export function toStory(events: readonly Told[]): Story {
  const find = (type: string) => events.findLast((event) => event.type === type)
  const requested = find('unblock.requested')
  const review =
    requested === undefined
      ? find('review.submitted')
      : (findReview(events, requested) ?? find('review.submitted'))
  const before = review === undefined ? events : events.slice(0, events.indexOf(review))
  return {
    events,
    find,
    review,
    approval: review === undefined ? undefined : findApproval(events, review),
    evidence: before.findLast(({ type }) => type === 'evidence.gathered'),
  }
}

function findApproval(events: readonly Told[], review: Told): Told | undefined {
  const reviewer = review.by === undefined ? '' : toActorKey(review.by)
  return events
    .slice(events.indexOf(review))
    .findLast((event) => event.type === 'review.approved' && toDatum(event, 'reviewer') === reviewer)
}

// A confirmation belongs to one actor, and each new review of theirs takes its place. Whose review it was is said where the
// Yes was; older versions let nobody approve the review of somebody else.
function findReview(events: readonly Told[], requested: Told): Told | undefined {
  const own = requested.by === undefined ? '' : toActorKey(requested.by)
  const reviewer = toDatum(requested, 'reviewer') || own
  const { reviewedAt } = requested.data
  return events
    .slice(0, events.indexOf(requested))
    .findLast(
      (event) =>
        event.type === 'review.submitted' &&
        event.by !== undefined &&
        toActorKey(event.by) === reviewer &&
        (reviewedAt === undefined || event.at === reviewedAt),
    )
}

/** How it ended, or where it stands, in one sentence. */
export function toSummary(story: Story): string {
  const closed = story.find('incident.closed')
  return closed === undefined ? toStanding(story) : toOutcome(story, toDatum(closed, 'outcome'))
}

function toOutcome(story: Story, outcome: string): string {
  if (story.find('incident.continued') !== undefined)
    return 'Left the list for a while and came back: another incident goes on with it.'
  switch (outcome) {
    case 'unblocked':
      return `${toUnblocked(story)}, and gone from the list at the last look.${toMailText(story)}`
    case 'restricted-again':
      return `${toUnblocked(story)}, and **restricted again**: what followed is an incident of its own.`
    case 'cleared-elsewhere':
      return toLeftText(story)
    case 'expired':
      return 'Ended by itself when its time was over.'
    case 'no-longer-watched':
      return `No longer watched: its tenant was taken out of the settings. Where it stood then: ${toStanding(story)}`
    default:
      return 'Closed.'
  }
}

function toLeftText({ find }: Story): string {
  const lifted = find('incident.lifted')
  return lifted === undefined
    ? 'Left the list without an unblock through Reprieve: lifted elsewhere, by Microsoft, or ended by itself.'
    : `Lifted elsewhere, without Reprieve, by ${markdownWriter.outside(toDatum(lifted, 'who'))} (audit log).`
}

/** Older programs read no message trace. */
function toMailText(story: Story): string {
  const closed = story.find('incident.closed')
  switch (closed === undefined ? '' : toDatum(closed, 'mail')) {
    case 'delivered':
      return ' Mail was seen delivered outside.'
    case 'inside':
      return ' Mail was seen delivered inside only.'
    case 'nothing':
      return ' No mail was seen.'
    case 'refused':
      return ' **Mail was refused** after the unblock.'
    case 'unknown':
      return ' Whether mail flows could not be told.'
    default:
      return ''
  }
}

function toUnblocked(story: Story): string {
  return `Unblocked${toWho(story)}`
}

/** Who said Yes, and whose review that was; empty when nobody is known. */
function toWho({ find, review }: Story): string {
  const by = find('unblock.requested')?.by
  if (by === undefined) return ''
  const isOwn = review?.by === undefined || toActorKey(review.by) === toActorKey(by)
  return ` by ${toPerson(by)}${isOwn ? '' : `, reviewed by ${toPerson(review.by)}`}`
}

/** The latest event that says where an open incident stands. */
function toStanding(story: Story): string {
  const told = story.events.flatMap((event) => {
    const standing = eventRows.get(event.type)?.standing
    return standing === undefined ? [] : [{ event, standing }]
  })
  const last = told.at(-1)
  if (last === undefined) return 'Not closed yet.'
  const { event, standing } = last
  return typeof standing === 'string' ? standing : standing(event, { ...markdownWriter, who: toWho(story) })
}
