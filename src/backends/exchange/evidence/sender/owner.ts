// Who the mailbox belongs to, as far as it takes to tell whether somebody acts on their own: Exchange's copy is enough when
// Entra cannot be asked, whatever else of the account stays unknown.
import type { SenderEvidence } from '../../../../domain/evidence.js'
import { BackendError, type BackendErrorCode } from '../../../../errors.js'
import { listMailboxAddresses, type Mailbox } from '../mailbox.js'
import type { SenderQuestion } from '../question.js'
import { distinctAddresses, listUserAddresses, type User } from '../user.js'

type Owner = SenderEvidence['owner']

/** Undefined when it cannot be told. Never rejects for what a service did not answer. */
export async function readOwner({ getUser, getMailbox }: SenderQuestion): Promise<Owner> {
  const [user, mailbox] = await Promise.all([settle(getUser()), settle(getMailbox())])
  if (user.found !== undefined || mailbox.found !== undefined) return toOwner(user.found, mailbox.found)
  return mailbox.failure === 'not-found' && saysNothing(user.failure) ? { kind: 'nobody' } : undefined
}

/**
 * Exchange's word counts beside an Entra that knows nobody or that Reprieve was never let into. While Entra is only out
 * of reach it may still know the account: a mailbox on-premises is somebody's own too.
 */
function saysNothing(failure: BackendErrorCode | undefined): boolean {
  return failure === 'not-found' || failure === 'forbidden'
}

interface Settled<Value> {
  readonly found: Value | undefined
  readonly failure: BackendErrorCode | undefined
}

async function settle<Value>(reading: Promise<Value>): Promise<Settled<Value>> {
  try {
    return { found: await reading, failure: undefined }
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return { found: undefined, failure: error.code }
  }
}

function toOwner(user: User | undefined, mailbox: Mailbox | undefined): Owner {
  const hosted = mailbox === undefined ? [] : listMailboxAddresses(mailbox)
  const userId = user?.id ?? (mailbox?.ExternalDirectoryObjectId || undefined)
  return {
    kind: 'account',
    ...(userId === undefined ? {} : { userId }),
    addresses: distinctAddresses([...(user === undefined ? [] : listUserAddresses(user)), ...hosted]),
    // Sign-in names and what Exchange delivers to are in domains of the organisation; other mail addresses need not be.
    domains: toDomains([user?.userPrincipalName ?? '', ...hosted]),
  }
}

function toDomains(addresses: readonly string[]): readonly string[] {
  const domains = addresses.map((address) => address.slice(address.lastIndexOf('@') + 1).toLowerCase())
  return [...new Set(domains.filter((domain) => domain !== ''))]
}
