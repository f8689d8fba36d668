import { z } from 'zod'
import type { Instant } from '../../domain/instant.js'
import type { Mute } from '../../domain/muted.js'
import { type Task, toTask } from '../../domain/task.js'

const about = { tenantId: z.string(), muteId: z.string() }
export const muteSyncDuty = z.object({ kind: z.literal('mute-sync'), ...about })
export const muteOverDuty = z.object({
  kind: z.literal('mute-over'),
  ...about,
  because: z.enum(['over', 'worse']),
})

type About = Pick<Mute, 'id' | 'tenantId'>

/** Brings what is restricted now in step with a mute that begins, or is gone. */
export function toMuteSyncTask({ id: muteId, tenantId }: About, dueAt: Instant): Task {
  const duty = { kind: 'mute-sync', tenantId, muteId } as const
  return toTask({ key: `mute-sync:${muteId}`, lane: `mute:${muteId}`, dueAt, duty })
}

export function toMuteOverTask(
  { id: muteId, tenantId }: About,
  because: 'over' | 'worse',
  dueAt: Instant,
): Task {
  const duty = { kind: 'mute-over', tenantId, muteId, because } as const
  return toTask({ key: `mute-over:${muteId}:${because}`, lane: `mute:${muteId}`, dueAt, duty })
}
