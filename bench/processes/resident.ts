import { readFile } from 'node:fs/promises'

/** Memory of any process (RSS) as Linux tells it; elsewhere nobody does without asking a program. */
export async function readResidentMegabytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? Number.NaN) / 1_024
}
