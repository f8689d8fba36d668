// What the bot says about its own health, asked as an outside monitor asks.
import { z } from 'zod'
import type { DeskHealthSight } from '../sight.js'

const PATIENCE_MILLISECONDS = 2_000

const answerSchema = z.object({
  status: z.enum(['ok', 'needs-a-look']),
  checks: z.array(z.object({ ok: z.boolean(), name: z.string(), detail: z.string() })),
})

const silent: DeskHealthSight = {
  status: 'silent',
  checks: [{ ok: false, name: 'The bot', detail: '/healthz does not answer' }],
}

/** Never rejects: no answer is an answer. */
export async function askHealth(baseUrl: string): Promise<DeskHealthSight> {
  try {
    const response = await fetch(`${baseUrl}/healthz`, { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) })
    return answerSchema.parse(await response.json())
  } catch {
    return silent
  }
}
