// The account in Entra that an address belongs to.
import { z } from 'zod'
import { BackendError } from '../../../errors.js'
import type { Asking } from './asking.js'
import { createMissingError, type GraphNeed, isMissing } from './failures.js'
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
})
export type User = z.infer<typeof userSchema>

const properties =
  'id,displayName,userPrincipalName,mail,proxyAddresses,otherMails,accountEnabled,onPremisesSyncEnabled,lastPasswordChangeDateTime'

const need: GraphNeed = { what: 'Accounts', permission: 'User.Read.All' }

export const nobodyWhy =
  'There is no mailbox or account with this address: the mail may come through a relay.'

/**
 * By the name it signs in with, which is how Exchange lists hosted mailboxes; else, once, by mail address, which is how
 * it lists everybody else. @throws BackendError `not-found` when nobody has the address.
 */
export async function findUser(asking: Asking, address: string): Promise<User> {
  try {
    const path = `/v1.0/users/${encodeURIComponent(address)}?$select=${properties}`
    return parseAnswer(userSchema, await asking.get(path, need), 'The account')
  } catch (error) {
    if (!isMissing(error) && !isRefusal(error)) throw error
  }
  // OData doubles a quote inside a text.
  const quoted = address.replaceAll("'", "''")
  const filter = encodeURIComponent(`proxyAddresses/any(p:p eq 'smtp:${quoted}') or mail eq '${quoted}'`)
  const found = await asking.list(`/v1.0/users?$filter=${filter}&$select=${properties}`, need, 5)
  const users = found.map((record) => parseAnswer(userSchema, record, 'The account'))
  const user = users.find((one) => listUserAddresses(one).some((own) => isSameAddress(own, address)))
  if (user === undefined) throw createMissingError(nobodyWhy)
  return user
}

/** Exchange lists some that Graph takes for no name at all; they may be somebody's address all the same. */
function isRefusal(error: unknown): boolean {
  return error instanceof BackendError && error.code === 'rejected'
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

export function withoutSmtp(address: string): string {
  return address.replace(/^smtp:/i, '')
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
