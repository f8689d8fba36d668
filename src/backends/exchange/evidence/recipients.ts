// Who mail really goes to: a name inside may be a contact whose address is outside.
import { withoutSmtp } from '../../../domain/address.js'
import { BackendError } from '../../../errors.js'
import { readText } from '../properties.js'
import type { Asking } from './asking.js'

interface Recipient {
  /** Where mail goes. */
  readonly address: string
  /** MailContact, UserMailbox, MailUniversalDistributionGroup … */
  readonly type: string
}

/** Undefined when it is an address already, or Exchange knows nobody of that name. */
export type ResolveRecipient = (name: string) => Promise<Recipient | undefined>

/** A rule may name hundreds. */
const mostAsked = 8

export function createResolveRecipient(asking: Asking): ResolveRecipient {
  const answers = new Map<string, Promise<Recipient | undefined>>()
  return (name) => {
    const known = answers.get(name.toLowerCase())
    if (known !== undefined) return known
    if (name === '' || answers.size >= mostAsked) return Promise.resolve(undefined)
    const answer = find(asking, name)
    answers.set(name.toLowerCase(), answer)
    return answer
  }
}

async function find(asking: Asking, name: string): Promise<Recipient | undefined> {
  try {
    const records = await asking.run({ cmdlet: 'Get-Recipient', parameters: { Identity: name } })
    const [record] = records
    // Two of one name: neither is certain.
    if (record === undefined || records.length > 1) return undefined
    const address = withoutSmtp(
      readText(record, 'ExternalEmailAddress') || readText(record, 'PrimarySmtpAddress'),
    )
    return { address, type: readText(record, 'RecipientTypeDetails') || readText(record, 'RecipientType') }
  } catch (error) {
    if (error instanceof BackendError) return undefined
    throw error
  }
}
