// A short, stable name for what was found. Whoever writes the finding, by naming an inbox rule or an app, may want two of
// one name: so it is SHA-256, cut to 64 bits, and not the arithmetic of handle.ts. No I/O and no chance in it.
import { createHash } from 'node:crypto'

export function toDigest(parts: readonly (string | readonly string[])[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}
