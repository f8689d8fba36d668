// Reads what people type after the bot's name, with what chat programs make of it.
import { closest, distance } from 'fastest-levenshtein'
import { RefusedError } from '../../errors.js'

export interface ParsedCommand {
  readonly verb: string
  /** Everything after the verb, trimmed. */
  readonly rest: string
}

/** How far a typo may be from what was probably meant. */
const typoDistance = 2
/** No entity and no tenant is this long, quotes and link included; the patterns below stay quick on whatever is pasted. */
const longestNameText = 1_000

/** An empty text asks for help. Undefined: not a command; `suggestion` then holds the verb that was probably meant. */
export function parseCommand(
  text: string,
  verbs: readonly string[],
): ParsedCommand | { readonly verb: undefined; readonly suggestion: string | undefined } {
  // People type the bot's or the command's own name once more: "@Reprieve restricted list", "/restricted list".
  const words = text.trim().replace(/^\/?restricted\b\s*/i, '')
  if (words === '') return { verb: 'help', rest: '' }
  const [first = '', ...others] = words.split(/\s+/)
  const typed = first.toLowerCase().replace(/:$/, '')
  const verb = verbs.find((one) => one === typed)
  if (verb !== undefined) return { verb, rest: others.join(' ') }
  return { verb: undefined, suggestion: findSimilar(typed, verbs) }
}

export function findSimilar<Word extends string>(typed: string, known: readonly Word[]): Word | undefined {
  // Words of another length cannot be near; leaving them out keeps a very long text cheap to compare.
  const near = known.filter((one) => Math.abs(one.length - typed.length) <= typoDistance)
  if (near.length === 0) return undefined
  const nearest = closest(typed, near)
  return distance(typed, nearest) <= typoDistance ? near.find((one) => one === nearest) : undefined
}

/** The same as {@link parsePasted} in lower case, for comparing with names. */
export function parseEntityText(text: string): string {
  return parsePasted(text).toLowerCase()
}

/** `<mailto:a@b|a@b>`, `<a@b>` and `"a@b"` all name `a@b`. */
export function parsePasted(text: string): string {
  const pasted = text.slice(0, longestNameText)
  const linked = /<([^<>|]*)(?:\|[^<>]*)?>/.exec(pasted)?.[1] ?? pasted
  return linked
    .replace(/^mailto:/i, '')
    .replace(/^["'“”‘’{(]+|["'“”‘’}),.;:]+$/g, '')
    .trim()
}

export interface ListFilter {
  readonly text: string
  readonly kind: 'sender' | 'connector' | undefined
  /** What begins with a tenant's id or name, word by word; none for all. Which words are the name, its name tells. */
  readonly tenant: readonly string[]
  /** From 1. */
  readonly page: number
}

/** `list`, `list contoso`, `list connectors page 2`, `list kind=sender tenant=Fabrikam Ltd laura`. */
export function parseListFilter(rest: string): ListFilter {
  const text: string[] = []
  let filter: Omit<ListFilter, 'text'> = { kind: undefined, tenant: [], page: 1 }
  let isTenant = false
  const words = rest.replaceAll(/\b(page|kind|tenant)\s*[:=]?\s+(?=\S)/gi, '$1=').split(/\s+/)
  for (const word of words.filter((one) => one !== '')) {
    const [, key = '', value = ''] = /^(page|kind|tenant)[:=](.+)$/i.exec(word) ?? []
    const kind = parseKind(value === '' ? word : value)
    if (key.toLowerCase() === 'page') filter = { ...filter, page: parsePage(value) }
    else if (key.toLowerCase() === 'tenant') filter = { ...filter, tenant: [parseEntityText(value)] }
    else if (kind !== undefined) filter = { ...filter, kind }
    else if (key !== '')
      throw new RefusedError('bad-input', `"${value}" is not a kind. Say kind=sender or kind=connector.`)
    else if (isTenant) filter = { ...filter, tenant: [...filter.tenant, parseEntityText(word)] }
    else text.push(parseEntityText(word))
    isTenant = key === '' ? isTenant && kind === undefined : key.toLowerCase() === 'tenant'
  }
  return { ...filter, text: text.join(' ') }
}

export interface PoliciesFilter {
  /** What names a tenant, lower-cased; empty for all. */
  readonly tenant: string
  /** Whether to read them anew. */
  readonly refresh: boolean
  /** From 1. */
  readonly page: number
}

/** `policies`, `policies contoso`, `policies tenant Contoso Ltd refresh`, `policies page 2`. Names may have blanks. */
export function parsePoliciesFilter(rest: string): PoliciesFilter {
  const typed = rest.slice(0, longestNameText)
  const [, page = '1'] = /\bpage\s*[:=]?\s*(\S+)\s*$/i.exec(typed) ?? []
  const words = typed.replace(/\bpage\s*[:=]?\s*\S+\s*$/i, '').trim()
  const named = words.replace(/(?:^|\s+)refresh$/i, '')
  return {
    tenant: parseEntityText(named.replace(/^tenant\s*[:=]?\s*/i, '')),
    refresh: named !== words,
    page: parsePage(page),
  }
}

function parseKind(word: string): 'sender' | 'connector' | undefined {
  if (/^senders?$/i.test(word)) return 'sender'
  return /^connectors?$/i.test(word) ? 'connector' : undefined
}

function parsePage(value: string): number {
  const page = Number(value)
  if (!Number.isInteger(page) || page < 1 || page > 10_000)
    throw new RefusedError('bad-input', `"${value}" is not a page. Say a whole number, such as page 2.`)
  return page
}
