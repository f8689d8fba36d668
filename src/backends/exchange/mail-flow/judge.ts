// What rows of message trace say about whether mail flows. No address, subject or server's name leaves this file.
import type { Instant } from '../../../domain/instant.js'
import type { MailSeen } from '../../../domain/mail-flow.js'
import { toClockText } from '../../../domain/words.js'
import type { IsInside } from './domains.js'
import type { MailRow } from './row.js'

interface Judging {
  readonly since: Instant
  readonly isInside: IsInside
  /** What became of one message; undefined when that cannot be read. */
  readonly findDetails: (row: MailRow) => Promise<string | undefined>
  /** The codes of the restriction. */
  readonly codes: readonly string[]
}

/** Each costs a call. Mail that fails for another reason is looked past so often. */
const mostDetails = 3

export async function judgeMail(rows: readonly MailRow[], judging: Judging): Promise<MailSeen> {
  const { since, isInside } = judging
  const sent = rows.filter(({ at }) => at > since).toSorted((one, other) => other.at - one.at)
  const delivered = sent.filter(({ status }) => status === 'delivered')
  const outside = delivered.filter(({ recipient }) => !isInside(recipient)).map(({ at }) => at)
  const inside = delivered.find(({ recipient }) => isInside(recipient))
  const last = outside[0] ?? Number.NEGATIVE_INFINITY
  // What was refused before something was delivered says nothing any more.
  const failed = toMessages(sent.filter(({ status, at }) => status === 'failed' && at > last))
  return {
    ...(outside.length === 0 ? {} : { outside: { first: Math.min(...outside), last } }),
    ...(inside === undefined ? {} : { insideAt: inside.at }),
    ...(await findRefusal(failed, judging)),
  }
}

async function findRefusal(
  failed: readonly MailRow[],
  { findDetails, codes }: Judging,
): Promise<Pick<MailSeen, 'refused' | 'limit'>> {
  let unread: MailRow | undefined
  for (const row of failed.slice(0, mostDetails)) {
    const details = await findDetails(row)
    const code = codes.find((one) => details !== undefined && hasCode(details, one))
    if (code !== undefined) return { refused: { at: row.at, code } }
    if (details === undefined || details === '') unread ??= row
  }
  if (unread === undefined) return {}
  return {
    limit: `A message sent at ${toClockText(unread.at)} was not delivered, and message trace does not say why`,
  }
}

/** `5.1.8` is no part of `15.1.80`. */
function hasCode(details: string, code: string): boolean {
  const pattern = code.replaceAll('.', '\\.')
  return new RegExp(`(?<![\\d.])${pattern}(?![\\d]|\\.\\d)`).test(details)
}

/** One row of each, the newest first. */
function toMessages(rows: readonly MailRow[]): readonly MailRow[] {
  const seen = new Map<string, MailRow>()
  for (const row of rows) if (!seen.has(row.id)) seen.set(row.id, row)
  return [...seen.values()]
}
