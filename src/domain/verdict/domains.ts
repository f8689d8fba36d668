// Whether an address is the organisation's own, and whether it only looks like it.
import { isLookAlikeDomainOf } from '../look-alike-domains.js'
import type { SenderCase } from './types.js'

function toDomain(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

function listOwn({ evidence, restriction }: SenderCase): readonly string[] {
  const { owner, account } = evidence
  const { entity } = restriction
  const addresses = [
    ...(entity.kind === 'sender' ? [entity.address] : []),
    ...(account.known ? account.value.addresses : []),
  ].filter((address) => !/#ext#/i.test(address))
  return [
    ...addresses.map(toDomain),
    ...(owner?.kind === 'account' ? owner.domains.map((domain) => domain.toLowerCase()) : []),
  ]
}

/** Somebody inside may be named without an address. */
export function isOutside(target: string, given: SenderCase): boolean {
  if (!target.includes('@')) return false
  const domain = toDomain(target)
  return !listOwn(given).some((own) => domain === own || domain.endsWith(`.${own}`))
}

/** `c0ntoso.example` for contoso.com. */
export function isLookAlikeDomain(target: string, given: SenderCase): boolean {
  return isOutside(target, given) && isLookAlikeDomainOf(toDomain(target), listOwn(given))
}

const address = /[^\s"'<>(),;:[\]]+@[^\s"'<>(),;:[\]]+/g

/** Addresses that a text names. */
export function findAddresses(text: string): readonly string[] {
  return [...text.matchAll(address)].map(([one]) => one)
}
