// The same by Get-MessageTraceV2, where Graph has no message traces or may not be asked for them.
import { z } from 'zod'
import type { Asking } from '../evidence/asking.js'
import { readTrace } from '../evidence/trace.js'
import { parseAnswer, text } from '../evidence/values.js'
import type { Window } from './graph-traces.js'
import type { MailFilter, MailRow, MailRows } from './row.js'

const detailSchema = z.object({ Event: text, Action: text, Detail: text, Data: text })

/** One call: the newest 5,000 rows tell whether mail flows. */
export async function readCmdletTraces(
  asking: Asking,
  { senders, fromIp }: MailFilter,
  window: Window,
): Promise<MailRows> {
  const filter = {
    ...(senders === undefined ? {} : { SenderAddress: senders }),
    ...(fromIp === undefined ? {} : { FromIP: fromIp }),
  }
  const { rows, truncated } = await readTrace(asking, { filter, ...window, mostPages: 1 })
  return {
    isCut: truncated,
    rows: rows.map((row) => ({
      id: row.messageId,
      at: row.at,
      sender: row.sender,
      recipient: row.recipient,
      status: row.status.toLowerCase(),
      fromIp: row.fromIp,
      way: 'cmdlet',
    })),
  }
}

export async function readCmdletDetails(asking: Asking, { id, recipient }: MailRow): Promise<string> {
  const records = await asking.run({
    cmdlet: 'Get-MessageTraceDetailV2',
    parameters: { MessageTraceId: id, RecipientAddress: recipient },
  })
  return records
    .map((record) => Object.values(parseAnswer(detailSchema, record, 'Message trace')).join(' '))
    .join('\n')
}
