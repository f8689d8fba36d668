// Moments in the middle of words: in the time of the reader where the platform works it out, else with their zone.
import type { Teller } from './place.js'
import { close, closeMoment, open, openMoment } from './seal.js'

const marks = new RegExp(`${openMoment}([^\\^]*)\\^([^\\^]*)\\^([^${closeMoment}]*)${closeMoment}`, 'g')
/** For whoever looks for them among other marks: seconds, form, text. */
export const momentMark = marks.source
/** What Slack takes as the seconds of a date. */
export const unixSeconds = /^\d{1,12}$/

/** @param teller undefined where nobody works out the time of the reader. */
export function writeMoments(text: string, teller: Teller | undefined): string {
  if (!text.includes(openMoment)) return text
  return text.replace(marks, (_, unix: string, form: string, words: string) => {
    const plain = `${open}${words}${close}`
    if (teller === undefined || !unixSeconds.test(unix)) return plain
    return teller === 'mrkdwn' ? toSlackDate(unix, toFormat(form), words) : (toTeamsTime(unix, form) ?? plain)
  })
}

export function hasMoments(text: string): boolean {
  return text.includes(openMoment)
}

/** As Slack calls it: today and yesterday are said so. */
export function toFormat(form: string): string {
  return form === 'clock' ? '{time}' : '{date_short_pretty} {time}'
}

export function toSlackDate(unix: string, format: string, words: string): string {
  return `<!date^${unix}^${format}|${toFallback(words)}>`
}

/** As we write moments, or nothing: it stands in mrkdwn. */
function toFallback(text: string): string {
  return /^[\w :,+-]{1,40}$/.test(text) ? text : '–'
}

/** Teams wants it to the letter: upper case, no spaces, RFC 3339. Undefined for what no calendar has. */
function toTeamsTime(unix: string, form: string): string | undefined {
  const at = new Date(Number(unix) * 1_000)
  if (Number.isNaN(at.getTime())) return undefined
  const iso = `${at.toISOString().slice(0, 19)}Z`
  if (!/^\d{4}-/.test(iso)) return undefined
  return form === 'clock' ? `{{TIME(${iso})}}` : `{{DATE(${iso},COMPACT)}} {{TIME(${iso})}}`
}
