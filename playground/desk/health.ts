// What the bot tells monitors about its health, asked as they ask, and said in words.
import { z } from 'zod'
import type { DeskHealthSight } from '../sight.js'

const PATIENCE_MILLISECONDS = 2_000

const probeSchema = z.object({ status: z.string(), reasons: z.array(z.string()).default([]) })
type Probe = z.infer<typeof probeSchema>

/** What `/readyz` can name, and what each means. Several of one name are one row. */
const meanings = [
  {
    reason: 'poll-overdue',
    name: 'Polls of Exchange',
    good: 'The list was read in time.',
    bad: 'No good poll for two intervals: what is restricted now is not known.',
  },
  {
    reason: 'slack-unwell',
    name: 'Slack',
    good: 'It takes what is posted.',
    bad: 'It refuses or does not answer; cards wait.',
  },
  {
    reason: 'teams-unwell',
    name: 'Microsoft Teams',
    good: 'It takes what is posted.',
    bad: 'It refuses or does not answer; cards wait.',
  },
  {
    reason: 'work-late',
    name: 'Work in time',
    good: 'What is due is done.',
    bad: 'Tasks are due for too long.',
  },
  {
    reason: 'work-failing',
    name: 'Work without trouble',
    good: 'No task is being tried again.',
    bad: 'A task failed and is tried again, later and later.',
  },
] as const

/** Told for one release beside the names above. */
const earlierNames: readonly string[] = ['look-overdue']

/** Never rejects: no answer is an answer. */
export async function askHealth(baseUrl: string): Promise<DeskHealthSight> {
  const [alive, ready] = await Promise.all([probe(`${baseUrl}/healthz`), probe(`${baseUrl}/readyz`)])
  if (!alive || !ready)
    return {
      status: 'silent',
      checks: [{ ok: false, name: 'The process', detail: 'It does not answer /healthz and /readyz.' }],
    }
  const isAlive = alive.status === 'ok'
  const process = {
    ok: isAlive,
    name: 'The process',
    detail: isAlive
      ? 'It is alive, and a restart would mend nothing.'
      : `It says: ${alive.reasons.join(', ')}.`,
  }
  const checks = [process, ...toChecks(ready)]
  return { status: checks.every(({ ok }) => ok) ? 'ok' : 'needs-a-look', checks }
}

function toChecks({ reasons }: Probe): DeskHealthSight['checks'] {
  const known = meanings.map(({ reason, name, good, bad }) => {
    const ok = !reasons.includes(reason)
    return { ok, name, detail: ok ? good : bad }
  })
  const others = reasons
    .filter((reason) => !earlierNames.includes(reason))
    .filter((reason) => meanings.every((meaning) => meaning.reason !== reason))
    .map((reason) => ({ ok: false, name: 'The bot', detail: `It says: ${reason}.` }))
  return [...known, ...others]
}

async function probe(url: string): Promise<Probe | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) })
    return probeSchema.parse(await response.json())
  } catch {
    return undefined
  }
}
