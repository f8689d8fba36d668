import { z } from 'zod'
import type { Incident } from '../../domain/incident.js'
import type { Signature } from '../../domain/signature.js'
import { type Task, toTask } from '../../domain/task.js'

export const signatureEndDuty = z.object({ kind: z.literal('signature-end'), incidentId: z.string() })

/** When a first signature stops waiting for the second. */
export function toSignatureEndTask({ id }: Incident, { until }: Signature): Task {
  const key = `signature-end:${id}`
  return toTask({ key, lane: key, dueAt: until, duty: { kind: 'signature-end', incidentId: id } })
}
