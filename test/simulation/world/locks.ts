import { join } from 'node:path'
import type { Program } from '../program/load.js'

/** The system would say that whoever held a lock is gone. One that was let go of says what was left behind. */
export async function forgetLocks(files: Program['files'], folder: string): Promise<void> {
  const names = (await files.readdir(folder)).filter((name) => name.startsWith('lock.'))
  for (const name of names) {
    const path = join(folder, name)
    if (!(await files.readFile(path, 'utf8')).includes('"isReleased":true')) await files.rm(path)
  }
}
