// When people practised last, for the doctor.
import type { Check } from '../../domain/check.js'
import type { Parts } from '../feature.js'
import { toDayText } from '../words/words.js'
import { listOver } from './report.js'
import { toHeadline } from './words.js'

const mostNames = 3

/** Having practised is no need: it is said, and nothing is wrong without. */
export async function examineDrills(parts: Parts): Promise<readonly Check[]> {
  const found = await Promise.all(
    [...parts.allTenants.values()].map(async (tenant) => ({
      tenant,
      last: (await listOver(parts, tenant.id, 1))[0],
    })),
  )
  const latest = found
    .flatMap(({ tenant, last }) => (last === undefined ? [] : [{ tenant, last }]))
    .toSorted((one, other) => other.last.openedAt - one.last.openedAt)
  const [first] = latest
  const never = found.filter(({ last }) => last === undefined).map(({ tenant }) => tenant.name)
  const text =
    first === undefined
      ? 'Nobody has practised yet.'
      : `The last one: ${toDayText(first.last.openedAt)} in ${first.tenant.name}. ${toHeadline(first.last)}.`
  const others = first === undefined || never.length === 0 ? '' : ` None yet in ${toNames(never)}.`
  const isMissing = never.length > 0
  const remedy = isMissing
    ? 'Say "drill" in chat to practise: the sender is invented, the people are real.'
    : ''
  return [{ name: 'Drill', result: 'ok', found: `${text}${others}`, remedy }]
}

function toNames(names: readonly string[]): string {
  const more = names.length - mostNames
  return `${names.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
