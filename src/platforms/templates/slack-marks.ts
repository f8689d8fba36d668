// Our own formats in a text of a template, told apart from the outside text between them. What a template writes as mrkdwn
// is read here once, so that outside text never has to be mrkdwn.
import { momentMark, toFormat } from './moments.js'
import { close, open } from './seal.js'

export interface Style {
  readonly bold: boolean
  readonly code: boolean
}

export type Mark =
  | { readonly kind: 'text'; readonly text: string; readonly isOutside: boolean; readonly style: Style }
  | { readonly kind: 'break' }
  | {
      readonly kind: 'date'
      readonly unix: string
      readonly format: string
      readonly text: string
      readonly style: Style
    }
  | { readonly kind: 'link'; readonly url: string; readonly label: readonly Mark[] }
  | { readonly kind: 'mention'; readonly of: 'user' | 'usergroup'; readonly id: string }

const outside = `${open}([^${close}]*)${close}`
const marks = new RegExp(
  [
    `<!date\\^${outside}\\^([^|${open}]*)\\|${outside}>`,
    `<(@|!subteam\\^)${outside}>`,
    `<${outside}\\|((?:${open}[^${close}]*${close}|[^>${open}])*)>`,
    outside,
    '([*`\\n])',
    momentMark,
  ].join('|'),
  'g',
)

/** `*bold*`, `` `code` ``, line breaks, `<!date^..>`, `<address|label>`, `<@person>` and `<!subteam^group>`. */
export function readMarks(text: string): readonly Mark[] {
  const found: Mark[] = []
  let style: Style = { bold: false, code: false }
  let at = 0
  const say = (said: string, isOutside: boolean) => {
    if (said !== '' || isOutside) found.push({ kind: 'text', text: said, isOutside, style })
  }
  for (const match of text.matchAll(marks)) {
    say(text.slice(at, match.index), false)
    at = match.index + match[0].length
    const [, unix, format = '', dateText = '', mention, id = '', url, label = '', data, own] = match
    const [told, form = '', toldText = ''] = match.slice(-3)
    if (told !== undefined)
      found.push({ kind: 'date', unix: told, format: toFormat(form), text: toldText, style })
    else if (unix !== undefined) found.push({ kind: 'date', unix, format, text: dateText, style })
    else if (mention !== undefined)
      found.push({ kind: 'mention', of: mention === '@' ? 'user' : 'usergroup', id })
    else if (url !== undefined) found.push({ kind: 'link', url, label: readMarks(label) })
    else if (data !== undefined) say(data, true)
    else if (own === '\n') found.push({ kind: 'break' })
    else style = own === '*' ? { ...style, bold: !style.bold } : { ...style, code: !style.code }
  }
  say(text.slice(at), false)
  return found
}

/** The same as a text without formats, with its outside text marked as before. */
export function withoutMarks(read: readonly Mark[]): string {
  return read.map(toPlainPiece).join('')
}

function toPlainPiece(mark: Mark): string {
  switch (mark.kind) {
    case 'text':
      return mark.isOutside ? `${open}${mark.text}${close}` : mark.text
    case 'break':
      return '\n'
    case 'date':
      return `${open}${mark.text}${close}`
    case 'link':
      return withoutMarks(mark.label)
    case 'mention':
      return `@${open}${mark.id}${close}`
    default:
      return mark satisfies never
  }
}
