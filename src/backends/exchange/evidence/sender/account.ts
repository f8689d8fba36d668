// Who it is. Entra says it; when Entra cannot be asked, Exchange's copy does, which it keeps of every account with a
// mailbox. All addresses are there: nobody may unblock their own mailbox under another name.
import { isTrue } from '../../../records.js'
import { listMailboxAddresses, type Mailbox } from '../mailbox.js'
import type { SenderQuestion } from '../question.js'
import { distinctAddresses, listUserAddresses, type User } from '../user.js'
import type { SenderValue } from './value.js'

type Account = SenderValue<'account'>

export async function readAccount({ getUser, getMailbox }: SenderQuestion): Promise<Account> {
  const [user, mailbox] = await Promise.allSettled([getUser(), getMailbox()])
  if (user.status === 'fulfilled')
    return toAccount(user.value, mailbox.status === 'fulfilled' ? mailbox.value : undefined)
  const copy = mailbox.status === 'fulfilled' ? findCopy(mailbox.value) : undefined
  if (copy === undefined) throw user.reason
  return copy
}

function toAccount(user: User, mailbox: Mailbox | undefined): Account {
  const { createdDateTime: createdAt, employeeHireDate: startsAt } = user
  const addresses = mailbox === undefined ? [] : listMailboxAddresses(mailbox)
  return {
    userId: user.id,
    displayName: user.displayName,
    addresses: distinctAddresses([...listUserAddresses(user), ...addresses]),
    signInAllowed: user.accountEnabled !== false,
    synced: user.onPremisesSyncEnabled === true,
    ...toKind(user.userType, mailbox?.RecipientTypeDetails ?? ''),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(startsAt === undefined ? {} : { startsAt }),
  }
}

function findCopy(mailbox: Mailbox): Account | undefined {
  const { ExternalDirectoryObjectId: userId, AccountDisabled: disabled } = mailbox
  if (userId === '' || disabled === undefined) return undefined
  return {
    userId,
    displayName: mailbox.DisplayName,
    addresses: listMailboxAddresses(mailbox),
    signInAllowed: !isTrue(disabled),
    synced: mailbox.IsDirSynced,
    ...toKind('', mailbox.RecipientTypeDetails),
  }
}

/** A program's account looks like a person's: nothing there tells them apart. */
function toKind(userType: string, recipientType: string): Pick<Account, 'kind'> {
  if (/^guest$/i.test(userType)) return { kind: 'guest' }
  if (/^(?:shared|room|equipment)mailbox$/i.test(recipientType)) return { kind: 'shared' }
  return /^usermailbox$/i.test(recipientType) ? { kind: 'person' } : {}
}
