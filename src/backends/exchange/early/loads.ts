// How many recipients each sender of the organisation has had, from message trace. It is minutes behind, and is asked seldom:
// once for the last hour, again in four parts where that was too much, and for the day of the worst two.
import type { Loads, SenderLoad } from '../../../domain/early.js'
import {
  dayMilliseconds,
  hourMilliseconds,
  type Instant,
  minuteMilliseconds,
} from '../../../domain/instant.js'
import type { Asking } from '../evidence/asking.js'
import type { IsInside, OwnDomains } from '../mail-flow/domains.js'
import type { MailRow } from '../mail-flow/row.js'
import type { TraceSource } from '../mail-flow/source.js'

interface Reading {
  readonly asking: Asking
  readonly signal: AbortSignal
  readonly source: TraceSource
  readonly domains: OwnDomains
  readonly now: Instant
  readonly dayFrom: number
}

/** Microsoft's clock may be behind ours, and an end in the future is refused. */
const behindMilliseconds = minuteMilliseconds
const parts = 4
const mostDays = 2
/** Each call gives 5,000 rows at most: two halves tell of the limit of the service. */
const halves = 2

export async function readLoads(reading: Reading): Promise<Loads> {
  const { domains, asking, signal, dayFrom } = reading
  const to = reading.now - behindMilliseconds
  const hour = await readWindow(reading, { from: to - hourMilliseconds, to, parts })
  // An address whose side cannot be told is one too many or too few.
  const isInside = await domains.read(asking, signal)
  const senders = countSenders(hour.rows, isInside).toSorted((one, other) => toSum(other) - toSum(one))
  const counted: SenderLoad[] = []
  for (const sender of senders) {
    const isWorst = counted.length < mostDays && toSum(sender) >= dayFrom
    counted.push(isWorst ? { ...sender, day: await countDay(reading, sender, to) } : sender)
  }
  return { senders: counted, isCut: hour.isCut }
}

interface Window {
  readonly from: Instant
  readonly to: Instant
  /** Into so many it is divided where it was too much. */
  readonly parts: number
  readonly senders?: readonly string[]
}

async function readWindow({ asking, signal, source }: Reading, window: Window) {
  const { from, to, senders } = window
  const filter = senders === undefined ? {} : { senders }
  const whole = await source.read(asking, { ...filter, from, to }, signal)
  if (!whole.isCut) return whole
  const rows = [...whole.rows]
  let isCut = false
  const step = (to - from) / window.parts
  for (let start = from; start < to; start += step) {
    const part = await source.read(asking, { ...filter, from: start, to: start + step }, signal)
    rows.push(...part.rows)
    isCut ||= part.isCut
  }
  return { rows, isCut }
}

async function countDay(reading: Reading, { address }: SenderLoad, to: Instant): Promise<number> {
  const window = { from: to - dayMilliseconds, to, parts: halves, senders: [address] }
  return countRecipients((await readWindow(reading, window)).rows)
}

function countSenders(rows: readonly MailRow[], isInside: IsInside): readonly SenderLoad[] {
  const bySender = new Map<string, MailRow[]>()
  for (const row of rows) {
    // Only whoever is of the organisation can be restricted in it; bounces have no sender.
    if (!row.sender.includes('@') || !isInside(row.sender)) continue
    const own = bySender.get(row.sender)
    if (own === undefined) bySender.set(row.sender, [row])
    else own.push(row)
  }
  return [...bySender].map(([address, own]) => ({
    address,
    external: countRecipients(own.filter(({ recipient }) => !isInside(recipient))),
    internal: countRecipients(own.filter(({ recipient }) => isInside(recipient))),
  }))
}

/** A group that was expanded has rows for its members. */
function countRecipients(rows: readonly MailRow[]): number {
  return new Set(
    rows.filter(({ status }) => status !== 'expanded').map(({ id, recipient }) => `${id} ${recipient}`),
  ).size
}

function toSum({ external, internal }: SenderLoad): number {
  return external + internal
}
