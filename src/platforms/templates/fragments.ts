// Fragments: what many templates have in common, written once. `{ "use": "button", "press": "review", "title": "Review" }`
// becomes what fragments/button.json makes, before any view is seen: outside text never comes through here.
import { isObject, type Json } from './place.js'

export interface Fragment {
  /** What stands in place of the `use`, with holes such as `#{title}`. */
  readonly makes: Json
  /** What is in a hole that nobody fills; null leaves out the key it would be the value of. */
  readonly otherwise: Json
  readonly holes: readonly string[]
}

export type Fragments = ReadonlyMap<string, Fragment>

const holes = /#\{(\w+)\}/g
const wholeHole = /^#\{(\w+)\}$/
const conditionKeys = ['$when', '$data']

/** @throws Error when it is none, and what to do about it. */
export function toFragment(source: Json): Fragment {
  const { makes, otherwise = {}, ...rest } = source
  if (!isObject(makes)) throw new Error('it has no "makes". Put there what shall stand in place of the "use"')
  if (!isObject(otherwise))
    throw new Error('"otherwise" has to be an object: what is in which hole by default')
  const found = [...new Set([...JSON.stringify(makes).matchAll(holes)].map(([, name]) => name ?? ''))]
  const unknown = [...Object.keys(rest), ...Object.keys(otherwise).filter((name) => !found.includes(name))]
  if (unknown.length > 0)
    throw new Error(`"${unknown.join('", "')}" is no hole of what it makes. Correct the name or take it out`)
  return { makes, otherwise, holes: found }
}

/** @throws Error that says which `use` is wrong, and what to do about it. */
export function expand(template: Json, fragments: Fragments): Json {
  return expandObject(template, { fragments, within: [], filling: {} })
}

interface Scope {
  readonly fragments: Fragments
  /** The fragments this is written in, outermost first; none: in the template itself. */
  readonly within: readonly string[]
  /** What is in the holes of the innermost of them. */
  readonly filling: Json
}

function expandValue(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return value.includes('#{') ? fillText(value, scope) : value
  if (Array.isArray(value)) return value.map((item: unknown) => expandValue(item, scope))
  return isObject(value) ? expandObject(value, scope) : value
}

/** A text that is nothing but a hole becomes whatever fills it, be it a list. */
function fillText(text: string, { filling, within }: Scope): unknown {
  const [hole] = text.match(holes) ?? []
  if (hole === undefined) return text
  if (within.length === 0)
    throw new Error(`it holds ${hole}, and only fragments have holes. Write there what shall be seen`)
  const [, whole] = wholeHole.exec(text) ?? []
  if (whole !== undefined) return filling[whole]
  return text.replace(holes, (_, name: string) => {
    const piece = filling[name]
    if (typeof piece === 'string') return piece
    throw new Error(`"${name}" becomes a piece of a text in the fragment "${within.at(-1)}". Make it a text`)
  })
}

function expandObject(source: Json, scope: Scope): Json {
  return 'use' in source ? expandUse(source, scope) : expandEntries(source, scope)
}

/** `"..."` puts the keys of what is in a hole beside the others. */
function expandEntries(source: Json, scope: Scope): Json {
  const expanded: Json = {}
  for (const [key, value] of Object.entries(source)) {
    const made = expandValue(value, scope)
    if (key === '...' && isObject(made)) Object.assign(expanded, made)
    else if (made !== null) expanded[key] = made
  }
  return expanded
}

/** `$when` and `$data` fill no hole: they say when and how often the whole of it is there. */
function expandUse({ use, ...rest }: Json, scope: Scope): Json {
  const { name, fragment } = findFragment(use, scope)
  const given = expandEntries(rest, scope)
  const conditions = pick(given, (key) => conditionKeys.includes(key))
  const own = pick(given, (key) => !conditionKeys.includes(key))
  checkFilling(name, fragment, own)
  const filling = { ...fragment.otherwise, ...own }
  const made = expandObject(fragment.makes, { ...scope, within: [...scope.within, name], filling })
  const twice = Object.keys(conditions).find((key) => key in made)
  if (twice !== undefined)
    throw new Error(
      `it gives the fragment "${name}" a ${twice}, and that has one already. Make one of both, or put a block around it`,
    )
  return { ...conditions, ...made }
}

function pick(source: Json, isWanted: (key: string) => boolean): Json {
  return Object.fromEntries(Object.entries(source).filter(([key]) => isWanted(key)))
}

function findFragment(use: unknown, { fragments, within }: Scope): { name: string; fragment: Fragment } {
  const name = typeof use === 'string' ? use : JSON.stringify(use)
  const fragment = fragments.get(name)
  if (fragment === undefined)
    throw new Error(
      `it uses the fragment "${name}", and there is none in fragments/. Add it, or use one of: ${[...fragments.keys()].join(', ')}`,
    )
  if (within.includes(name))
    throw new Error(
      `the fragment "${name}" uses itself (${[...within, name].join(' > ')}). Take that out of it`,
    )
  return { name, fragment }
}

function checkFilling(name: string, { holes, otherwise }: Fragment, given: Json): void {
  const unknown = Object.keys(given).find((key) => !holes.includes(key))
  if (unknown !== undefined)
    throw new Error(
      `it gives the fragment "${name}" a "${unknown}", which it has no hole for. Correct the name; it has: ${holes.join(', ')}`,
    )
  const empty = holes.find((key) => !(key in given) && !(key in otherwise))
  if (empty !== undefined)
    throw new Error(
      `it leaves the hole "${empty}" of the fragment "${name}" empty. Add "${empty}" beside its "use"`,
    )
}
