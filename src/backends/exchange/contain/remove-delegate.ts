// Takes from somebody else the right to open a mailbox, or to send as it. Each right has cmdlets of its own; what is there is
// read anew, one right of one person is changed, and nothing else on the lists.
import { z } from 'zod'
import type { Sender } from '../../../domain/entity.js'
import type { CmdletRecord, Cmdlets } from '../cmdlets.js'
import { readFlag, readText, readTexts } from '../properties.js'
import { getMailbox } from './mailbox.js'
import { createRejection, parseUndo, type Step, withoutUndo } from './step.js'

const rights = ['FullAccess', 'SendAs', 'SendOnBehalf'] as const
const delegationSchema = z.object({ mailboxId: z.string(), who: z.string(), right: z.enum(rights) })
type Delegation = z.infer<typeof delegationSchema>

const words: Readonly<Record<Delegation['right'], string>> = {
  FullAccess: 'open this mailbox',
  SendAs: 'send as this mailbox',
  SendOnBehalf: 'send on behalf of this mailbox',
}

interface Look {
  readonly sender: Sender
  readonly signal: AbortSignal
}

export function createRemoveDelegate(cmdlets: Cmdlets): Step {
  async function look({ sender, signal }: Look) {
    const { identity, record } = await getMailbox(cmdlets, sender, signal)
    const list = async (cmdlet: 'Get-MailboxPermission' | 'Get-RecipientPermission') =>
      (await cmdlets.run({ cmdlet, parameters: { Identity: identity }, mailbox: identity }, signal)).records
    const has = async ({ who, right }: Pick<Delegation, 'who' | 'right'>): Promise<boolean> => {
      if (right === 'SendOnBehalf') return readTexts(record, 'GrantSendOnBehalfTo').includes(who)
      const [cmdlet, name] =
        right === 'FullAccess'
          ? (['Get-MailboxPermission', 'User'] as const)
          : (['Get-RecipientPermission', 'Trustee'] as const)
      return (await list(cmdlet)).some((one) => readText(one, name) === who && isGiven(one, right))
    }
    return { identity, mailboxId: readText(record, 'ExternalDirectoryObjectId'), has }
  }

  async function change(to: 'Add' | 'Remove', identity: string, given: Delegation, signal: AbortSignal) {
    const { who, right } = given
    switch (right) {
      case 'FullAccess': {
        const parameters = { Identity: identity, User: who, AccessRights: [right], InheritanceType: 'All' }
        const cmdlet = `${to}-MailboxPermission` as const
        return cmdlets.run({ cmdlet, parameters: { ...parameters, Confirm: false } }, signal)
      }
      case 'SendAs': {
        const parameters = { Identity: identity, Trustee: who, AccessRights: [right], Confirm: false }
        return cmdlets.run({ cmdlet: `${to}-RecipientPermission`, parameters }, signal)
      }
      case 'SendOnBehalf': {
        const parameters = {
          Identity: identity,
          GrantSendOnBehalfTo: to === 'Add' ? { Add: who } : { Remove: who },
        }
        return cmdlets.run({ cmdlet: 'Set-Mailbox', parameters }, signal)
      }
      default:
        return right satisfies never
    }
  }

  return {
    async run({ sender, targets, signal }) {
      const { who, right } = parseTarget(targets)
      const { identity, mailboxId, has } = await look({ sender, signal })
      if (!(await has({ who, right })))
        return withoutUndo(`${who} may not ${words[right]} any more; nothing had to be done.`)
      const before = { mailboxId, who, right }
      await change('Remove', identity, before, signal)
      return {
        detail: `${who} may no longer ${words[right]}. It may take up to an hour until that holds everywhere.`,
        undo: before,
        restores: [who],
      }
    },
    async takeBack({ sender, signal }, undo) {
      const before = parseUndo(delegationSchema, undo)
      const { identity, mailboxId, has } = await look({ sender, signal })
      if (before.mailboxId !== '' && mailboxId !== '' && before.mailboxId !== mailboxId)
        throw createRejection('This address belongs to another mailbox now.')
      const { who, right } = before
      if (await has(before)) return withoutUndo(`${who} may ${words[right]} already; nothing had to be done.`)
      await change('Add', identity, before, signal)
      return withoutUndo(`${who} may ${words[right]} again.`)
    },
  }
}

/** PowerShell may give several as one text. */
function isGiven(record: CmdletRecord, right: string): boolean {
  if (readFlag(record, 'IsInherited') === true || readFlag(record, 'Deny') === true) return false
  if (readText(record, 'AccessControlType').toLowerCase() === 'deny') return false
  return readTexts(record, 'AccessRights').some((one) => one.split(',').some((each) => each.trim() === right))
}

function parseTarget(targets: readonly string[]): Pick<Delegation, 'who' | 'right'> {
  const [target = '', ...more] = targets
  const right = rights.find((one) => target.startsWith(`${one}:`))
  if (right === undefined || more.length > 0) throw createRejection('Exactly one delegate has to be chosen.')
  return { right, who: target.slice(right.length + 1) }
}
