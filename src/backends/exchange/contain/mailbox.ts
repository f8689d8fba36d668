// The mailbox of a sender, read anew before each step on it.
import type { Sender } from '../../../domain/entity.js'
import { BackendError } from '../../../errors.js'
import type { CmdletRecord, Cmdlets } from '../cmdlets.js'
import { readText, readTexts } from '../properties.js'

interface Mailbox {
  /** What later cmdlets call it by: unlike an alias it is unique. */
  readonly identity: string
  readonly record: CmdletRecord
}

/**
 * @throws BackendError, also when there is no such mailbox. Get-Mailbox takes names, aliases and wildcards for an
 *   identity, and a restricted sender may be called like somebody's alias: only a mailbox with this very address counts.
 */
export async function getMailbox(
  cmdlets: Cmdlets,
  { address }: Sender,
  signal: AbortSignal,
): Promise<Mailbox> {
  const call = { cmdlet: 'Get-Mailbox', parameters: { Identity: address } } as const
  const { records } = await cmdlets.run(call, signal)
  const record = records.find((one) => listAddresses(one).includes(address.toLowerCase()))
  if (record !== undefined) return { identity: readText(record, 'UserPrincipalName') || address, record }
  throw new BackendError('Exchange has no mailbox with this address. The mail may come through a relay.', {
    code: 'not-found',
    outcome: 'unchanged',
  })
}

function listAddresses(mailbox: CmdletRecord): readonly string[] {
  return [
    readText(mailbox, 'UserPrincipalName'),
    readText(mailbox, 'PrimarySmtpAddress'),
    ...readTexts(mailbox, 'EmailAddresses').map((one) => one.replace(/^smtp:/i, '')),
  ].map((one) => one.toLowerCase())
}
