// Outside text made fit for reading: nothing that hides or turns the line around, never too long.
import { showLookAlikes } from '../../domain/look-alike.js'

const control = /[^\P{Cc}\n]/gu

/** Most texts; looking each of them over for Unicode's exceptions costs more than everything else here. */
const plainAscii = /^[ -~]*$/

/** Longer than any place of a card: what is beyond it is not looked at. */
const longestText = 10_000

/** What a person sees of it, with a mark for what could deceive. Line breaks stay; the ends are trimmed. */
export function toVisible(text: string): string {
  if (plainAscii.test(text)) return text.trim()
  const readable = text
    .slice(0, longestText)
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(control, ' ')
  return showLookAlikes(readable)
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

export function toOneLine(text: string): string {
  if (!text.includes('\n')) return text
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '').join(' ')
}

/** At most `most` UTF-16 units, an ellipsis in place of what is missing, no half characters. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  return most < 1 ? '' : `${cutClean(text, most - 1).trimEnd()}…`
}

/** The same with what is missing in the middle: of an address both ends matter. */
export function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text
  if (most < 3) return cut(text, most)
  const end = Math.floor((most - 1) / 2)
  const start = most - 1 - end
  return `${cutClean(text, start)}…${text.slice(-end).replace(/^[\uDC00-\uDFFF]/, '')}`
}

/** The same for ids and addresses, where an ellipsis would be part of the value. */
export function cutClean(text: string, most: number): string {
  return text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')
}
