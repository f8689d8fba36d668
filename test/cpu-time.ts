// What work costs, whatever else the machine has to do: CPU time, not time.
import { readFileSync } from 'node:fs'

/** CPU time that the work took of this thread, in milliseconds. Work that waits meanwhile counts what else ran here. */
export async function measureCpu(work: () => unknown): Promise<number> {
  const before = readCpuMilliseconds()
  await work()
  return readCpuMilliseconds() - before
}

/**
 * Linux tells it for each thread (the first number, in nanoseconds). Elsewhere the whole process is asked: that counts
 * other test files too, so what is quick by it is quick.
 */
function readCpuMilliseconds(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6
  } catch {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1_000
  }
}
