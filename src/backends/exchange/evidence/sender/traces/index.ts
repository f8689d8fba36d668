// What was made and removed again, by the audit log.
import { BackendError } from '../../../../../errors.js'
import { isMissing } from '../../failures.js'
import type { Mailbox } from '../../mailbox.js'
import type { SenderQuestion } from '../../question.js'
import { isAboutMailbox, isMailbox } from '../../trail.js'
import { listConsentTraces } from './consents.js'
import { listMailFlowTraces } from './mail-flow.js'
import { listMailboxTraces } from './mailbox.js'
import { listRuleTraces } from './rules.js'
import type { Traces } from './trace.js'

export interface ReadTraces {
  readonly traces: Traces
  /** Why there may be more, in a sentence; undefined when the log was read to its end. */
  readonly missing: string | undefined
}

/** @throws BackendError when nothing is known: an incomplete answer with nothing in it is none. */
export async function readRemovedTraces(question: SenderQuestion): Promise<ReadTraces> {
  const { records, missing } = await question.getTrail()
  const [mailbox, domains] = await Promise.all([findMailbox(question), question.getDomains()])
  const isOwn = (who: string) =>
    mailbox === undefined ? who.toLowerCase() === question.address.toLowerCase() : isMailbox(who, mailbox)
  const own = records.filter(
    (record) =>
      /^Set-AdminAuditLogConfig$/i.test(record.operation) ||
      (mailbox === undefined ? isOwn(record.who) : isAboutMailbox(record, mailbox)),
  )
  const traces = [
    ...(await listRuleTraces(question, own)),
    ...listMailboxTraces(own, { mailbox, domains }),
    ...listConsentTraces(records, isOwn),
    ...listMailFlowTraces(records, domains),
  ]
  if (traces.length === 0 && missing !== undefined)
    throw new BackendError(missing, { code: 'partial', outcome: 'unchanged' })
  return { traces, missing }
}

async function findMailbox({ getMailbox }: SenderQuestion): Promise<Mailbox | undefined> {
  try {
    return await getMailbox()
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
