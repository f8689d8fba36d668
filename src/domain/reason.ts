// Reads the `Reason` of a restriction: a semicolon list that is not uniform. Bare flags, `=` and `:`, keys with
// spaces, empty values and unknown keys all occur (seen in public tools that read Get-BlockedSenderAddress).
import { z } from 'zod'

export const reasonSchema = z
  .object({
    raw: z.string(),
    cause: z.enum(['spam', 'limit', 'unknown']),
    facts: z.array(z.object({ key: z.string(), value: z.string() }).readonly()).readonly(),
  })
  .readonly()

/** `facts` keeps every part in its order; a bare flag has an empty value. Nothing of `raw` is lost. */
export type Reason = z.infer<typeof reasonSchema>

const limitKeys = /limit|recipientcount|rcptcount/i
const spamKeys = /spam/i

// Other separators count only before the key of another part: a comma may be part of a value.
const separator = /[;\r\n]|[,|\t](?=\s{0,9}\w{1,80}\s{0,9}[=:])/

export function parseReason(raw: string): Reason {
  const facts = raw
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseFact)
  return { raw, cause: toCause(facts), facts }
}

function parseFact(part: string): { key: string; value: string } {
  const at = part.search(/[=:]/)
  if (at <= 0) return { key: part, value: '' }
  return { key: part.slice(0, at).trim(), value: part.slice(at + 1).trim() }
}

// Spam first: a spam reason may carry mail counters too, a limit reason never carries a spam counter.
// Without a telling key the cause stays unknown; a missing ExceedingLimitType alone says nothing.
function toCause(facts: Reason['facts']): Reason['cause'] {
  if (facts.some((fact) => spamKeys.test(fact.key))) return 'spam'
  if (facts.some((fact) => limitKeys.test(fact.key))) return 'limit'
  return 'unknown'
}

/** The value of the first fact with this key (case and spaces ignored); undefined when there is none. */
export function findReasonFact(reason: Reason, key: string): string | undefined {
  const wanted = toComparable(key)
  return reason.facts.find((fact) => toComparable(fact.key) === wanted)?.value
}

function toComparable(key: string): string {
  return key.replaceAll(/\s/g, '').toLowerCase()
}

/** "1,204" is how some print it; undefined when it is no whole number. */
export function toCount(text: string): number | undefined {
  return /^\d{1,3}(?:[,.'\s\u2019]\d{3})+$|^\d+$/.test(text) ? Number(text.replaceAll(/\D/g, '')) : undefined
}
