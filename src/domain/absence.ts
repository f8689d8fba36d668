// The one place that says of something that it is not there. A list that was not read lately may have anything on it, and of
// what was not understood nothing is known: so it asks for when the lists were read, and for a text that was understood.
import type { Instant } from './instant.js'
import type { Understood } from './pasted/index.js'
import { toClockText, toListText } from './words.js'

/** When the lists that it is about were read. */
export interface Sight {
  /** The oldest good poll of them; undefined when one of them was never read. */
  readonly readAt: Instant | undefined
  /** The names of those not read lately: what they have now is not known. */
  readonly blind: readonly string[]
  /** Of those. When the first of them was last read; undefined when one never was. */
  readonly blindSince: Instant | undefined
  /** The names of those read lately, but not in whole: somebody may be on them whom nobody can name. */
  readonly partly: readonly string[]
}

export type Absence =
  /** Of the whole list. */
  | { readonly of: 'anybody' }
  | { readonly of: 'match'; readonly what: Understood | '' }
  /** How many there are, of a list that shows none. */
  | { readonly of: 'count' }
  | { readonly of: 'entity'; readonly name: Understood }
  /** The same, whatever is known from before. */
  | { readonly of: 'listed'; readonly name: Understood }
  /** Several addresses that stand in something. */
  | { readonly of: 'named' }
  | { readonly of: 'senders' }
  /** Of those on the list, one that may send as somebody. */
  | { readonly of: 'delegates' }
  | { readonly of: 'connectors' }
  | { readonly of: 'reviews' }
  | { readonly of: 'yours' }
  /** What has ended, of everything or of one. */
  | { readonly of: 'endings'; readonly name: Understood | '' }

export function isSeen(sight: Sight): boolean {
  return sight.blind.length === 0 && sight.partly.length === 0 && sight.readAt !== undefined
}

/** A denial, with the list that it goes by; where that was not read, that it cannot be known. */
export function toAbsenceText(absence: Absence, sight: Sight): string {
  if (isSeen(sight)) return deny(absence, sight)
  return `${toTitle(toQuestion(absence))} cannot be known now: ${toBlindText(sight)}.`
}

function deny(absence: Absence, { readAt }: Sight): string {
  const read = readAt === undefined ? '' : ` as read at ${toClockText(readAt)}`
  switch (absence.of) {
    case 'anybody':
      return 'Nobody is restricted.'
    case 'match':
      return absence.what === ''
        ? 'Nothing that is restricted matches.'
        : `Nothing that is restricted matches "${absence.what}".`
    case 'count':
      return '0 restrictions'
    case 'entity':
      return `${absence.name} is not on the Restricted entities list${read}, and Reprieve has no record of it.`
    case 'listed':
      return `${absence.name} is not on the list${read}.`
    case 'senders':
      return `No sender is on the list${read}.`
    case 'delegates':
      return 'None of those restricted now is known to be allowed to send as it.'
    case 'named':
      return `None of the addresses in it is on the list${read}.`
    case 'connectors':
      return `No connector is on the list${read}.`
    case 'reviews':
      return 'Nobody waits for a review.'
    case 'yours':
      return 'Nothing waits for you.'
    case 'endings':
      return absence.name === '' ? 'Nothing has ended yet.' : `Nothing about ${absence.name} has ended yet.`
    default:
      return absence satisfies never
  }
}

/** The same as what is not known. */
function toQuestion(absence: Absence): string {
  switch (absence.of) {
    case 'anybody':
      return 'whether anybody is restricted'
    case 'match':
      return absence.what === ''
        ? 'whether anything that is restricted matches'
        : `whether anything that is restricted matches "${absence.what}"`
    case 'count':
      return 'how many are restricted'
    case 'entity':
    case 'listed':
      return `whether ${absence.name} is restricted`
    case 'senders':
      return 'whether a sender is restricted'
    case 'delegates':
      return 'whether somebody restricted may send as it'
    case 'named':
      return 'whether an address in it is restricted'
    case 'connectors':
      return 'whether a connector is restricted'
    case 'reviews':
      return 'whether anybody waits for a review'
    case 'yours':
      return 'whether anything waits for you'
    case 'endings':
      return absence.name === ''
        ? 'whether anything has ended'
        : `whether anything about ${absence.name} has ended`
    default:
      return absence satisfies never
  }
}

/** "the list of Contoso was last read at 14:03 UTC" */
export function toBlindText({ blind, blindSince, partly }: Sight): string {
  if (blind.length === 0 && partly.length > 0)
    return `the list of ${toListText(partly)} could not be read in whole`
  const list = blind.length === 0 ? 'the list' : `the list of ${toListText(blind)}`
  return blindSince === undefined
    ? `${list} was not read yet`
    : `${list} was last read at ${toClockText(blindSince)}`
}

function toTitle(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
