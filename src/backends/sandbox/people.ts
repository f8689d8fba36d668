// The sandbox tenant's accounts. Listed by UPN, as Exchange does it: for some that is not their mail address.
import type { Account } from './account.js'
import { findInCrowd } from './crowd.js'
import { bulkMailer } from './stories/bulk-mailer.js'
import { compromised, compromisedAdmin } from './stories/compromised.js'
import { administrator, careless, guest, quiet, sharedMailbox } from './stories/everyday.js'
import { auditMissing, noLicence, timingOut } from './stories/unclear.js'

const toUserId = (number: number) => `4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a${String(number).padStart(2, '0')}`

function person(number: number, account: Omit<Account, 'userId' | 'addresses'> & { mail?: string }): Account {
  const { mail, ...rest } = account
  return {
    ...rest,
    userId: toUserId(number),
    addresses: [account.upn, ...(mail === undefined ? [] : [mail])],
  }
}

export const accounts: readonly Account[] = [
  person(1, {
    upn: 'maya@contoso.com',
    name: 'Maya Lindqvist',
    about: 'IT operations; all is well with the account; the only Global Administrator',
    story: administrator,
    reason: 'spam',
  }),
  person(2, {
    upn: 'tom@contoso.com',
    name: 'Tom Okafor',
    about: 'IT operations; synced from on-premises Active Directory',
    synced: true,
    story: careless,
    reason: 'spam',
  }),
  person(3, {
    upn: 'vera@contoso.com',
    name: 'Vera Novak',
    about: 'Audit; restricted for the day after a mail to everybody',
    story: quiet,
    reason: 'internalLimit',
    temporary: true,
  }),
  person(4, {
    upn: 'laura@contoso.com',
    name: 'Laura Bianchi',
    about: 'Sales; the account was taken over',
    story: compromised,
    reason: 'spamBurst',
    unresolved: true,
  }),
  person(5, {
    upn: 'oscar_fabrikam.com#EXT#@contoso.onmicrosoft.com',
    mail: 'oscar@fabrikam.com',
    name: 'Oscar Reyes',
    about: 'Guest from Fabrikam',
    kind: 'guest',
    story: guest,
    reason: 'bare',
  }),
  person(6, {
    upn: 'priya.raman@contoso.onmicrosoft.com',
    mail: 'priya@contoso.com',
    name: 'Priya Raman',
    about: 'Marketing; signs in with another name than she mails with; no Entra licence for reports',
    story: noLicence,
    reason: 'externalLimit',
  }),
  person(7, {
    upn: 'henrik.dahl@contoso.com',
    name: 'Henrik Dahl',
    about: 'Administrator; the account was taken over, and sends under another name',
    story: compromisedAdmin,
    reason: 'spam',
    unresolved: true,
  }),
  person(8, {
    upn: 'info@contoso.com',
    name: 'Info desk',
    about: 'Shared mailbox; several people send as it',
    kind: 'shared',
    signInBlocked: true,
    story: sharedMailbox,
    reason: 'spam',
  }),
  person(9, {
    upn: 'svc-billing@contoso.com',
    mail: 'invoices@contoso.com',
    name: 'Billing service',
    about: 'Service account; sends invoices in bulk, legitimately',
    kind: 'service',
    story: bulkMailer,
    reason: 'dailyRate',
  }),
  person(10, {
    upn: 'chen.wei@contoso.com',
    name: 'Chen Wei',
    about: 'Events; restricted for the day by the outbound policy',
    story: noLicence,
    reason: 'externalLimit',
    temporary: true,
  }),
  person(11, {
    upn: 'fatima.elamrani@contoso.com',
    name: 'Fatima El Amrani',
    about: 'Finance; synced; some reports are not permitted',
    synced: true,
    story: auditMissing,
    reason: 'unknown',
  }),
  person(12, {
    upn: "sean.o'brien@contoso.com",
    name: "Sean O'Brien",
    about: 'Warehouse; reports time out, and texts from outside try to be more than text',
    story: timingOut,
    reason: 'empty',
  }),
]

/** By any of its addresses, case ignored. */
export function findAccount(address: string): Account | undefined {
  const wanted = address.toLowerCase()
  const known = accounts.find((account) => account.addresses.some((own) => own.toLowerCase() === wanted))
  return known ?? findInCrowd(address)
}
