// What an account sent under an address that is not its own: its own trace does not show it, and Exchange counts it all the
// same (learn.microsoft.com, "Outbound spam policies: Send As and Send on Behalf"). The audit log names the address; when it
// does not and mail is missing, those that the account may send as are traced.
import { z } from 'zod'
import { BackendError } from '../../../../errors.js'
import type { SenderQuestion } from '../question.js'
import { readTrace, type TraceRow } from '../trace.js'
import { distinctAddresses, isSameAddress } from '../user.js'
import { parseAnswer, text, texts } from '../values.js'
import { toStart } from './joint-trace.js'
import { type Submitted, toSender } from './submission.js'
import type { SenderValue } from './value.js'

type AsAnother = SenderValue<'sentMail'>['asAnother']

interface Known {
  readonly submitted: Submitted | undefined
  /** Of its sign-ins. */
  readonly ipAddresses: ReadonlySet<string>
  /** Those of them that are no device's of the organisation. */
  readonly oddAddresses: readonly string[]
  /** Under its own addresses. */
  readonly messages: number
}

export interface SentAsAnother {
  readonly asAnother: AsAnother
  readonly rows: readonly TraceRow[]
}

const mostAddresses = 10
const mostOdd = 3
const none: SentAsAnother = { asAnother: undefined, rows: [] }

export async function readAsAnother(question: SenderQuestion, known: Known): Promise<SentAsAnother> {
  const { submitted, messages } = known
  const own = submitted?.own ?? [question.address]
  const logged = (submitted?.entries ?? []).filter(({ who }) => own.some((one) => isSameAddress(one, who)))
  const named = logged.map(toSender).filter((address) => isOther(address, own))
  const isMissing = messages * 2 < question.counted
  const lent = isMissing ? await listLent(question, own) : []
  const seenFrom = isMissing ? await listSeenFrom(question, known, own) : []
  const addresses = distinctAddresses([...named, ...lent, ...seenFrom])
    .map((address) => address.toLowerCase())
    .slice(0, mostAddresses)
  if (addresses.length === 0) return none
  const { rows } = await readTrace(question.asking, {
    filter: { SenderAddress: addresses },
    from: toStart(question),
    to: question.now,
  })
  const seenAt = new Set([...known.ipAddresses, ...logged.map(({ from }) => from)])
  return toSent(
    addresses.map((address) => {
      const all = rows.filter(({ sender }) => sender === address)
      const its = all.filter(({ fromIp }) => fromIp !== '' && seenAt.has(fromIp))
      const times = logged.filter((entry) => isSameAddress(toSender(entry), address)).length
      return { address, rows: toIts({ all, its, times, isMissing }) }
    }),
  )
}

/** Whoever was in the account from a doubtful address sent from there, whatever it was allowed to send as. */
async function listSeenFrom(
  question: SenderQuestion,
  { oddAddresses }: Known,
  own: readonly string[],
): Promise<readonly string[]> {
  const traces = await Promise.all(
    oddAddresses.slice(0, mostOdd).map((ipAddress) =>
      readTrace(question.asking, {
        filter: { FromIP: ipAddress },
        from: toStart(question),
        to: question.now,
      }),
    ),
  )
  const domains = new Set(own.map(toDomain))
  return traces
    .flatMap(({ rows }) => rows.map(({ sender }) => sender))
    .filter((sender) => isOther(sender, own) && domains.has(toDomain(sender)))
}

function toDomain(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

/** Others send as it too: only what came from where this account was counts, or as much as the log says, or all when mail is missing. */
function toIts(one: {
  readonly all: readonly TraceRow[]
  readonly its: readonly TraceRow[]
  readonly times: number
  readonly isMissing: boolean
}): readonly TraceRow[] {
  if (one.its.length > 0) return one.its
  if (one.times > 0) return one.all.slice(0, one.times)
  return one.isMissing ? one.all : []
}

function toSent(found: readonly { address: string; rows: readonly TraceRow[] }[]): SentAsAnother {
  const sent = found
    .map(({ address, rows }) => ({ address, rows, messages: countMessages(rows) }))
    .filter(({ messages }) => messages > 0)
    .toSorted((one, other) => other.messages - one.messages)
  if (sent.length === 0) return none
  return {
    asAnother: {
      address: sent.map(({ address }) => address).join(', '),
      messages: sent.reduce((sum, { messages }) => sum + messages, 0),
    },
    rows: sent.flatMap(({ rows }) => rows),
  }
}

function countMessages(rows: readonly TraceRow[]): number {
  return new Set(rows.map(({ messageId }) => messageId)).size
}

function isOther(address: string, own: readonly string[]): boolean {
  return address.includes('@') && !own.some((one) => isSameAddress(one, address))
}

const trusteeSchema = z.object({ Identity: text, AccessRights: texts, AccessControlType: text })

/** Those it holds Send As of. Exchange names them in any way: only what is an address, or becomes one, is traced. */
async function listLent(question: SenderQuestion, own: readonly string[]): Promise<readonly string[]> {
  try {
    const records = await question.asking.run({
      cmdlet: 'Get-RecipientPermission',
      parameters: { Trustee: await question.getMailboxName(), ResultSize: 100 },
    })
    const names = records
      .map((record) => parseAnswer(trusteeSchema, record, 'A Send As permission'))
      .filter(({ AccessControlType }) => AccessControlType.toLowerCase() !== 'deny')
      .map(({ Identity }) => Identity)
    const found = await Promise.all(
      [...new Set(names)].slice(0, mostAddresses).map((name) => toAddress(question, name)),
    )
    return found.filter((address) => isOther(address, own))
  } catch (error) {
    if (error instanceof BackendError) return []
    throw error
  }
}

async function toAddress({ asking }: SenderQuestion, name: string): Promise<string> {
  if (name.includes('@')) return name
  try {
    const [mailbox] = await asking.run({
      cmdlet: 'Get-Mailbox',
      parameters: { Identity: name },
      mailbox: name,
    })
    return text.parse(mailbox?.PrimarySmtpAddress)
  } catch (error) {
    if (error instanceof BackendError) return ''
    throw error
  }
}
