import { dirname } from 'node:path'
import type { Disk } from './disk.js'

/** A crash leaves the old file or the new one; what was taken out is gone when this resolves. */
export async function replaceFile(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  await disk.remove(`${path}.tmp`)
  await disk.create(`${path}.tmp`, bytes)
  await disk.rename(`${path}.tmp`, path)
  await disk.syncFolder(dirname(path))
}
