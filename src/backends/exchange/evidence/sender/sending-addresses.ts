// Under which addresses an account sends: its own, and those that others lent it.
import { BackendError } from '../../../../errors.js'
import { isMissing } from '../failures.js'
import { listMailboxAddresses } from '../mailbox.js'
import type { SenderQuestion } from '../question.js'
import { distinctAddresses, listSmtpAddresses } from '../user.js'

const mostAddresses = 20

export interface SendingAddresses {
  readonly addresses: readonly string[]
  /** Why there may be more addresses than these; undefined when these are all. */
  readonly doubt: BackendError | undefined
}

/** Mail is traced by mail address, which need not be the name that Exchange lists. */
export async function readSendingAddresses(
  question: Pick<SenderQuestion, 'address' | 'getMailbox' | 'getUser'>,
): Promise<SendingAddresses> {
  const [mailbox, user] = await Promise.allSettled([question.getMailbox(), question.getUser()])
  const addresses = distinctAddresses([
    question.address,
    ...(mailbox.status === 'fulfilled' ? listMailboxAddresses(mailbox.value) : []),
    ...(user.status === 'fulfilled'
      ? [user.value.mail, ...listSmtpAddresses(user.value.proxyAddresses)]
      : []),
  ])
  return {
    addresses: addresses.slice(0, mostAddresses),
    doubt: isAnswered(mailbox) || isAnswered(user) ? undefined : toDoubt(mailbox),
  }
}

/** That nobody is there is an answer too. */
function isAnswered(asked: PromiseSettledResult<unknown>): boolean {
  return asked.status === 'fulfilled' || isMissing(asked.reason)
}

function toDoubt(asked: PromiseSettledResult<unknown>): BackendError | undefined {
  return asked.status === 'rejected' && asked.reason instanceof BackendError ? asked.reason : undefined
}
