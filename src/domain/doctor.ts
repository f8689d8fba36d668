// What the doctor is asked for and what it reports: every check of one moment, under the part it belongs to.
import { z } from 'zod'
import { actorRefSchema } from './actor.js'
import { type Check, checkSchema } from './check.js'

export interface DoctorWish {
  /** Id or name of the only tenant to examine; undefined for all. */
  readonly tenant: string | undefined
  /** Whether a card is posted to every channel and edited there. */
  readonly postsTestCards: boolean
}

const sectionSchema = z.object({ name: z.string(), checks: z.array(checkSchema).readonly() }).readonly()
/** "Settings", "Contoso", "Slack". */
export type DoctorSection = z.infer<typeof sectionSchema>

const countsSchema = z
  .object({ problem: z.number(), warning: z.number(), skipped: z.number(), ok: z.number() })
  .readonly()
type Counts = z.infer<typeof countsSchema>

export const doctorReportSchema = z
  .object({
    startedAt: z.number(),
    finishedAt: z.number(),
    by: actorRefSchema,
    sections: z.array(sectionSchema).readonly(),
    /** Of every check that was made, also when not all of them are kept. */
    counts: countsSchema,
  })
  .readonly()
export type DoctorReport = z.infer<typeof doctorReportSchema>

/** What has to be read first comes first. */
export const resultOrder = [
  'problem',
  'warning',
  'skipped',
  'ok',
] as const satisfies readonly Check['result'][]

export function countResults(sections: readonly DoctorSection[]): Counts {
  const counts = { problem: 0, warning: 0, skipped: 0, ok: 0 }
  for (const { result } of sections.flatMap(({ checks }) => checks)) counts[result] += 1
  return counts
}

/** `ok` also when something could not be checked: that alone is no reason to wake anybody. */
export function findWorst({ counts }: Pick<DoctorReport, 'counts'>): 'ok' | 'warning' | 'problem' {
  if (counts.problem > 0) return 'problem'
  return counts.warning > 0 ? 'warning' : 'ok'
}

/** The report with this many checks at most: what works goes first. */
export function shortenReport(report: DoctorReport, mostChecks: number): DoctorReport {
  const ranked = resultOrder.flatMap((wanted) =>
    report.sections.flatMap(({ checks }) => checks.filter(({ result }) => result === wanted)),
  )
  const kept = new Set(ranked.slice(0, mostChecks))
  const sections = report.sections
    .map(({ name, checks }) => ({ name, checks: checks.filter((check) => kept.has(check)) }))
    .filter(({ checks }) => checks.length > 0)
  return { ...report, sections }
}
