// Where the whole mailbox is forwarded to. A name is a contact, whose real address decides. Microsoft: when both addresses are
// set, only ForwardingAddress is used.
import { withoutSmtp } from '../../../../domain/address.js'
import { BackendError } from '../../../../errors.js'
import type { AuditRecord } from '../audit.js'
import type { SenderQuestion } from '../question.js'
import { isAboutMailbox } from '../trail.js'
import { readValue } from './traces/trace.js'
import type { SenderValue } from './value.js'

type Forwarding = SenderValue<'forwarding'>

export async function readForwarding(question: SenderQuestion): Promise<Forwarding> {
  const { ForwardingAddress, ForwardingSmtpAddress, DeliverToMailboxAndForward } = await question.getMailbox()
  const given = ForwardingAddress || ForwardingSmtpAddress
  if (!given) return null
  const to = withoutSmtp(given)
  const address = to.includes('@') ? undefined : (await question.resolveRecipient(to))?.address
  return {
    to: address || to,
    keepsCopy: DeliverToMailboxAndForward,
    ...(address ? { through: to } : {}),
    ...(await findChange(question)),
  }
}

/** When and by whom it was set, by the audit log. Without the log it is still worth knowing. */
async function findChange({
  getTrail,
  getMailbox,
}: SenderQuestion): Promise<Pick<NonNullable<Forwarding>, 'setAt' | 'setBy'>> {
  try {
    const [{ records }, mailbox] = await Promise.all([getTrail(), getMailbox()])
    const last = records.findLast((record) => isSetting(record) && isAboutMailbox(record, mailbox))
    if (last === undefined) return {}
    const isItself = isAboutMailbox({ ...last, values: new Map([['mailbox', last.who]]) }, mailbox)
    return { setAt: last.at, ...(isItself ? {} : { setBy: last.who }) }
  } catch (error) {
    if (error instanceof BackendError) return {}
    throw error
  }
}

function isSetting(record: AuditRecord): boolean {
  return (
    /^Set-Mailbox$/i.test(record.operation) &&
    readValue(record, 'forwardingsmtpaddress', 'forwardingaddress') !== ''
  )
}
