// A whole mail that was pasted, headers and all: what its report and its words say, without its headers and without the
// mail that came back in it.
import PostalMime, { type Email } from 'postal-mime'

/** A mail begins with headers; a bounce in words, or the fields of a report alone, does not. */
const mailStart = /^\s{0,10}(?:[\w-]{2,60}:[^\n]{0,2000}\r?\n(?:[ \t][^\n]{0,2000}\r?\n){0,60}){2,200}\r?\n/
const mailHeader = /^(?:MIME-Version|Content-Type):/im
const longestMail = 2_000_000

/** The text to read a bounce in: the same text again unless it is a mail. */
export async function openMail(text: string): Promise<string> {
  const start = text.trimStart()
  if (start.length > longestMail || !mailStart.test(start)) return text
  if (!mailHeader.test(start.slice(0, 100_000))) return text
  try {
    const mail = await PostalMime.parse(start, {
      forceRfc822Attachments: true,
      attachmentEncoding: 'utf8',
      maxNestingDepth: 20,
    })
    return toBounceText(mail)
  } catch {
    // Cut off or malformed: what can be seen in it still counts.
    return text
  }
}

function toBounceText(mail: Email): string {
  const texts = mail.attachments.map(({ mimeType, content }) => ({ mimeType, content: toText(content) }))
  const report = texts.filter(({ mimeType }) => mimeType === 'message/delivery-status')
  const original = texts.filter(({ mimeType }) => /^(?:message\/rfc822|text\/rfc822-headers)$/.test(mimeType))
  return [
    ...report.map(({ content }) => content),
    mail.text ?? mail.html?.replaceAll(/<[^>]{0,2000}>/g, ' ') ?? '',
    `Title ${mail.subject ?? ''}`,
    ...original.map(({ content }) => toSender(content)),
  ].join('\n\n')
}

function toText(content: ArrayBuffer | Uint8Array | string): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content)
}

/** Whom the returned mail was from: that tells whose bounce it is, and nothing else in it counts. */
function toSender(content: string): string {
  return /^From:[^\n]{0,1000}/im.exec(content.slice(0, 100_000))?.[0] ?? ''
}
