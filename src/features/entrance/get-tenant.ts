// The one way in which people name a tenant, wherever they type it.

import { toWords } from '../../domain/pasted/index.js'
import type { Tenant } from '../../domain/tenant.js'
import { toListText } from '../../domain/words.js'
import { RefusedError } from '../../errors.js'
import { findSimilar } from './similar.js'

type Named = Pick<Tenant, 'id' | 'name'>

/** As much of what was typed as is said back. */
const longestEcho = 60
/** No name has more words. */
const mostWords = 20

/**
 * By the whole id, else by the whole name, else by how an id or a name begins, else by a part of one, as long as that fits
 * one tenant alone. Case, quotes and the width of blanks do not matter.
 * @throws RefusedError naming those it fits, or all there are.
 */
export function getTenant<Given extends Named>(tenants: Iterable<Given>, typed: string): Given {
  const all = [...tenants]
  const wanted = toPlain(typed)
  const ways: readonly ((one: Named) => boolean)[] = [
    ({ id }) => toPlain(id) === wanted,
    ({ name }) => toPlain(name) === wanted,
    ({ id, name }) => [id, name].some((text) => toPlain(text).startsWith(wanted)),
    ({ id, name }) => [id, name].some((text) => toPlain(text).includes(wanted)),
  ]
  const echo = typed.trim().slice(0, longestEcho)
  for (const fits of ways) {
    const [found, ...others] = wanted === '' ? [] : all.filter(fits)
    if (found === undefined) continue
    if (others.length === 0) return found
    throw new RefusedError(
      'bad-input',
      `"${echo}" fits several tenants: ${toNames([found, ...others])}. Say the id or the name of one in full.`,
    )
  }
  if (all.length === 0) throw new RefusedError('not-found', 'There is no tenant in the settings.')
  const similar = findSimilarTenant(all, wanted)
  throw new RefusedError(
    'not-found',
    similar === undefined
      ? `No tenant is called "${echo}". There are: ${toNames(all)}. Say an id or a name, or a part that only one has.`
      : `No tenant is called "${echo}". Did you mean ${toNames([similar])}?`,
  )
}

function findSimilarTenant<Given extends Named>(all: readonly Given[], wanted: string): Given | undefined {
  const byText = new Map(all.flatMap((one) => [one.id, one.name].map((text) => [toPlain(text), one])))
  const similar = wanted.length < 3 ? undefined : findSimilar(wanted, [...byText.keys()])
  return similar === undefined ? undefined : byText.get(similar)
}

/**
 * Where more may follow the name: of these words as many as name a tenant, in full or in part, else the first.
 * @throws RefusedError as above.
 */
export function takeTenant<Given extends Named>(
  tenants: Iterable<Given>,
  words: readonly string[],
): { readonly tenant: Given; readonly rest: readonly string[] } {
  const all = [...tenants]
  const texts = all.flatMap(({ id, name }) => [toPlain(id), toPlain(name)])
  const counts = Array.from({ length: Math.min(words.length, mostWords) }, (_, index) => index + 1)
  const named = (count: number) => toPlain(words.slice(0, count).join(' '))
  const count =
    counts.findLast((one) => texts.includes(named(one))) ??
    // A slip in a name of several words must not make its first word the name, and the rest a text to look for.
    counts.findLast((one) => one > 1 && findSimilarTenant(all, named(one)) !== undefined) ??
    counts.findLast((one) => texts.some((text) => text.startsWith(named(one)))) ??
    1
  return { tenant: getTenant(all, words.slice(0, count).join(' ')), rest: words.slice(count) }
}

function toPlain(text: string): string {
  return toWords(text).toLowerCase()
}

function toNames(tenants: readonly Named[]): string {
  return toListText(tenants.map(({ id, name }) => (toPlain(id) === toPlain(name) ? name : `${name} (${id})`)))
}
