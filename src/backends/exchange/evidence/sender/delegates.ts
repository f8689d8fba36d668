// Who else may use the mailbox or send as it: accounts, members of groups, and whoever may read its folders. All lists or
// none: a missing one would look like nobody.
import { z } from 'zod'
import { BackendError } from '../../../../errors.js'
import type { CmdletName, CmdletRecord } from '../../cmdlets.js'
import type { AuditRecord } from '../audit.js'
import type { SenderQuestion } from '../question.js'
import { isAboutMailbox } from '../trail.js'
import { flag, parseAnswer, text, texts } from '../values.js'
import { toGiven, toRights, toSince } from './delegate-rights.js'
import { readFolderRights } from './folder-rights.js'
import { readGroupMembers } from './group-members.js'
import type { SenderValue } from './value.js'

type Delegates = SenderValue<'delegates'>

const permissionSchema = z.object({ User: z.string(), AccessRights: texts, IsInherited: flag, Deny: flag })
const trusteeSchema = z.object({
  Trustee: z.string(),
  AccessRights: texts,
  AccessControlType: text,
  IsInherited: flag,
})

export interface ReadDelegates {
  readonly delegates: Delegates
  /** What of it was not read and why, in a sentence; undefined when nothing is missing. */
  readonly missing: string | undefined
}

export async function readDelegates(question: SenderQuestion): Promise<ReadDelegates> {
  const name = await question.getMailboxName()
  const run = (cmdlet: CmdletName) =>
    question.asking.run({ cmdlet, parameters: { Identity: name }, mailbox: name })
  const [permissions, trustees, { GrantSendOnBehalfTo }] = await Promise.all([
    run('Get-MailboxPermission'),
    run('Get-RecipientPermission'),
    question.getMailbox(),
  ])
  const holders = [
    ...[...permissions.flatMap(toPermissions), ...trustees.flatMap(toTrustees)].filter(
      ({ who }) => !isSelf(who),
    ),
    // The owner is never on this list, whatever somebody on it is called.
    ...GrantSendOnBehalfTo.map((who) => ({ who, right: 'SendOnBehalf' })),
  ]
  const [folders, groups] = await Promise.all([
    tryFolderRights(question),
    readGroupMembers(question, holders),
  ])
  const dated = await toDated(question, [...holders, ...folders.delegates])
  return { delegates: [...dated, ...groups.members], missing: folders.missing ?? groups.missing }
}

async function tryFolderRights(question: SenderQuestion): Promise<ReadDelegates> {
  try {
    return { delegates: await readFolderRights(question), missing: undefined }
  } catch (error) {
    if (error instanceof BackendError) return { delegates: [], missing: error.message }
    throw error
  }
}

/** Since when and by whom, by the audit log. Without the log the rights are still worth knowing. */
async function toDated({ getTrail, getMailbox }: SenderQuestion, holders: Delegates): Promise<Delegates> {
  try {
    const [{ records }, mailbox] = await Promise.all([getTrail(), getMailbox()])
    const given = records.filter((record) => isGiving(record) && isAboutMailbox(record, mailbox))
    const behalf = records.filter(
      (record) => /^Set-Mailbox$/i.test(record.operation) && isAboutMailbox(record, mailbox),
    )
    return holders.map((holder) => {
      const last =
        given.findLast((record) => isSame(toGiven(record).who, holder.who)) ??
        (holder.right === 'SendOnBehalf'
          ? behalf.findLast((record) => isNamed(record, holder.who))
          : undefined)
      return last === undefined ? holder : { ...holder, ...toSince(last) }
    })
  } catch (error) {
    if (error instanceof BackendError) return holders
    throw error
  }
}

function isGiving({ operation }: AuditRecord): boolean {
  return /^(?:Add-(?:Mailbox|Recipient|MailboxFolder)Permission|Set-MailboxFolderPermission|(?:Add|Modify)FolderPermissions)$/i.test(
    operation,
  )
}

/** A list of names, or what is added to one: `@{Add="tom"}` in the log's own words. */
function isNamed({ values }: AuditRecord, who: string): boolean {
  return (values.get('grantsendonbehalfto') ?? '').toLowerCase().includes(who.toLowerCase())
}

/** `contoso\Mail-Assist`, `guest7@contoso.com` */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((name) => name.split('\\').at(-1)?.toLowerCase() ?? '')
  return first !== '' && first === second
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

function isSelf(who: string): boolean {
  return /^NT AUTHORITY\\SELF$/i.test(who) || who === 'S-1-5-10'
}
