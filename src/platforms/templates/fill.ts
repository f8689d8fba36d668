// Writes the outside text of one string for the place where the string stands, cut so that the whole fits.

import { findUrl } from '../../domain/url.js'
import { hasMoments, unixSeconds, writeMoments } from './moments.js'
import type { Place, Syntax } from './place.js'
import { close, open } from './seal.js'
import { toMrkdwn, toMrkdwnUrl, toPlain as toSlackPlain } from './slack-text.js'
import { toMarkdown, toPlain as toTeamsPlain } from './teams-text.js'
import { cut, cutClean, cutMiddle, toOneLine, toVisible } from './text.js'

/** Writes one piece of outside text with at most this many of its own characters. */
type Piece = (most: number) => string

export function fill(given: string, place: Place): string {
  if (!given.includes(open) && !hasMoments(given)) return given
  const text = writeMoments(given, place.teller)
  // A third of the time that a pattern takes.
  const parts = text.replaceAll(close, open).split(open)
  if (place.syntax === 'value') return cutClean(parts.join(''), place.most)
  if (place.syntax === 'url') return toSafeUrl(parts.join(''), place.most)
  const filled = fitInto(toPieces(parts, place), place.most)
  return filled.trim() === '' ? '–' : filled
}

function toPieces(parts: readonly string[], place: Place): readonly Piece[] {
  const isAlone = parts.length === 3 && parts[0] === '' && parts[2] === ''
  return parts.map((part, index) => {
    if (index % 2 === 0) return () => part
    return toPiece(part, place, { isAlone, before: parts[index - 1] ?? '' })
  })
}

interface Surroundings {
  /** Nothing of ours stands beside it. A line break beside our words would forge a line of ours. */
  readonly isAlone: boolean
  readonly before: string
}

function toPiece(data: string, { syntax, keepsEnds }: Place, { isAlone, before }: Surroundings): Piece {
  if (before.endsWith('<!date^')) return () => (unixSeconds.test(data) ? data : '0')
  if (syntax === 'mrkdwn' && before.endsWith('<')) return () => toMrkdwnUrl(toSafeUrl(data, 2_000))
  if (syntax === 'json') return (most) => JSON.stringify(cutClean(data, most)).slice(1, -1)
  const visible = toVisible(data)
  const keepsLines = isAlone && syntax !== 'slack-plain' && syntax !== 'teams-plain'
  const readable = keepsLines || syntax === 'lines' ? visible : toOneLine(visible)
  const isLineStart = before === '' || before.endsWith('\n')
  const shorten = keepsEnds === true ? cutMiddle : cut
  return (most) => write(shorten(readable, most), syntax, isLineStart)
}

function write(text: string, syntax: Syntax, isLineStart: boolean): string {
  switch (syntax) {
    case 'mrkdwn':
      return toMrkdwn(text)
    case 'markdown':
      return toMarkdown(text, isLineStart)
    case 'slack-plain':
      return toSlackPlain(text)
    case 'teams-plain':
      return toTeamsPlain(text)
    default:
      return text
  }
}

function fitInto(pieces: readonly Piece[], most: number): string {
  const writeAll = (each: number) => pieces.map((piece) => piece(each)).join('')
  return writeFitting(writeAll, most, (written) => written.length)
}

/** Writes everything with at most so many characters of each piece of outside text. */
export type Write<Written> = (each: number) => Written

/** Cuts before escaping, and only the longest: an icon beside a long reason stays whole. */
export function writeFitting<Written>(
  writeAll: Write<Written>,
  most: number,
  measure: (written: Written) => number,
): Written {
  const whole = writeAll(Number.POSITIVE_INFINITY)
  if (measure(whole) <= most) return whole
  let [fitting, tooMany] = [0, most + 1]
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2)
    if (measure(writeAll(middle)) <= most) fitting = middle
    else tooMany = middle
  }
  return writeAll(fitting)
}

/** Public, and the same for the tenants of every cloud. */
const insteadUrl = 'https://learn.microsoft.com/defender-office-365/outbound-spam-restore-restricted-users'

/**
 * Another scheme, a login in front of the host or an address too long to be drawn leads to what Microsoft writes about
 * restricted entities instead.
 */
export function toSafeUrl(text: string, most: number): string {
  const url = findUrl(text)
  if (url === undefined || !/^https?:$/.test(url.protocol)) return insteadUrl
  if (url.username !== '' || url.password !== '' || url.href.length > most) return insteadUrl
  return url.href
}
