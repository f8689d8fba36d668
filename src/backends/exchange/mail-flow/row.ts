import type { Instant } from '../../../domain/instant.js'

/** One recipient of one message. Addresses and status are lower-cased. */
export interface MailRow {
  readonly id: string
  readonly at: Instant
  readonly sender: string
  readonly recipient: string
  readonly status: string
  readonly fromIp: string
  /** Where it came from: its details are asked for there. */
  readonly way: 'graph' | 'cmdlet'
}

export interface MailRows {
  readonly rows: readonly MailRow[]
  /** There is more than was read: the newest came, and what is older is not known. */
  readonly isCut: boolean
}

/** Which mail: by who sent it, or by the address that it came from. */
export interface MailFilter {
  /** `*@contoso.com` is everybody of a domain; the cmdlet alone knows that. */
  readonly senders?: readonly string[]
  readonly fromIp?: string
}
