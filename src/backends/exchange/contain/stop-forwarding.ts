// Takes the forwarding off a mailbox. Both properties are cleared: when both are set Exchange uses ForwardingAddress
// only, and the other would come to life. Source: learn.microsoft.com, "Responding to a compromised email account".
import { z } from 'zod'
import type { Sender } from '../../../domain/entity.js'
import { BackendError } from '../../../errors.js'
import { findProperty } from '../../records.js'
import type { CmdletCall, CmdletRecord, Cmdlets } from '../cmdlets.js'
import { readFlag, readText } from '../properties.js'
import { getMailbox } from './mailbox.js'
import { createRejection, parseUndo, type Step, withoutUndo } from './step.js'

/** Each text is empty when there was none. */
const forwardingSchema = z.object({
  mailboxId: z.string(),
  /** A recipient of the organisation. */
  forwardingAddress: z.string(),
  /** Any address, written as `smtp:x@evil.test`. */
  forwardingSmtpAddress: z.string(),
  /** Null when Exchange did not say. */
  deliverToMailboxAndForward: z.boolean().nullable(),
})
type Forwarding = z.infer<typeof forwardingSchema>

export function createStopForwarding(cmdlets: Cmdlets): Step {
  async function set(identity: string, values: CmdletCall['parameters'], signal: AbortSignal) {
    const parameters = { Identity: identity, ...values }
    await cmdlets.run({ cmdlet: 'Set-Mailbox', parameters }, signal)
  }

  // The change is made by now: whatever becomes of this look, it is no failure of the step.
  async function describeNow(sender: Sender, signal: AbortSignal): Promise<string> {
    try {
      const now = toTargets(readForwarding((await getMailbox(cmdlets, sender, signal)).record))
      return now === ''
        ? 'Nothing is forwarded by the mailbox now.'
        : `Exchange now shows forwarding to ${now}.`
    } catch (error) {
      if (!(error instanceof BackendError)) throw error
      return `Exchange took the change, but the mailbox could not be read again: ${error.message}`
    }
  }

  return {
    async run({ sender, signal }) {
      const { identity, record } = await getMailbox(cmdlets, sender, signal)
      const before = readForwarding(record)
      const targets = toTargets(before)
      if (targets === '')
        return withoutUndo(
          'The mailbox forwarded nothing; nothing had to be done. An inbox rule can forward too.',
        )
      await set(identity, { ForwardingAddress: null, ForwardingSmtpAddress: null }, signal)
      return {
        detail: `Forwarding to ${targets} was removed. ${await describeNow(sender, signal)}`,
        undo: before,
        restores: [targets],
      }
    },
    async takeBack({ sender, signal }, undo) {
      const before = parseUndo(forwardingSchema, undo)
      const { identity, record } = await getMailbox(cmdlets, sender, signal)
      const now = readForwarding(record)
      refuseOther(before, now)
      if (toTargets(now) !== '')
        return withoutUndo(`Mail is forwarded to ${toTargets(now)} by now, and that was left as it is.`)
      await set(identity, toParameters(before), signal)
      return withoutUndo(
        `Forwarding to ${toTargets(before)} was set again. ${await describeNow(sender, signal)}`,
      )
    },
  }
}

function readForwarding(mailbox: CmdletRecord): Forwarding {
  return {
    mailboxId: readText(mailbox, 'ExternalDirectoryObjectId'),
    forwardingAddress: readTarget(mailbox, 'ForwardingAddress'),
    forwardingSmtpAddress: readTarget(mailbox, 'ForwardingSmtpAddress'),
    deliverToMailboxAndForward: readFlag(mailbox, 'DeliverToMailboxAndForward') ?? null,
  }
}

// A value that cannot be read must not pass for a mailbox that forwards nothing.
function readTarget(mailbox: CmdletRecord, name: string): string {
  const value = findProperty(mailbox, name) ?? ''
  if (typeof value === 'string') return value.trim()
  throw new BackendError('Exchange gave the forwarding of the mailbox in an unknown form.', {
    code: 'malformed',
    outcome: 'unchanged',
  })
}

function toTargets({ forwardingAddress, forwardingSmtpAddress }: Forwarding): string {
  return [forwardingAddress, forwardingSmtpAddress.replace(/^smtp:/i, '')]
    .filter((one) => one !== '')
    .join(' and ')
}

/** Only what was there: a property that was empty is not touched. */
function toParameters(before: Forwarding): CmdletCall['parameters'] {
  const { forwardingAddress, forwardingSmtpAddress, deliverToMailboxAndForward } = before
  return {
    ...(forwardingAddress === '' ? {} : { ForwardingAddress: forwardingAddress }),
    ...(forwardingSmtpAddress === '' ? {} : { ForwardingSmtpAddress: forwardingSmtpAddress }),
    ...(deliverToMailboxAndForward === null
      ? {}
      : { DeliverToMailboxAndForward: deliverToMailboxAndForward }),
  }
}

function refuseOther(before: Forwarding, now: Forwarding): void {
  if (before.mailboxId !== '' && now.mailboxId !== '' && before.mailboxId !== now.mailboxId)
    throw createRejection('This address belongs to another mailbox now.')
}
