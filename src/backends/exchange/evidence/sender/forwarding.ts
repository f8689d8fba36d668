// Microsoft: when both addresses are set, only ForwardingAddress is used.
import type { SenderQuestion } from '../question.js'
import { withoutSmtp } from '../user.js'
import type { SenderValue } from './value.js'

export async function readForwarding({ getMailbox }: SenderQuestion): Promise<SenderValue<'forwarding'>> {
  const { ForwardingAddress, ForwardingSmtpAddress, DeliverToMailboxAndForward } = await getMailbox()
  const to = ForwardingAddress || ForwardingSmtpAddress
  return to ? { to: withoutSmtp(to), keepsCopy: DeliverToMailboxAndForward } : null
}
