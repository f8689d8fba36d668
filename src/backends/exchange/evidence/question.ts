// What is asked about one sender, with what several facts hang on: each of it is asked once, and only when it is wanted.
import type { Instant } from '../../../domain/instant.js'
import { BackendError } from '../../../errors.js'
import type { Asking } from './asking.js'
import { createMissingError, isMissing } from './failures.js'
import { getMailboxByAddress, type Mailbox } from './mailbox.js'
import { once } from './once.js'
import type { SignInsTogether } from './sender/joint-sign-ins.js'
import type { TraceTogether } from './sender/joint-trace.js'
import type { TenantWide } from './tenant-wide.js'
import { getUserByAddress, nobodyWhy, type User } from './user.js'

export interface SenderQuestion {
  /** As Exchange lists it: the sign-in name of a hosted mailbox, the mail address of everybody else. */
  readonly address: string
  readonly now: Instant
  readonly signal: AbortSignal
  readonly asking: Asking
  readonly tenantWide: TenantWide
  readonly traceTogether: TraceTogether
  readonly signInsTogether: SignInsTogether
  /** Object ids of groups that are asked about; none where the settings protect none. */
  readonly protectedGroups: readonly string[]
  /** `not-found` when nobody has the address. */
  getUser(): Promise<User>
  /** `not-found` when no mailbox has it. */
  getMailbox(): Promise<Mailbox>
  /** Entra object id: Exchange knows it too. */
  getUserId(): Promise<string>
  /** What mailbox cmdlets are asked with. Without an answer about the mailbox, the address does. */
  getMailboxName(): Promise<string>
}

type SenderQuestionParts = Pick<
  SenderQuestion,
  | 'address'
  | 'now'
  | 'signal'
  | 'asking'
  | 'tenantWide'
  | 'traceTogether'
  | 'signInsTogether'
  | 'protectedGroups'
>

export function createSenderQuestion(parts: SenderQuestionParts): SenderQuestion {
  const { asking, address } = parts
  const getUser = once(() => getUserByAddress(asking, address, parts.signal))
  const getMailbox = once(async () => {
    try {
      return await getMailboxByAddress(asking, address)
    } catch (error) {
      throw isMissing(error) ? await toMissingMailboxError(getUser()) : error
    }
  })

  return {
    ...parts,
    getUser,
    getMailbox,
    async getUserId() {
      try {
        return (await getUser()).id
      } catch (error) {
        const userId = await findMailboxUserId(getMailbox())
        if (userId === undefined) throw error
        return userId
      }
    },
    async getMailboxName() {
      try {
        return (await getMailbox()).UserPrincipalName
      } catch (error) {
        if (isMissing(error)) throw error
        return address
      }
    },
  }
}

async function toMissingMailboxError(user: Promise<User>): Promise<Error> {
  try {
    await user
    return createMissingError('The account has no mailbox.')
  } catch (error) {
    return createMissingError(isMissing(error) ? nobodyWhy : 'There is no mailbox with this address.')
  }
}

async function findMailboxUserId(mailbox: Promise<Mailbox>): Promise<string | undefined> {
  try {
    return (await mailbox).ExternalDirectoryObjectId || undefined
  } catch (error) {
    if (error instanceof BackendError) return undefined
    throw error
  }
}
