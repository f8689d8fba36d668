// Who handed the mail over, by the audit log: the account itself with a program or an app, under its own address or another
// one, or somebody else under this one. Send, SendAs and SendOnBehalf are logged by default; a mailbox whose auditing is off
// tells nothing, and then nothing is known.
import type { Submission } from '../../../../domain/habits.js'
import { dayMilliseconds } from '../../../../domain/instant.js'
import { BackendError } from '../../../../errors.js'
import { type AuditRecord, searchAudit } from '../audit.js'
import { readText } from '../audit-data.js'
import { listMailboxAddresses } from '../mailbox.js'
import type { SenderQuestion } from '../question.js'
import { distinctAddresses, isSameAddress } from '../user.js'
import { type App, findApp } from './apps.js'

const operations = ['Send', 'SendAs', 'SendOnBehalf']
const beforeDays = 1

export interface Submitted {
  readonly entries: readonly AuditRecord[]
  /** Sign-in names and addresses of the account itself. */
  readonly own: readonly string[]
}

/** What the account did, and what others did under its addresses. */
export async function readSubmitted(question: SenderQuestion): Promise<Submitted> {
  const { asking, anchor, now } = question
  const own = await listOwn(question)
  const window = { from: anchor - beforeDays * dayMilliseconds, to: now, operations }
  const { records: byItself, isCut } = await searchAudit(asking, {
    ...window,
    userId: own[0] ?? question.address,
  })
  if (byItself.length === 0 && isCut)
    throw new BackendError('What the audit log has of sent mail could not be read.', {
      code: 'partial',
      outcome: 'unchanged',
    })
  const others =
    byItself.length > 0
      ? []
      : (await searchAudit(asking, { ...window, operations: ['SendAs', 'SendOnBehalf'] })).records.filter(
          (entry) => own.some((address) => isSameAddress(toSender(entry), address)),
        )
  return { entries: [...byItself, ...others], own }
}

async function listOwn({ address, getMailbox }: SenderQuestion): Promise<readonly string[]> {
  try {
    const mailbox = await getMailbox()
    return distinctAddresses([mailbox.UserPrincipalName, address, ...listMailboxAddresses(mailbox)])
  } catch (error) {
    if (error instanceof BackendError) return [address]
    throw error
  }
}

/** The address that recipients saw. */
export function toSender({ data }: AuditRecord): string {
  return (
    readText(data, 'SendAsUserSmtp', 'SendOnBehalfOfUserSmtp') ||
    readText(data, 'MailboxOwnerUPN') ||
    readText(data, 'UserId')
  )
}

export interface ReadSubmission {
  readonly submission: Submission
  /** The app that handed it over; undefined when none did, or when nobody knows it. */
  readonly app: App | undefined
}

/** By whatever handed over the most; undefined when the log does not tell. */
export async function readSubmission(
  { asking }: SenderQuestion,
  submitted: Promise<Submitted>,
): Promise<ReadSubmission | undefined> {
  const { entries, own } = await submitted
  const one = findMost(entries)
  if (one === undefined) return undefined
  const isOwn = own.some((address) => isSameAddress(address, one.who))
  const ipAddress = one.from
  const { app, ...client } = await toClient(asking, one)
  return {
    submission: {
      ...client,
      ...(isOwn ? {} : { account: one.who }),
      ...(ipAddress === '' ? {} : { ipAddress }),
    },
    app,
  }
}

/** One entry of the largest kind; the newest of several that are as large. */
function findMost(entries: readonly AuditRecord[]): AuditRecord | undefined {
  const kinds = new Map<string, AuditRecord[]>()
  for (const entry of entries.toSorted((one, other) => other.at - one.at)) {
    const key = [entry.who, readText(entry.data, 'AppId', 'ClientAppId'), entry.from].join(' ')
    kinds.set(key, [...(kinds.get(key) ?? []), entry])
  }
  return [...kinds.values()].toSorted((one, other) => other.length - one.length)[0]?.[0]
}

async function toClient(
  asking: SenderQuestion['asking'],
  { data }: AuditRecord,
): Promise<Pick<Submission, 'by' | 'name'> & { readonly app: App | undefined }> {
  const client = readText(data, 'ClientInfoString', 'ClientInfo')
  if (/\bsmtp\b/i.test(client)) return { by: 'smtp', app: undefined }
  const appId = readText(data, 'AppId', 'ClientAppId')
  const app = appId === '' ? undefined : await findApp(asking, `appId eq '${appId}'`)
  if (app !== undefined && !app.isMicrosofts) return { by: 'app', name: app.name, app }
  // An app by its kind of client, of which nobody knows more.
  if (app === undefined && appId !== '' && /client=rest/i.test(client))
    return { by: 'app', name: appId, app: undefined }
  return { by: 'person', app: undefined }
}
