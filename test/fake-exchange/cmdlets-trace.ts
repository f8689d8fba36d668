// Get-MessageTraceV2: newest first, recipients in order within one moment, at most ResultSize rows, and no pages: the
// next rows come with -EndDate and -StartingRecipientAddress of the last one.
import { type FakeCall, type FakeCmdlet, FakeCmdletError, findParameter } from './cmdlet.js'
import type { FakeMessage, FakeState } from './model.js'
import { findText, findTexts } from './parameters.js'

export const traceCmdlets: Readonly<Record<string, FakeCmdlet>> = {
  'Get-MessageTraceV2': trace,
  'Get-MessageTraceDetailV2': traceDetails,
}

export interface TraceRow extends FakeMessage {
  readonly sender: string
  readonly at: number
}

const mostRows = 5_000
const longestMilliseconds = 10 * 86_400_000

function trace(call: FakeCall) {
  const filters = [createSenderFilter(call), createAddressFilter(call), createWindowFilter(call)]
  return listTraceRows(call.state)
    .filter((row) => filters.every((isWanted) => isWanted(row)))
    .sort(compareRows)
    .slice(0, toResultSize(call))
    .map(toRecord)
}

export function listTraceRows(state: FakeState): TraceRow[] {
  const sent = state.accounts.flatMap((account) =>
    account.sent.map((message) => ({ ...message, sender: account.mail })),
  )
  return [...sent, ...state.relayed].map((row) => ({ ...row, at: Date.parse(row.received) }))
}

function createSenderFilter({ parameters }: FakeCall): (row: TraceRow) => boolean {
  const wanted = findTexts(parameters, 'SenderAddress').map((one) => one.toLowerCase())
  return ({ sender }) =>
    wanted.length === 0 ||
    wanted.some((one) =>
      one.startsWith('*@') ? sender.toLowerCase().endsWith(one.slice(1)) : sender.toLowerCase() === one,
    )
}

function createAddressFilter({ parameters }: FakeCall): (row: TraceRow) => boolean {
  const wanted = findText(parameters, 'FromIP')
  return ({ fromIp }) => wanted === '' || fromIp === wanted
}

function createWindowFilter({ parameters, now }: FakeCall): (row: TraceRow) => boolean {
  const end = toTime(findText(parameters, 'EndDate')) ?? now
  const start = toTime(findText(parameters, 'StartDate')) ?? end - 48 * 3_600_000
  if (end - start > longestMilliseconds)
    throw new FakeCmdletError('InvalidParameterException', 'The date range must be no more than 10 days.')
  const starting = findText(parameters, 'StartingRecipientAddress')
  return ({ at, recipient }) => {
    if (at < start || at > end) return false
    return at < end || starting === '' || recipient > starting
  }
}

function toTime(value: string): number | undefined {
  return value === '' ? undefined : Date.parse(value)
}

function toResultSize({ parameters }: FakeCall): number {
  const size = Number(findParameter(parameters, 'ResultSize') ?? 1_000)
  if (size >= 1 && size <= mostRows) return size
  throw new FakeCmdletError('ParameterBindingValidationException', 'ResultSize must be between 1 and 5000.')
}

function compareRows(one: TraceRow, other: TraceRow): number {
  return other.at - one.at || (one.recipient < other.recipient ? -1 : 1)
}

export function toTraceId(row: TraceRow): string {
  return row.messageId ?? `${row.sender} ${row.received} ${row.recipient}`
}

function traceDetails({ state, parameters }: FakeCall) {
  const id = findText(parameters, 'MessageTraceId')
  const recipient = findText(parameters, 'RecipientAddress')
  const row = listTraceRows(state).find((one) => toTraceId(one) === id && one.recipient === recipient)
  if (row === undefined) return []
  const Event = row.status === 'Failed' ? 'Fail' : 'Send external'
  return [
    {
      MessageTraceId: id,
      Event: 'Receive',
      Action: '',
      Detail: 'Message received by: server',
      Data: '<root/>',
    },
    { MessageTraceId: id, Event, Action: '', Detail: row.details ?? '', Data: '<root/>' },
  ]
}

function toRecord(row: TraceRow): Record<string, unknown> {
  return {
    MessageTraceId: toTraceId(row),
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
