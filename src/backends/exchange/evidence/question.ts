// What is asked about one sender, with what several facts hang on: each of it is asked once, and only when it is wanted.
import type { Instant } from '../../../domain/instant.js'
import { BackendError } from '../../../errors.js'
import { readText } from '../properties.js'
import type { Asking } from './asking.js'
import { createMissingError, isMissing } from './failures.js'
import { type Folders, readFolders } from './folders.js'
import { getMailboxByAddress, listMailboxAddresses, type Mailbox } from './mailbox.js'
import { once } from './once.js'
import { createResolveRecipient, type ResolveRecipient } from './recipients.js'
import type { EarlierKept } from './sender/earlier-kept.js'
import type { EarlierTogether } from './sender/earlier-sign-ins.js'
import type { RhythmTogether } from './sender/joint-rhythm.js'
import type { SignInsTogether } from './sender/joint-sign-ins.js'
import type { TraceTogether } from './sender/joint-trace.js'
import { type RuleRecords, readRuleRecords } from './sender/rule-records.js'
import type { TenantWide } from './tenant-wide.js'
import { readTrail, type Trail } from './trail.js'
import { getUserByAddress, nobodyWhy, type User } from './user.js'

export interface SenderQuestion {
  /** As Exchange lists it: the sign-in name of a hosted mailbox, the mail address of everybody else. */
  readonly address: string
  readonly now: Instant
  /** When the restriction began; now when that is not known. Days before it are counted from here. */
  readonly anchor: Instant
  /** Messages that Exchange counted before it; 0 when that is not known. */
  readonly counted: number
  readonly signal: AbortSignal
  readonly asking: Asking
  readonly tenantWide: TenantWide
  /** Directory id of the tenant; undefined when it is not known as one. */
  readonly organisationId: string | undefined
  readonly traceTogether: TraceTogether
  readonly rhythmTogether: RhythmTogether
  readonly earlierKept: EarlierKept
  readonly signInsTogether: SignInsTogether
  readonly earlierTogether: EarlierTogether
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
  /** All inbox rules, and which of them their owner is shown. */
  getRuleRecords(): Promise<RuleRecords>
  getFolders(): Promise<Folders>
  /** What was done to the mailbox lately, by the audit log. */
  getTrail(): Promise<Trail>
  /** Domains of the organisation, lower-cased; as far as the account shows them when Exchange does not say. */
  getDomains(): Promise<ReadonlySet<string>>
  /** Who mail really goes to. */
  readonly resolveRecipient: ResolveRecipient
}

type SenderQuestionParts = Pick<
  SenderQuestion,
  | 'address'
  | 'now'
  | 'anchor'
  | 'counted'
  | 'signal'
  | 'asking'
  | 'tenantWide'
  | 'organisationId'
  | 'traceTogether'
  | 'rhythmTogether'
  | 'earlierKept'
  | 'signInsTogether'
  | 'earlierTogether'
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

  const getMailboxName = () => toMailboxName(getMailbox(), address)
  const { now, signal, tenantWide } = parts

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
    getMailboxName,
    getRuleRecords: once(async () => readRuleRecords(asking, await getMailboxName())),
    getFolders: once(async () => readFolders(asking, await getMailboxName())),
    getTrail: once(async () =>
      readTrail({
        asking,
        now,
        userId: await getMailboxName().catch((error: unknown) => withoutMailbox(error, address)),
        readAdminTrail: () => tenantWide.readAdminTrail(signal),
        readAuditSetting: () => tenantWide.readAuditSetting(signal),
      }),
    ),
    getDomains: once(() => readDomains(parts, getMailbox())),
    resolveRecipient: createResolveRecipient(asking),
  }
}

async function toMailboxName(mailbox: Promise<Mailbox>, address: string): Promise<string> {
  try {
    return (await mailbox).UserPrincipalName
  } catch (error) {
    if (isMissing(error)) throw error
    return address
  }
}

/** Whoever has no mailbox is in the log all the same. */
function withoutMailbox(error: unknown, address: string): string {
  if (isMissing(error)) return address
  throw error
}

async function readDomains(
  { tenantWide, signal, address }: SenderQuestionParts,
  mailbox: Promise<Mailbox>,
): Promise<ReadonlySet<string>> {
  const [accepted, own] = await Promise.allSettled([tenantWide.readAcceptedDomains(signal), mailbox])
  const names =
    accepted.status === 'fulfilled' ? accepted.value.map((one) => readText(one, 'DomainName')) : []
  const addresses = [address, ...(own.status === 'fulfilled' ? listMailboxAddresses(own.value) : [])]
  return new Set(
    [...names, ...addresses.map(toDomain)].map((name) => name.toLowerCase()).filter((name) => name !== ''),
  )
}

/** A guest's name ends with the organisation's own domain, and says nothing of it. */
function toDomain(address: string): string {
  return /#ext#/i.test(address) ? '' : address.slice(address.lastIndexOf('@') + 1)
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
