// What the doctor is asked for and what it reports: every check of one moment, under the part it belongs to.
import { z } from 'zod'
import { actorRefSchema } from './actor.js'
import { type Check, checkSchema } from './check.js'
import { toAmountText, toListText } from './words.js'

export interface DoctorWish {
  /** Id or name of the only tenant to examine; undefined for all. */
  readonly tenant: string | undefined
  /** Whether a card is posted to every channel and edited there. */
  readonly postsTestCards: boolean
}

const sectionSchema = z
  .object({
    name: z.string(),
    checks: z.array(checkSchema).readonly(),
    /** Of how many sections it is, where what they have alike is told once. */
    tally: z.number().optional(),
  })
  .readonly()
/** "Settings", "Contoso", "Slack", "14 tenants". */
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

/** Fewer are told one by one. */
const manySections = 4

/** What many tenants have alike is told once, with the first names of it. The counts are of all. */
export function groupReport(report: DoctorReport): DoctorReport {
  const found = new Map<string, { check: Check; readonly names: string[] }>()
  const toKey = ({ name, result, found: text, remedy }: Check) =>
    JSON.stringify([name, result, result === 'ok' ? '' : text.replaceAll(ids, '#'), remedy])
  for (const { name, checks } of report.sections)
    for (const check of checks) {
      const known = found.get(toKey(check))
      if (known === undefined) found.set(toKey(check), { check, names: [name] })
      else {
        known.names.push(name)
        // What one of them says of itself is not true of all.
        if (check.result === 'ok' && check.found !== known.check.found)
          known.check = { ...check, found: 'for each of them' }
      }
    }
  const isMany = (check: Check) => (found.get(toKey(check))?.names.length ?? 0) >= manySections
  const own = report.sections
    .map((section) => ({ ...section, checks: section.checks.filter((check) => !isMany(check)) }))
    .filter(({ checks }) => checks.length > 0)
  const [first, ...others] = own
  const many = [...found.values()].filter(({ names }) => names.length >= manySections)
  return { ...report, sections: [...(first === undefined ? [] : [first]), ...toSections(many), ...others] }
}

/** Numbers and ids of one tenant do not make it another finding. */
const ids = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d+/gi

/** Those of the same tenants under one heading. */
function toSections(
  many: readonly { readonly check: Check; readonly names: readonly string[] }[],
): readonly DoctorSection[] {
  const sections = new Map<string, { readonly names: readonly string[]; readonly checks: Check[] }>()
  for (const { check, names } of many) {
    const key = JSON.stringify(names)
    const known = sections.get(key)
    const told = check.result === 'ok' ? check : { ...check, found: `${check.found} (${toListText(names)})` }
    if (known === undefined) sections.set(key, { names, checks: [told] })
    else known.checks.push(told)
  }
  return [...sections.values()].map(({ names, checks }) => ({
    name: toAmountText(names.length, 'tenant'),
    checks,
    tally: names.length,
  }))
}

/** The report with this many checks at most: what works goes first. */
export function shortenReport(report: DoctorReport, mostChecks: number): DoctorReport {
  const ranked = resultOrder.flatMap((wanted) =>
    report.sections.flatMap(({ checks }) => checks.filter(({ result }) => result === wanted)),
  )
  const kept = new Set(ranked.slice(0, mostChecks))
  const sections = report.sections
    .map((section) => ({ ...section, checks: section.checks.filter((check) => kept.has(check)) }))
    .filter(({ checks }) => checks.length > 0)
  return { ...report, sections }
}
