// Whether what is written in the settings is in use. Silence would let somebody believe that a customer is watched.
import type { Check } from '../../domain/check.js'
import { toListText } from '../../domain/words.js'
import type { HealthPart, Parts } from '../feature.js'
import { toClockText, toCountText } from '../words/words.js'

/** Read at a glance; `reprieve config check` says all of them. */
const mostProblems = 3

const name = 'Settings'

export async function readSettingsHealth({ readSettings }: Parts): Promise<readonly HealthPart[]> {
  const standing = readSettings()
  if (standing === undefined) return []
  const { takenAt, problems, waiting, from } = standing
  const taken = `those of ${toClockText(takenAt)} are in use`
  if (problems.length > 0)
    return [
      {
        ok: false,
        name,
        reason: 'settings-refused',
        detail: `${taken}. What is written now has ${toCountText(problems.length, 'problem')}: ${tell(problems)}`,
      },
    ]
  const later = waiting.length === 0 ? '' : `; ${toListText(waiting)} changed, which takes a restart`
  return [{ ok: true, name, reason: '', detail: `tenants ${from}; ${taken}${later}` }]
}

export async function examineSettings({ readSettings }: Parts): Promise<readonly Check[]> {
  const { problems = [], waiting = [] } = readSettings() ?? {}
  const refused = problems.slice(0, mostProblems).map(
    (found): Check => ({
      name,
      result: 'problem',
      found,
      remedy: `Nothing of what is written is taken until it is mended. "reprieve config check" says all of it.`,
    }),
  )
  const late: readonly Check[] =
    waiting.length === 0
      ? []
      : [
          {
            name,
            result: 'warning',
            found: `Changed, and not in use yet: ${toListText(waiting)}.`,
            remedy: 'Restart Reprieve.',
          },
        ]
  return [...refused, ...late]
}

function tell(problems: readonly string[]): string {
  const more = problems.length - mostProblems
  return `${problems.slice(0, mostProblems).join(' ')}${more > 0 ? ` And ${more} more.` : ''}`
}
