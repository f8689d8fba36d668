// The account in Entra that an address belongs to.
import { z } from 'zod'
import { withoutSmtp } from '../../../domain/address.js'
import { findUser } from '../find-user.js'
import type { Asking } from './asking.js'
import { createMissingError, type GraphNeed } from './failures.js'
import { instant, parseAnswer, text, texts } from './values.js'

const userSchema = z.object({
  id: z.string().min(1),
  displayName: text,
  userPrincipalName: text,
  mail: text,
  proxyAddresses: texts,
  otherMails: texts,
  accountEnabled: z.boolean().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  lastPasswordChangeDateTime: instant,
  /** Member or Guest. */
  userType: text,
  createdDateTime: instant,
  employeeHireDate: instant,
})
export type User = z.infer<typeof userSchema>

const need: GraphNeed = { what: 'Accounts', permission: 'User.Read.All' }

export const nobodyWhy =
  'There is no mailbox or account with this address: the mail may come through a relay.'

/** @throws BackendError `not-found` when nobody has the address. */
export async function getUserByAddress(asking: Asking, address: string, signal: AbortSignal): Promise<User> {
  const found = await findUser({
    graph: {
      get: (path) => asking.get(path, need),
      list: (path, _, most) => asking.list(path, need, most),
    },
    address,
    select: Object.keys(userSchema.shape),
    signal,
  })
  if (found === undefined) throw createMissingError(nobodyWhy)
  return parseAnswer(userSchema, found, 'The account')
}

export function listUserAddresses(user: User): readonly string[] {
  return distinctAddresses([
    user.userPrincipalName,
    user.mail,
    ...listSmtpAddresses(user.proxyAddresses),
    ...user.otherMails,
  ])
}

/** Of `SMTP:a@b`, `smtp:c@d`, `SIP:...`: those mail reaches. */
export function listSmtpAddresses(proxies: readonly string[]): readonly string[] {
  return proxies.filter((proxy) => /^smtp:/i.test(proxy)).map(withoutSmtp)
}

export function isSameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** As they were written first, none twice, none empty. */
export function distinctAddresses(addresses: readonly string[]): readonly string[] {
  const kept = new Map<string, string>()
  for (const address of addresses) {
    const key = address.toLowerCase()
    if (address !== '' && !kept.has(key)) kept.set(key, address)
  }
  return [...kept.values()]
}
