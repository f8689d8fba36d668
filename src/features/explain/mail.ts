// A whole mail that was pasted, headers and all: what its report and its words say, without its headers and without the
// mail that came back in it.
import type { Email } from 'postal-mime'
import { undoEncoding } from './encoded.js'

/** A mail begins with headers; a bounce in words, or the fields of a report alone, does not. */
const mailStart =
  /^\s{0,10}(?:[\w-]{2,60}:[^\r\n]{0,2000}\r?\n(?:[ \t][^\r\n]{0,2000}\r?\n){0,60}){1,200}\r?\n/
const mailHeader = /^(?:MIME-Version|Content-Type|Content-Transfer-Encoding):/im
/** The parts of a mail whose own headers were left out: the line between them says how they are told apart. */
const partStart = /^--(\S{1,70})\r?\nContent-[\w-]{2,40}:/i
export const longestMail = 30_000_000
/** A bounce is forwarded as an attachment, and that once more. */
const deepest = 4

/** The text to read a bounce in: the same text again unless it is a mail or a piece of one. */
export async function openMail(text: string): Promise<string> {
  return open(text, deepest)
}

async function open(text: string, levels: number): Promise<string> {
  // A mailbox file begins each mail with a line of its own.
  const start = withHeaders(text.trimStart().replace(/^From \S[^\n]{0,300}\r?\n(?=[\w-]{2,60}:)/, ''))
  if (start.length > longestMail) return text
  const isMail = mailStart.test(start.slice(0, 200_000)) && mailHeader.test(start.slice(0, 100_000))
  if (!isMail) return undoEncoding(text)
  const { default: PostalMime } = await import('postal-mime')
  try {
    const mail = await PostalMime.parse(start, {
      forceRfc822Attachments: true,
      attachmentEncoding: 'utf8',
      maxNestingDepth: 20,
    })
    return await toBounceText(mail, levels)
  } catch {
    // Cut off or malformed: what can be seen in it still counts.
    return text
  }
}

function withHeaders(text: string): string {
  const [, boundary] = partStart.exec(text) ?? []
  return boundary === undefined
    ? text
    : `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${boundary}"\n\n${text}`
}

async function toBounceText(mail: Email, levels: number): Promise<string> {
  const texts = mail.attachments.map(({ mimeType, content }) => ({ mimeType, content: toText(content) }))
  const report = texts.filter(({ mimeType }) => /^message\/(?:global-)?delivery-status$/.test(mimeType))
  const returned = texts.filter(({ mimeType }) =>
    /^(?:message\/(?:rfc822|global)|(?:text|message)\/(?:rfc822|global)-headers)$/.test(mimeType),
  )
  return [
    ...report.map(({ content }) => content),
    mail.text ?? toWords(mail.html ?? ''),
    `Title ${mail.subject ?? ''}`,
    ...(report.length > 0 ? [] : await openForwarded(returned, levels)),
    ...returned.map(({ content }) => toSender(content)),
  ].join('\n\n')
}

/** Without a report, a mail in the mail may be the bounce itself; what stands above it counts first. */
async function openForwarded(
  mails: readonly { readonly content: string }[],
  levels: number,
): Promise<readonly string[]> {
  if (levels === 0) return []
  const opened = await Promise.all(mails.map(({ content }) => open(content, levels - 1)))
  return opened.map((text) => `-----Original Message-----\n${text}`)
}

function toText(content: ArrayBuffer | Uint8Array | string): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content)
}

const longestHtml = 1_000_000
const tag = /<(\/?)([a-z!][\w-]{0,20})[^<>]{0,2000}>/gi
const unseen: ReadonlySet<string> = new Set(['style', 'script', 'head', 'title'])
const breaks: ReadonlySet<string> = new Set(['br', 'p', 'div', 'tr', 'li', 'pre', 'h1', 'h2', 'h3', 'h4'])

/** What a reader sees of it: cells and lines stay apart, and what is there for programs is gone. */
function toWords(html: string): string {
  const seen: string[] = []
  let at = 0
  let hiddenBy = ''
  for (const match of html.slice(0, longestHtml).matchAll(tag)) {
    const [whole, isEnd, written = ''] = match
    const name = written.toLowerCase()
    if (hiddenBy === '') seen.push(html.slice(at, match.index), breaks.has(name) ? '\n' : ' ')
    if (isEnd === '/' && name === hiddenBy) hiddenBy = ''
    else if (isEnd === '' && hiddenBy === '' && unseen.has(name)) hiddenBy = name
    at = match.index + whole.length
  }
  return [...seen, hiddenBy === '' ? html.slice(at, longestHtml) : ''].join('')
}

/** Whom the returned mail was from: that tells whose bounce it is, and nothing else in it counts. */
function toSender(content: string): string {
  return /^From:[^\n]{0,1000}/im.exec(content.slice(0, 100_000))?.[0] ?? ''
}
