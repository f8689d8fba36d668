// Whether an address is the organisation's own, and whether it only looks like it.
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

/** Digits and letter pairs that pass for letters at a glance; `xn--` holds letters of another script. */
function toGlance(label: string): string {
  return label
    .replaceAll(/0/g, 'o')
    .replaceAll(/[1!|]/g, 'l')
    .replaceAll('5', 's')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll(/[-_]/g, '')
}

/** `c0ntoso.example` for contoso.com. */
export function isLookAlikeDomain(target: string, given: SenderCase): boolean {
  const [label = ''] = toDomain(target).split('.')
  if (!isOutside(target, given)) return false
  const owns = listOwn(given).map((own) => own.split('.')[0] ?? '')
  return owns.some(
    (own) => own.length > 3 && (toGlance(label) === toGlance(own) || toGlance(label).includes(toGlance(own))),
  )
}

const address = /[^\s"'<>(),;:[\]]+@[^\s"'<>(),;:[\]]+/g

/** Addresses that a text names. */
export function findAddresses(text: string): readonly string[] {
  return [...text.matchAll(address)].map(([one]) => one)
}
