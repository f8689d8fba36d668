// Who else may use the mailbox or send as it. All three lists or none: a missing one would look like nobody.
import { z } from 'zod'
import type { CmdletName, CmdletRecord } from '../../cmdlets.js'
import type { SenderQuestion } from '../question.js'
import { flag, parseAnswer, text, texts } from '../values.js'
import type { SenderValue } from './value.js'

type Delegates = SenderValue<'delegates'>

const permissionSchema = z.object({ User: z.string(), AccessRights: texts, IsInherited: flag, Deny: flag })
const trusteeSchema = z.object({
  Trustee: z.string(),
  AccessRights: texts,
  AccessControlType: text,
  IsInherited: flag,
})

export async function readDelegates(question: SenderQuestion): Promise<Delegates> {
  const name = await question.getMailboxName()
  const run = (cmdlet: CmdletName) =>
    question.asking.run({ cmdlet, parameters: { Identity: name }, mailbox: name })
  const [permissions, trustees, { GrantSendOnBehalfTo }] = await Promise.all([
    run('Get-MailboxPermission'),
    run('Get-RecipientPermission'),
    question.getMailbox(),
  ])
  return [
    ...[...permissions.flatMap(toPermissions), ...trustees.flatMap(toTrustees)].filter(
      ({ who }) => !isSelf(who),
    ),
    // The owner is never on this list, whatever somebody on it is called.
    ...GrantSendOnBehalfTo.map((who) => ({ who, right: 'SendOnBehalf' })),
  ]
}

function toPermissions(record: CmdletRecord): Delegates {
  const permission = parseAnswer(permissionSchema, record, 'A mailbox permission')
  if (permission.IsInherited || permission.Deny) return []
  return toRights(permission.AccessRights).map((right) => ({ who: permission.User, right }))
}

function toTrustees(record: CmdletRecord): Delegates {
  const trustee = parseAnswer(trusteeSchema, record, 'A Send As permission')
  if (trustee.IsInherited || trustee.AccessControlType.toLowerCase() === 'deny') return []
  return toRights(trustee.AccessRights).map((right) => ({ who: trustee.Trustee, right }))
}

/** PowerShell may give several as one text. */
function toRights(rights: readonly string[]): readonly string[] {
  return rights.flatMap((right) => right.split(',').map((one) => one.trim()))
}

function isSelf(who: string): boolean {
  return /^NT AUTHORITY\\SELF$/i.test(who) || who === 'S-1-5-10'
}
