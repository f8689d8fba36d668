// Pictures of one size into one that moves: an animated PNG (W3C, "PNG Specification, third edition"). It keeps text
// sharp, every browser plays it, and a PNG's own data goes into it as it is, so nothing has to be encoded.
import { crc32 } from 'node:zlib'

/** @param frames PNG files of one kind, each laid over what is there; the first is also shown where nothing moves. */
export function toAnimation(frames) {
  const pictures = frames.map(({ png }) => readChunks(png))
  const header = findChunk(pictures[0], 'IHDR')
  for (const picture of pictures)
    if (!toKind(picture).equals(toKind(pictures[0]))) throw new Error('The pictures are not of one kind.')
  let number = 0
  const data = pictures.flatMap((picture, at) => [
    chunk('fcTL', toControl(findChunk(picture, 'IHDR'), number++, frames[at])),
    ...picture
      .filter(({ type }) => type === 'IDAT')
      .map((part) => (at === 0 ? chunk('IDAT', part.data) : chunk('fdAT', uint32(number++), part.data))),
  ])
  const forever = uint32(0)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('acTL', uint32(frames.length), forever),
    ...data,
    chunk('IEND'),
  ])
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex')

/** Depth and kind of colour, without the size. */
function toKind(picture) {
  return findChunk(picture, 'IHDR').subarray(8)
}

/** This size, there, for so long. */
function toControl(header, number, { left, top, seconds }) {
  const delay = Buffer.alloc(6)
  delay.writeUInt16BE(Math.round(seconds * 100), 0)
  delay.writeUInt16BE(100, 2)
  const origin = [uint32(left), uint32(top)]
  return Buffer.concat([uint32(number), header.subarray(0, 8), ...origin, delay])
}

function readChunks(png) {
  const chunks = []
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

function findChunk(chunks, wanted) {
  return chunks.find(({ type }) => type === wanted).data
}

function chunk(type, ...parts) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), ...parts])
  return Buffer.concat([uint32(body.length - 4), body, uint32(crc32(body))])
}

function uint32(value) {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
