import { open } from 'node:fs/promises'

const chunkBytes = 1_048_576
const newline = 0x0a

export interface Scan {
  /** Where the last line that was accepted ends. */
  readonly size: number
  /** Bytes behind it: a line without its end, or one that was not accepted and all that follows. */
  readonly torn: number
}

/** Reads a file line by line without holding it in memory. Stops at the first line that `accept` does not want. */
export async function scanLines(
  path: string,
  accept: (text: string, offset: number) => boolean,
): Promise<Scan> {
  const file = await open(path, 'r')
  try {
    const total = (await file.stat()).size
    let size = 0
    let rest = Buffer.alloc(0)
    for (let read = 0; read < total; ) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, read)
      if (bytesRead === 0) break
      read += bytesRead
      const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)])
      const taken = takeLines(bytes, (text, start) => accept(text, size + start))
      size += taken.length
      if (taken.refused) break
      rest = bytes.subarray(taken.length)
    }
    return { size, torn: total - size }
  } finally {
    await file.close()
  }
}

function takeLines(bytes: Buffer, accept: (text: string, start: number) => boolean) {
  let length = 0
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, length)) {
    if (!accept(bytes.toString('utf8', length, end), length)) return { length, refused: true }
    length = end + 1
  }
  return { length, refused: false }
}
