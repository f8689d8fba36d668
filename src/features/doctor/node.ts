// Whether what this program runs on is still mended by those who make it.
import type { Check } from '../../domain/check.js'
import { dayMilliseconds, type Instant } from '../../domain/instant.js'

/** Last day of each line of Node, as its project has announced it. */
const ends: Readonly<Record<string, string>> = {
  20: '2026-04-30',
  22: '2027-04-30',
  24: '2028-04-30',
}
const name = 'Node'
const remedy = 'Install Node 22 or 24 and start Reprieve again; nothing else has to change.'

/**
 * @param version like `22.23.1`; undefined where it is not known, which is not checked.
 * @returns nothing for a line whose end this program has not heard of.
 */
export function toNodeChecks(version: string | undefined, now: Instant): readonly Check[] {
  const end = ends[version?.split('.')[0] ?? '']
  if (version === undefined || end === undefined) return []
  const endsAt = Date.parse(end) + dayMilliseconds
  if (now >= endsAt)
    return [
      {
        name,
        result: 'warning',
        found: `This is Node ${version}. It ended on ${end}: what is found in it is not mended any more.`,
        remedy,
      },
    ]
  return [{ name, result: 'ok', found: `Node ${version}, which is mended until ${end}.`, remedy: '' }]
}
