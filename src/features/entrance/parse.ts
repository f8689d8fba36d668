// Reads what people type after the bot's name, with what chat programs make of it and what people put around it.
import { findAddresses, longestPasted, readPasted, toVisible, toWords } from '../../domain/pasted/index.js'
import { RefusedError } from '../../errors.js'
import { findSimilar } from './similar.js'

export interface ParsedCommand {
  readonly verb: string
  /** Everything after the verb, trimmed, on one line. */
  readonly rest: string
  /** The same with its lines. */
  readonly pasted: string
}

export interface Unparsed {
  readonly verb: undefined
  /** The word that is none of the verbs. */
  readonly typed: string
  /** What stands behind it. */
  readonly rest: string
  /** The verb that was probably meant. */
  readonly suggestion: string | undefined
}

/** Politeness, the bot's and the command's own name: "hey @Reprieve, please list", "/restricted list". */
const around =
  /^(?:[\s,.;:!?…*_~`"'“”„‘’«»>@/-]{1,40}|(?:hey|hi|hello|hallo|ok|okay|please|pls|plz|bitte|can|could|would|you|just|reprieve|restricted)(?![\p{L}\p{N}@._+-]))/iu
/** What follows a verb and belongs to the sentence: "list.", "List!", "`list`". */
const behindVerb = /^(?::|[,.;!?…*_~`'"’”»)]{0,10}(?=\s|$))/u
const politeEnd = /(?:^|[\s,]{1,3})(?:please|pls|plz|bitte|thanks|thank you|thx|danke)[.!?]{0,3}$/i
const longestEnd = 20
/** Words for what a review leads to. */
const unblocking = /^(?:un-?(?:block|restrict)|release|lift|free|remove|entsperren?|freigeben)$/i
/** More is only put around a word by accident. */
const mostAround = 12

/** An empty text asks for help. */
export function parseCommand(text: string, verbs: readonly string[]): ParsedCommand | Unparsed {
  const spoken = withoutLead(text)
  if (spoken === '') return { verb: 'help', rest: '', pasted: '' }
  const [word = ''] = /^[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,38}[\p{L}\p{N}])?/u.exec(spoken) ?? []
  const behind = behindVerb.exec(spoken.slice(word.length))?.[0]
  const verb = behind === undefined ? undefined : verbs.find((one) => one === word.toLowerCase())
  if (verb !== undefined) {
    const pasted = spoken.slice(word.length + (behind?.length ?? 0)).trim()
    return { verb, rest: withoutThanks(toLine(pasted)), pasted }
  }
  const [typed = ''] = spoken.split(/\s+/, 1)
  const plain = typed
    .slice(0, 60)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+$/u, '')
  const rest = withoutThanks(toLine(spoken.slice(typed.length)))
  const suggestion = unblocking.test(plain) ? 'review' : findSimilar(plain, verbs)
  return { verb: undefined, typed, rest, suggestion }
}

function withoutLead(text: string): string {
  let rest = text.trim().replace(/^[\p{Cf}\p{Default_Ignorable_Code_Point}\s]{1,40}/u, '')
  for (let at = 0; at < mostAround; at += 1) {
    const lead = around.exec(rest)?.[0] ?? ''
    if (lead === '') break
    rest = rest.slice(lead.length)
  }
  return rest
}

function withoutThanks(line: string): string {
  const end = line.slice(-longestEnd)
  return `${line.slice(0, -longestEnd)}${end.replace(politeEnd, '')}`
}

function toLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

export interface ListFilter {
  /** Words that each have to be in it, in lower case. */
  readonly text: string
  /** Addresses that were read from it: one of them has to be its own. */
  readonly addresses: readonly string[]
  readonly kind: 'sender' | 'connector' | undefined
  /** What begins with a tenant's id or name, word by word; none for all. Which words are the name, its name tells. */
  readonly tenant: readonly string[]
  /** From 1. */
  readonly page: number
}

const quotes = `"'“”„‟«»‘’`
/** A value in quotes of any kind is one word, whatever is in it. */
const quotedValue = new RegExp(`([:=\\s]|^)[${quotes}]([^${quotes}]{1,300})[${quotes}](?=\\s|$)`, 'gu')
const gap = '\uE000'
/** Say nothing of what is looked for. */
const fillers: ReadonlySet<string> = new Set(['all', 'everything', 'me', 'now', 'the', 'in', 'of', 'for'])

/** `list`, `list contoso`, `list connectors page 2`, `list kind=sender tenant="Fabrikam Ltd" laura`. */
export function parseListFilter(rest: string): ListFilter {
  const text: string[] = []
  let filter: Omit<ListFilter, 'text' | 'addresses'> = { kind: undefined, tenant: [], page: 1 }
  let isTenant = false
  for (const word of toFilterWords(rest)) {
    const [, key = '', given = ''] = /^(page|kind|tenant)[:=](.+)$/i.exec(word) ?? []
    const value = given.replaceAll(gap, ' ')
    const kind = parseKind(value === '' ? word : value)
    if (key.toLowerCase() === 'page') filter = { ...filter, page: parsePage(value) }
    else if (key.toLowerCase() === 'tenant') filter = { ...filter, tenant: [toKey(value)] }
    else if (kind !== undefined) filter = { ...filter, kind }
    else if (key !== '')
      throw new RefusedError('bad-input', `"${value}" is not a kind. Say kind=sender or kind=connector.`)
    else if (isTenant) filter = { ...filter, tenant: [...filter.tenant, toKey(word)] }
    else text.push(word.replaceAll(gap, ' '))
    // What was in quotes was the whole of it.
    isTenant =
      key === '' ? isTenant && kind === undefined : key.toLowerCase() === 'tenant' && !given.includes(gap)
  }
  return { ...filter, ...readFilterText(text.filter((word) => !fillers.has(word.toLowerCase()))) }
}

function toFilterWords(rest: string): readonly string[] {
  if (rest.length > longestPasted)
    throw new RefusedError(
      'bad-input',
      'That is too long to look for. Say an address, a name or a part of one.',
    )
  return rest
    .replace(/\b(tenant)\s{0,3}[:=]?\s{1,3}(?=\S)/gi, '$1=')
    .replace(
      quotedValue,
      (_, before: string, value: string) => `${before}${value.trim().replaceAll(/\s+/g, gap)}${gap}`,
    )
    .replaceAll(/\b(page|kind)\s*[:=]?\s+(?=\S)/gi, '$1=')
    .split(/\s+/)
    .filter((one) => one.replaceAll(gap, '') !== '')
}

/** What a part of an address or of a name can be made of; of anything else nothing is looked for, and nothing denied. */
const searchable = /^[\p{L}\p{M}\p{N}\s.@_'+#&()/-]*$/u

function readFilterText(words: readonly string[]): Pick<ListFilter, 'text' | 'addresses'> {
  const typed = words.join(' ')
  const text = toWords(typed).toLowerCase()
  // A part of an address may be looked for, so that what is no whole one is no mistake here.
  const found = findAddresses(typed)
  const isUnread = found.length === 0 && (!isPart(text) || /<[@#!]/.test(typed))
  const addresses = isUnread ? readPasted(typed).addresses : found
  if (addresses.length > 0) return { text: '', addresses }
  if (!searchable.test(text))
    throw new RefusedError(
      'bad-input',
      `"${text.slice(0, 60)}" is not read. Say an address, a name or a part of one.`,
    )
  return { text, addresses: [] }
}

function isPart(text: string): boolean {
  return (
    !text.includes('@') || /^[^\s@<>]{0,64}@[^\s@<>.]{0,64}$/.test(text) || /^@[^\s@<>]{1,255}$/.test(text)
  )
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
  const typed = rest.slice(0, longestPasted)
  const [, page = '1'] = /\bpage\s*[:=]?\s*(\S+)\s*$/i.exec(typed) ?? []
  const words = typed.replace(/\bpage\s*[:=]?\s*\S+\s*$/i, '').trim()
  const named = words.replace(/(?:^|\s+)refresh$/i, '')
  return {
    tenant: toKey(named.replace(/^tenant\s*[:=]?\s*/i, '')),
    refresh: named !== words,
    page: parsePage(page),
  }
}

function toKey(text: string): string {
  return toWords(text.replaceAll(gap, ' ')).toLowerCase()
}

function parseKind(word: string): 'sender' | 'connector' | undefined {
  if (/^senders?$/i.test(word)) return 'sender'
  return /^connectors?$/i.test(word) ? 'connector' : undefined
}

function parsePage(value: string): number {
  const page = Number(toVisible(value).trim())
  if (!Number.isInteger(page) || page < 1 || page > 10_000)
    throw new RefusedError('bad-input', `"${value}" is not a page. Say a whole number, such as page 2.`)
  return page
}
