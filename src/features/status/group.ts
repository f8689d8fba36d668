// What is the same with many tenants is one thing: of a thousand lines nobody reads the one that differs.
import type { Instant } from '../../domain/instant.js'
import { toListText } from '../../domain/words.js'
import type { HealthPart } from '../feature.js'
import { toClockText, toCountText } from '../words/words.js'

/** Fewer are told one by one. */
const manyTenants = 4

/** In the order of the first of each; what concerns most tenants first among those that are told together. */
export function toGrouped(parts: readonly HealthPart[]): readonly HealthPart[] {
  const groups = new Map<string, HealthPart[]>()
  for (const [at, part] of parts.entries()) {
    const key = part.group === undefined ? String(at) : toKey(part, part.group)
    groups.set(key, [...(groups.get(key) ?? []), part])
  }
  const all = [...groups.values()]
  const single = all.filter((group) => group.length < manyTenants).flat()
  const many = all.filter((group) => group.length >= manyTenants)
  const merged = many.toSorted((one, other) => other.length - one.length).flatMap(toOne)
  return [
    ...single.filter(({ tenantIds }) => tenantIds === undefined),
    ...merged,
    ...single.filter(({ tenantIds }) => tenantIds !== undefined),
  ]
}

/** Numbers and ids of one tenant do not make it another problem. */
function toKey({ ok, reason }: HealthPart, { what, text }: NonNullable<HealthPart['group']>): string {
  const plain = text.replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d+/gi, '#')
  return JSON.stringify([ok, reason, what, plain])
}

function toOne(parts: readonly HealthPart[]): readonly HealthPart[] {
  const [first] = parts
  if (first?.group === undefined) return []
  const { what, text } = first.group
  const count = toCountText(parts.length, 'tenant')
  const times = parts.flatMap(({ group }) => group?.at ?? [])
  const oldest = times.length === 0 ? '' : `, the oldest ${toClockText(Math.min(...times) satisfies Instant)}`
  const names = toListText(parts.flatMap(({ group }) => group?.tenant ?? []))
  const detail = first.ok ? `${text}${oldest}` : `${text}: ${names}`
  const tenantIds = [...new Set(parts.flatMap((part) => part.tenantIds ?? []))]
  return [{ ok: first.ok, reason: first.reason, name: `${what} of ${count}`, detail, tenantIds }]
}
