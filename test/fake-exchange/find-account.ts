// Who a name is, as Exchange and as Graph take names.
import { type FakeCall, FakeCmdletError } from './cmdlet.js'
import type { FakeAccount, FakeState } from './model.js'
import { findText } from './parameters.js'

/** Exchange takes nearly anything: addresses, ids, the alias, the display name. */
function findByExchangeName(state: FakeState, name: string): FakeAccount | undefined {
  return state.accounts.find(({ upn, mail, otherAddresses, userId, displayName }) =>
    [upn, mail, ...otherAddresses, userId, displayName, mail.split('@')[0] ?? ''].some((own) =>
      isSame(own, name),
    ),
  )
}

/** Graph takes the object id or the name it signs in with, nothing else. */
export function findByGraphName(state: FakeState, name: string): FakeAccount | undefined {
  return state.accounts.find(({ upn, userId }) => isSame(upn, name) || isSame(userId, name))
}

/** The mailbox that a parameter names, or Exchange's way of saying that there is none. */
export function getMailboxAccount({ state, parameters }: FakeCall, parameter: string): FakeAccount {
  const name = findText(parameters, parameter)
  const account = findByExchangeName(state, name)
  if (account?.hasMailbox === true) return account
  throw new FakeCmdletError(
    'Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException',
    `The operation couldn't be performed because object '${name}' couldn't be found on 'DB8PR01A02DC001.EURPR01A002.PROD.OUTLOOK.COM'.`,
    404,
  )
}

/** Case counts for nothing in Microsoft's names. */
export function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
