// The end of a state file: SHA-256 over every byte before it. A flipped bit would otherwise be believed, and in the
// wrong place it makes an unblock sendable again.
import { createHash } from 'node:crypto'

const before = Buffer.from(',"checksum":"')
const after = Buffer.from('"}\n')
const hexLength = 64
const endLength = before.length + hexLength + after.length

/** @param chunks the text of an object without its closing brace. */
export function addChecksum(chunks: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return Buffer.concat([...chunks, before, Buffer.from(hash.digest('hex')), after])
}

/** What the file says itself; undefined when it does not end like one that does. */
export function readChecksum(bytes: Uint8Array): string | undefined {
  const end = Buffer.from(bytes.subarray(Math.max(0, bytes.length - endLength)))
  const isEnd =
    end.length === endLength &&
    end.subarray(0, before.length).equals(before) &&
    end.subarray(-after.length).equals(after)
  const text = end.toString('latin1', before.length, before.length + hexLength)
  return isEnd && /^[0-9a-f]{64}$/.test(text) ? text : undefined
}

export function isWhole(bytes: Uint8Array, checksum: string): boolean {
  const text = bytes.subarray(0, bytes.length - endLength)
  return createHash('sha256').update(text).digest('hex') === checksum
}
