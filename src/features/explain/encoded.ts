// Pieces of a mail that were copied as they travel, without the headers that say how they are encoded.

const base64 = /^[A-Za-z\d+/]{40,}={0,2}$/
const softBreak = /=\r?\n/
const codedByte = /=(?:20|3D|[CDE][\dA-F]=[89AB][\dA-F])/g

/** The text that was meant; the same again when it is no such piece. */
export function undoEncoding(text: string): string {
  const bare = text.replaceAll(/\s+/g, '')
  if (base64.test(bare)) return fromBase64(bare) ?? text
  const isCoded = softBreak.test(text) || (text.match(codedByte)?.length ?? 0) >= 3
  return isCoded ? fromQuotedPrintable(text) : text
}

function fromBase64(text: string): string | undefined {
  const decoded = Buffer.from(text, 'base64').toString('utf8')
  // What is no text decodes to what nobody can read.
  return /[\uFFFD\p{Cc}]/u.test(decoded.replaceAll(/\s/g, '')) ? undefined : decoded
}

function fromQuotedPrintable(text: string): string {
  return text
    .replaceAll(/=[ \t]*\r?\n/g, '')
    .replaceAll(/(?:=[\dA-F]{2})+/g, (coded) =>
      Buffer.from(coded.replaceAll('=', ''), 'hex').toString('utf8'),
    )
}
