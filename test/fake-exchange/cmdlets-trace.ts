// Get-MessageTraceV2: newest first, recipients in order within one moment, at most ResultSize rows, and no pages: the
// next rows come with -EndDate and -StartingRecipientAddress of the last one.
import { type FakeCall, type FakeCmdlet, FakeCmdletError, findParameter } from './cmdlet.js'
import type { FakeMessage } from './model.js'

export const traceCmdlets: Readonly<Record<string, FakeCmdlet>> = { 'Get-MessageTraceV2': trace }

interface Row extends FakeMessage {
  readonly sender: string
}

const mostRows = 5_000
const longestMilliseconds = 10 * 86_400_000

function trace(call: FakeCall) {
  const filters = [createSenderFilter(call), createAddressFilter(call), createWindowFilter(call)]
  return listRows(call)
    .filter((row) => filters.every((isWanted) => isWanted(row)))
    .sort(compareRows)
    .slice(0, toResultSize(call))
    .map(toRecord)
}

function listRows({ state }: FakeCall): readonly Row[] {
  const sent = state.accounts.flatMap(({ mail, sent }) =>
    sent.map((message) => ({ ...message, sender: mail })),
  )
  return [...sent, ...state.relayed]
}

function createSenderFilter({ parameters }: FakeCall): (row: Row) => boolean {
  const given = findParameter(parameters, 'SenderAddress')
  if (given === undefined) return () => true
  const wanted = [given].flat().map((one) => String(one).toLowerCase())
  return ({ sender }) =>
    wanted.some((one) =>
      one.startsWith('*@') ? sender.toLowerCase().endsWith(one.slice(1)) : sender.toLowerCase() === one,
    )
}

function createAddressFilter({ parameters }: FakeCall): (row: Row) => boolean {
  const wanted = findParameter(parameters, 'FromIP')
  return ({ fromIp }) => wanted === undefined || fromIp === wanted
}

function createWindowFilter({ parameters, now }: FakeCall): (row: Row) => boolean {
  const end = toTime(findParameter(parameters, 'EndDate')) ?? now
  const start = toTime(findParameter(parameters, 'StartDate')) ?? end - 48 * 3_600_000
  if (end - start > longestMilliseconds)
    throw new FakeCmdletError('InvalidParameterException', 'The date range must be no more than 10 days.')
  const starting = findParameter(parameters, 'StartingRecipientAddress')
  return ({ received, recipient }) => {
    const at = Date.parse(received)
    if (at < start || at > end) return false
    return at < end || typeof starting !== 'string' || recipient.localeCompare(starting) > 0
  }
}

function toTime(value: unknown): number | undefined {
  return typeof value === 'string' ? Date.parse(value) : undefined
}

function toResultSize({ parameters }: FakeCall): number {
  const size = Number(findParameter(parameters, 'ResultSize') ?? 1_000)
  if (size >= 1 && size <= mostRows) return size
  throw new FakeCmdletError('ParameterBindingValidationException', 'ResultSize must be between 1 and 5000.')
}

function compareRows(one: Row, other: Row): number {
  return Date.parse(other.received) - Date.parse(one.received) || one.recipient.localeCompare(other.recipient)
}

function toRecord(row: Row): Record<string, unknown> {
  return {
    MessageTraceId: row.messageId ?? `${row.sender} ${row.received} ${row.recipient}`,
    MessageId: '<6e1f@contoso.com>',
    // UTC, and without saying so.
    Received: row.received.replace(/Z$/, ''),
    SenderAddress: row.sender,
    RecipientAddress: row.recipient,
    Subject: row.subject,
    Status: row.status,
    FromIP: row.fromIp,
    ToIP: null,
  }
}
