import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'

/** One file of a line log with what is known of it in memory. */
export interface LogFile {
  readonly name: string
  readonly month: string
  readonly firstSeq: number
  count: number
  /** Where each line begins; of a month that is over read only when somebody asks. */
  readonly offsets: () => Promise<number[]>
  size: number
  torn: number
}

/** @param files oldest first. @throws when a line is not there (any more). */
export async function readLines(
  folder: string,
  files: readonly LogFile[],
  seqs: readonly number[],
): Promise<readonly string[]> {
  const handles = new Map<LogFile, FileHandle>()
  try {
    const texts: string[] = []
    for (const seq of seqs) {
      const file = files.findLast((one) => one.firstSeq <= seq)
      if (file === undefined) throw new RangeError(`There is no line ${seq}`)
      const handle = handles.get(file) ?? (await open(join(folder, file.name), 'r'))
      handles.set(file, handle)
      texts.push(await readLine(handle, file, seq - file.firstSeq))
    }
    return texts
  } finally {
    for (const handle of handles.values()) await handle.close()
  }
}

export async function readLine(handle: FileHandle, file: LogFile, index: number): Promise<string> {
  const offsets = await file.offsets()
  const start = offsets[index]
  if (start === undefined) throw new RangeError(`${file.name} has no line ${index + 1}`)
  const length = (offsets[index + 1] ?? file.size) - start - 1
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, start)
  if (bytesRead !== length) throw new Error(`${file.name}, line ${index + 1} is shorter than before`)
  return buffer.toString('utf8')
}
