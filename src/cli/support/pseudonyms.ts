// Texts without anybody in them: secrets gone, and every person, address, organisation, channel and host by a number that is
// the same wherever it stands.
import { createMask } from '../../log/mask.js'

export type Kind = 'tenant' | 'person' | 'channel' | 'host' | 'path' | 'id' | 'text'

export interface Known {
  readonly kind: Kind
  readonly value: string
}

export interface Pseudonyms {
  /** One whole value. */
  toLabel(kind: Kind, value: string): string
  /** Wherever in a text something of it stands. */
  replace(text: string): string
}

/** Shorter ones would tear holes into words; as whole values they are replaced all the same. */
const shortest = 3
/** Of a longer name each word counts, so that a first name alone is nobody either. */
const shortestWord = 4

const address = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
const guid = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi
/** With a digit: without one it is a word such as ENOTFOUND. */
const slackId = /\b[TCGDUWSBAE](?=[A-Z]*\d)[A-Z0-9]{7,}\b/g
const teamsId = /\b(?:19|28|29|a|8):[^\s"',;)\]]{6,}/g
const ipAddress = /\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[\da-f]{0,4}:){3,7}[\da-f]{1,4}\b/gi
const channelName = /(?<![\w&])#[\p{L}\p{N}_-]{2,80}/gu
const workspace = /(?<=\bworkspace )[^().]{1,80}?(?= \(|\.|, not)/g
const hash = /\b[\da-f]{16,}\b/gi
/** A two-letter country, or one of those that organisations have. */
const domain =
  /\b(?:[a-z0-9](?:[a-z0-9-]{0,62})\.)+(?:com|net|org|edu|gov|mil|int|info|biz|cloud|online|app|dev|tech|email|example|test|invalid|local|lan|internal|corp|(?!js\b|ts\b|md\b|sh\b|py\b|gz\b|so\b|me\b|id\b|ok\b|at\b|is\b|to\b|in\b)[a-z]{2})\b/gi
/** What everybody who runs this program calls. */
const everybodys =
  /(?:^|\.)(?:microsoft\.com|microsoft\.us|microsoftonline\.(?:com|us|cn)|office365\.(?:com|us|cn)|outlook\.com|office\.com|onmschina\.cn|chinacloudapi\.cn|slack\.com|slack-edge\.com|slack\.dev|trafficmanager\.net|botframework\.(?:com|us)|pagerduty\.com|nodejs\.org|github\.com|npmjs\.org|nvd\.nist\.gov)$/i

export function createPseudonyms(secrets: readonly string[], known: readonly Known[]): Pseudonyms {
  const mask = createMask(secrets)
  const labels = new Map<string, string>()
  const counts = new Map<Kind | 'domain', number>()

  function toLabel(kind: Kind | 'domain', value: string): string {
    const key = value.trim().toLowerCase()
    const label = labels.get(key)
    if (label !== undefined) return label
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const fresh = `${kind}-${count}`
    labels.set(key, fresh)
    return fresh
  }

  function toAddress(given: string): string {
    const [local = '', host = ''] = given.toLowerCase().split('@')
    return `${toLabel('person', `${local}@${host}`)}@${toLabel('domain', host)}`
  }

  const words = known
    .filter(({ value }) => !value.includes('@'))
    .flatMap(toParts)
    .filter(({ value }) => value.length >= shortest)
    .toSorted((one, other) => other.value.length - one.value.length)
  // First seen, first numbered: what is known is numbered in the order in which it was handed over.
  for (const { kind, value } of known) if (!value.includes('@')) toLabel(kind, value)
  const byText = new Map(words.map(({ kind, value, whole }) => [value.toLowerCase(), { kind, whole }]))
  const patterns = toPatterns([...byText.keys()])

  function toKnown(found: string): string {
    const one = byText.get(found.toLowerCase())
    return one === undefined ? found : toLabel(one.kind, one.whole)
  }

  function replace(text: string): string {
    const clean = mask(text)
      .replace(address, toAddress)
      .replace(workspace, (found) => toLabel('tenant', found))
    const named = patterns.reduce((left, pattern) => left.replace(pattern, toKnown), clean)
    return named
      .replace(teamsId, (found) => toLabel('id', found))
      .replace(guid, (found) => toLabel('id', found))
      .replace(slackId, (found) => toLabel('id', found))
      .replace(hash, (found) => toLabel('id', found))
      .replace(ipAddress, (found) => toLabel('host', found))
      .replace(channelName, (found) => `#${toLabel('channel', found)}`)
      .replace(domain, (found) => (everybodys.test(found) ? found : toLabel('domain', found)))
  }

  return { toLabel, replace }
}

/** Many at once; longer ones first, as they were handed over. */
const mostOfOne = 500

function toPatterns(texts: readonly string[]): readonly RegExp[] {
  return Array.from({ length: Math.ceil(texts.length / mostOfOne) }, (_, at) => {
    const some = texts.slice(at * mostOfOne, (at + 1) * mostOfOne).map(toPattern)
    return new RegExp(`(?<![\\p{L}\\p{N}])(?:${some.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
  })
}

interface Part extends Known {
  readonly whole: string
}

/** A name in full, and each of its words. */
function toParts({ kind, value }: Known): readonly Part[] {
  const whole = value.trim()
  const words = kind === 'person' || kind === 'tenant' ? whole.split(/[\s,()]+/) : []
  const parts = words.length > 1 ? words.filter((word) => word.length >= shortestWord) : []
  return [whole, ...parts].map((one) => ({ kind, value: one, whole }))
}

function toPattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
