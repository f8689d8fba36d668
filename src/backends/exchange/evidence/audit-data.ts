// What the audit log tells in other places than parameters.
import type { AuditRecord } from './audit.js'

/** A member as text, whatever the case of its name; empty when it is none. */
export function readText(data: AuditRecord['data'], ...names: readonly string[]): string {
  const wanted = names.map((name) => name.toLowerCase())
  const found = Object.entries(data).find(
    ([name, value]) => wanted.includes(name.toLowerCase()) && typeof value === 'string' && value !== '',
  )
  return typeof found?.[1] === 'string' ? found[1] : ''
}
