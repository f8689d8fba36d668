// Domains that pass for another one at a glance.
import { foldLookAlikes } from './look-alike.js'

/** Digits and pairs of letters that are read as one letter. */
function toGlance(label: string): string {
  return foldLookAlikes(label)
    .replaceAll(/0/g, 'o')
    .replaceAll(/[1!|]/g, 'l')
    .replaceAll('5', 's')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('cl', 'd')
    .replaceAll(/[-_]/g, '')
}

const shortest = 3

/** `c0ntoso.example` for contoso.com: none of these, and looks like one of them. */
export function isLookAlikeDomainOf(domain: string, owns: readonly string[]): boolean {
  const lower = domain.toLowerCase()
  if (owns.some((own) => lower === own.toLowerCase() || lower.endsWith(`.${own.toLowerCase()}`))) return false
  const glance = toGlance(lower.split('.')[0] ?? '')
  return owns
    .map((own) => toGlance(own.split('.')[0] ?? ''))
    .some((own) => own.length > shortest && glance.includes(own))
}
