// Reads the PNG files this project draws: 8 bits a channel, RGB or RGBA, not interlaced.
import { inflateSync } from 'node:zlib'

export interface Picture {
  readonly width: number
  readonly height: number
  readonly hasAlpha: boolean
  /** Four bytes a pixel: red, green, blue, alpha. */
  readonly pixels: readonly (readonly [number, number, number, number])[]
}

const signature = '89504e470d0a1a0a'

export function readPng(file: Uint8Array): Picture {
  const bytes = Buffer.from(file)
  if (bytes.subarray(0, 8).toString('hex') !== signature) throw new Error('This is no PNG file.')
  const chunks = readChunks(bytes)
  const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13)
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const [depth, colorType, , , interlace] = header.subarray(8)
  const hasAlpha = colorType === 6
  if (depth !== 8 || !(hasAlpha || colorType === 2) || interlace !== 0)
    throw new Error('This kind of PNG is not read here.')
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))
  const channels = hasAlpha ? 4 : 3
  const samples = unfilter(inflateSync(packed), { height, rowBytes: width * channels, channels })
  const pixels = Array.from({ length: width * height }, (_none, index) => {
    const [red = 0, green = 0, blue = 0, alpha = 255] = samples.subarray(
      index * channels,
      index * channels + channels,
    )
    return [red, green, blue, alpha] as const
  })
  return { width, height, hasAlpha, pixels }
}

function readChunks(bytes: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  const chunks = []
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    chunks.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      data: bytes.subarray(at + 8, at + 8 + length),
    })
    at += length + 12
  }
  return chunks
}

interface Layout {
  readonly height: number
  readonly rowBytes: number
  readonly channels: number
}

/** https://www.w3.org/TR/png-3/#9Filters */
function unfilter(rows: Buffer, { height, rowBytes, channels }: Layout): Buffer {
  const samples = Buffer.alloc(height * rowBytes)
  for (let row = 0; row < height; row += 1) {
    const filter = rows[row * (rowBytes + 1)] ?? 0
    for (let column = 0; column < rowBytes; column += 1) {
      const at = row * rowBytes + column
      const left = column < channels ? 0 : (samples[at - channels] ?? 0)
      const up = row === 0 ? 0 : (samples[at - rowBytes] ?? 0)
      const corner = row === 0 || column < channels ? 0 : (samples[at - rowBytes - channels] ?? 0)
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0
      samples[at] = (rows[row * (rowBytes + 1) + 1 + column] ?? 0) + predicted
    }
  }
  return samples
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner
  const toLeft = Math.abs(estimate - left)
  const toUp = Math.abs(estimate - up)
  const toCorner = Math.abs(estimate - corner)
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}
