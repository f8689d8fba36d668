// The mailbox that an address belongs to.
import { z } from 'zod'
import type { Asking } from './asking.js'
import { createMissingError } from './failures.js'
import { distinctAddresses, isSameAddress, listSmtpAddresses } from './user.js'
import { flag, parseAnswer, text, texts } from './values.js'

const mailboxSchema = z.object({
  UserPrincipalName: z.string().min(1),
  DisplayName: text,
  RecipientTypeDetails: text,
  PrimarySmtpAddress: text,
  EmailAddresses: texts,
  /** Entra object id. */
  ExternalDirectoryObjectId: text,
  AccountDisabled: z.unknown().optional(),
  IsDirSynced: flag,
  ForwardingAddress: z.string().nullish(),
  ForwardingSmtpAddress: z.string().nullish(),
  DeliverToMailboxAndForward: flag,
  GrantSendOnBehalfTo: texts,
  Identity: text,
  Name: text,
  Alias: text,
  Guid: text,
  ExchangeGuid: text,
  DistinguishedName: text,
  LegacyExchangeDN: text,
  /** Undefined when it was not said. */
  AuditEnabled: z.unknown().optional(),
})
export type Mailbox = z.infer<typeof mailboxSchema>

/** @throws BackendError `not-found` when no mailbox has the address. */
export async function getMailboxByAddress(asking: Asking, address: string): Promise<Mailbox> {
  const records = await asking.run({
    cmdlet: 'Get-Mailbox',
    parameters: { Identity: address },
    mailbox: address,
  })
  const mailboxes = records.map((record) => parseAnswer(mailboxSchema, record, 'The mailbox'))
  // -Identity also takes aliases and display names: "scanner" may find somebody who only looks like it.
  const mailbox = mailboxes.find((one) =>
    listMailboxAddresses(one).some((own) => isSameAddress(own, address)),
  )
  if (mailbox === undefined) throw createMissingError('There is no mailbox with this address.')
  return mailbox
}

export function listMailboxAddresses(mailbox: Mailbox): readonly string[] {
  return distinctAddresses([
    mailbox.UserPrincipalName,
    mailbox.PrimarySmtpAddress,
    ...listSmtpAddresses(mailbox.EmailAddresses),
  ])
}

/** Whatever Exchange calls it by. */
export function listMailboxNames(mailbox: Mailbox): readonly string[] {
  const { Identity, Name, Alias, Guid, ExchangeGuid, DistinguishedName, LegacyExchangeDN } = mailbox
  return distinctAddresses([
    ...listMailboxAddresses(mailbox),
    mailbox.ExternalDirectoryObjectId,
    mailbox.DisplayName,
    ...[Identity, Name, Alias, Guid, ExchangeGuid, DistinguishedName, LegacyExchangeDN],
  ])
}
