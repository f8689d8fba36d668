// When two mail addresses reach the same mailbox as far as their text tells.
import { findUrl } from './url.js'

/**
 * Equal for addresses that differ in case, blanks, a `+tag`, quotes, or in how a domain beyond ASCII is written. For
 * comparing only. Meant to find too much rather than too little: what it takes for the same is refused, not allowed.
 */
export function toAddressKey(address: string): string {
  const text = address.normalize('NFKC').trim().toLowerCase()
  const at = text.lastIndexOf('@')
  if (at < 0) return text
  const local = text
    .slice(0, at)
    .trim()
    .replace(/^"(.*)"$/, '$1')
  const [untagged = ''] = local.split('+')
  return `${untagged === '' ? local : untagged}@${toDomainKey(text.slice(at + 1))}`
}

/** As Exchange keeps where mail goes on to, `smtp:x@y`, or as the address alone: the address alone. */
export function withoutSmtp(address: string): string {
  return address.replace(/^smtp:/i, '')
}

/** The part behind the last @, in ASCII; empty when there is none. */
export function toMailDomain(address: string): string {
  const key = toAddressKey(address)
  return key.includes('@') ? key.slice(key.lastIndexOf('@') + 1) : ''
}

function toDomainKey(domain: string): string {
  const plain = domain.trim().replace(/\.$/, '')
  if (/^[\d.a-z-]*$/.test(plain)) return plain
  return findUrl(`http://${plain}`)?.hostname ?? plain
}
