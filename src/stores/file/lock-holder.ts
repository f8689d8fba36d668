// Who holds a lock, and whether that process is still alive.
import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { z } from 'zod'

const holderSchema = z.object({
  pid: z.number(),
  host: z.string(),
  /** Boot of the machine and process namespace; a pid means something inside of these only. */
  world: z.string().optional(),
  /** When the process started, in the kernel's ticks: a pid is used again, this pair is not. */
  startedAt: z.string().optional(),
  /** Set when the holder let go. */
  isReleased: z.boolean(),
  /** A command that was typed: it lets go soon, and is worth waiting for. */
  isBrief: z.boolean().optional(),
  /** With it: the checksum of the state that the holder left, as state.json and once more in state.previous.json. */
  left: z.string().optional(),
})
export type Holder = z.infer<typeof holderSchema>

/** Undefined when the text is none: an empty file after a power cut, for example. */
export function parseHolder(text: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** This process. Outside Linux there is no /proc, and only a missing heartbeat tells that a holder is gone. */
export async function readSelf(pid: number, isBrief = false): Promise<Holder> {
  const boot = await readOptional(readFile('/proc/sys/kernel/random/boot_id', 'utf8'))
  const namespace = await readOptional(readlink('/proc/self/ns/pid'))
  const startedAt = await readStart(pid)
  const isKnown = boot !== undefined && namespace !== undefined && startedAt !== undefined
  const known = isKnown ? { world: `${boot.trim()} ${namespace}`, startedAt } : {}
  return { pid, host: hostname(), ...known, ...(isBrief ? { isBrief } : {}), isReleased: false }
}

export async function judge(holder: Holder, self: Holder): Promise<'alive' | 'gone' | 'unknown'> {
  if (holder.isReleased) return 'gone'
  if (holder.world === undefined || holder.world !== self.world) return 'unknown'
  return (await readStart(holder.pid)) === holder.startedAt ? 'alive' : 'gone'
}

/** Field 22 of /proc/pid/stat, see proc(5). Undefined for a process that is gone or a zombie. */
async function readStart(pid: number): Promise<string | undefined> {
  const text = await readOptional(readFile(`/proc/${pid}/stat`, 'utf8'))
  // The second field is the program's name and may hold spaces and brackets; what counts comes after its end.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  const isDead = fields?.[0] === 'Z' || fields?.[0] === 'X'
  return isDead ? undefined : fields?.[19]
}

async function readOptional(reading: Promise<string>): Promise<string | undefined> {
  return reading.catch(() => undefined)
}
