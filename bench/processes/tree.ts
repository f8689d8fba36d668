// What a process and all that it has started have used, as Linux tells it.
import { readFile } from 'node:fs/promises'

/** Of those that have ended and of those that run, in milliseconds. */
export async function readTreeMilliseconds(pid: number): Promise<number> {
  const [stat, schedule, children] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/schedstat`, 'utf8'),
    readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'),
  ])
  const living = await Promise.all(
    children
      .trim()
      .split(' ')
      .filter((child) => child !== '')
      // One that ended in this moment is among the ended the next time.
      .map((child) => readTreeMilliseconds(Number(child)).catch(() => 0)),
  )
  // After the name, which may have blanks: the 14th and 15th of those that have ended, in hundredths of a second.
  const fields = stat.slice(stat.lastIndexOf(')')).split(' ')
  const ended = 10 * (Number(fields[14]) + Number(fields[15]))
  return Number(schedule.split(' ')[0]) / 1_000_000 + ended + living.reduce((sum, one) => sum + one, 0)
}
