// Who may read the inbox without a right to the mailbox: rights of a folder show in no other list. So does what the audit log
// says was given on other folders.
import { z } from 'zod'
import { BackendError } from '../../../../errors.js'
import type { CmdletRecord } from '../../cmdlets.js'
import type { SenderQuestion } from '../question.js'
import { isAboutMailbox } from '../trail.js'
import { parseAnswer, texts } from '../values.js'
import { toFolderGiven, toRights } from './delegate-rights.js'
import type { SenderValue } from './value.js'

type Delegates = SenderValue<'delegates'>

/** Exchange may give the user as an object. */
const userSchema = z.union([
  z.string(),
  z.object({ DisplayName: z.string() }).transform(({ DisplayName }) => DisplayName),
])
const permissionSchema = z.object({ User: userSchema, AccessRights: texts })

/** Everybody, and whoever is not signed in, are on every list: with these rights they read nothing. */
const harmless = /^(?:none|availabilityonly|limiteddetails|foldervisible|contributor)$/i
const mostFolders = 3

export async function readFolderRights(question: SenderQuestion): Promise<Delegates> {
  const mailbox = await question.getMailboxName()
  const paths = await listPaths(question)
  const rights = await Promise.all(
    paths.map(async (path) => {
      const records = await question.asking.run({
        cmdlet: 'Get-MailboxFolderPermission',
        parameters: { Identity: `${mailbox}:\\${path}` },
        mailbox,
      })
      return records.flatMap((record) => toHolders(record, path))
    }),
  )
  return rights.flat()
}

/** The inbox in the language of the mailbox, and what was shared lately. */
async function listPaths({ getFolders, getTrail, getMailbox }: SenderQuestion): Promise<readonly string[]> {
  const [folders, trail, mailbox] = await Promise.all([
    getFolders().catch(withoutAnswer),
    getTrail().catch(withoutAnswer),
    getMailbox(),
  ])
  const shared = (trail?.records ?? [])
    .filter((record) => isAboutMailbox(record, mailbox))
    .map((record) =>
      toFolderGiven(record)
        .path.split(/[\\/]+/)
        .filter((part) => part !== '')
        .join('\\'),
    )
  const inbox = folders?.inbox.replaceAll('/', '\\') || 'Inbox'
  const paths = new Map(
    [inbox, ...shared].filter((path) => path !== '').map((path) => [path.toLowerCase(), path]),
  )
  return [...paths.values()].slice(0, mostFolders)
}

function withoutAnswer(error: unknown): undefined {
  if (error instanceof BackendError) return undefined
  throw error
}

function toHolders(record: CmdletRecord, path: string): Delegates {
  const { User: who, AccessRights } = parseAnswer(permissionSchema, record, 'A folder permission')
  return toRights(AccessRights)
    .filter((right) => who !== '' && !harmless.test(right))
    .map((right) => ({ who, right: `${right} on ${path}` }))
}
