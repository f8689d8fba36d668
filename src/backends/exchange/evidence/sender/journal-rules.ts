// Journal rules of the organisation that copy mail of this mailbox to an address outside. Archives outside are ordinary: since
// when, by whom and from where is what tells.
import { z } from 'zod'
import { withoutSmtp } from '../../../../domain/address.js'
import type { CmdletRecord } from '../../cmdlets.js'
import { readFlag, readText } from '../../properties.js'
import type { Mailbox } from '../mailbox.js'
import { orElse } from '../or-else.js'
import type { SenderQuestion } from '../question.js'
import { isMailbox } from '../trail.js'
import { parseAnswer } from '../values.js'
import { findChange, isOutside } from './organisation-rule.js'
import type { SenderValue } from './value.js'

type JournalRules = SenderValue<'journalRules'>

const nameSchema = z.object({ Name: z.string().min(1) })

export async function readJournalRules(question: SenderQuestion): Promise<JournalRules> {
  const records = await question.tenantWide.readJournalRules(question.signal)
  if (records.length === 0) return []
  const [mailbox, domains, trail] = await Promise.all([
    orElse(question.getMailbox(), undefined),
    question.getDomains(),
    orElse(question.getTrail(), undefined),
  ])
  const rules = await Promise.all(
    records.map(async (record): Promise<JournalRules> => {
      const { Name: name } = parseAnswer(nameSchema, record, 'A journal rule')
      const to = await readTarget(question, { record, domains })
      const whose = await toWhose(question, { record, mailbox })
      if (whose === 'others' || (to !== '' && !isOutside(to, domains))) return []
      return [
        {
          name,
          effect: `sends a copy of ${toScope(record)} to ${to || 'an address that Reprieve cannot read'}`,
          whose,
          enabled: readFlag(record, 'Enabled') !== false,
          ...findChange({ name, record, kind: 'JournalRule' }, trail),
        },
      ]
    }),
  )
  return rules.flat()
}

/** A contact inside may stand for an address outside. Empty when Exchange tells none. */
async function readTarget(
  { resolveRecipient }: SenderQuestion,
  { record, domains }: { readonly record: CmdletRecord; readonly domains: ReadonlySet<string> },
): Promise<string> {
  const given = withoutSmtp(readText(record, 'JournalEmailAddress'))
  if (given === '' || (given.includes('@') && isOutside(given, domains))) return given
  return (await resolveRecipient(given))?.address || given
}

/** Without a recipient it is about everybody; a group may hold this mailbox or not. */
async function toWhose(
  { resolveRecipient }: SenderQuestion,
  { record, mailbox }: { readonly record: CmdletRecord; readonly mailbox: Mailbox | undefined },
): Promise<JournalRules[number]['whose'] | 'others'> {
  const recipient = withoutSmtp(readText(record, 'Recipient'))
  if (recipient === '') return 'everybody'
  if (mailbox === undefined) return 'some'
  if (isMailbox(recipient, mailbox)) return 'this'
  const found = await resolveRecipient(recipient)
  return found !== undefined && /mailbox$/i.test(found.type) ? 'others' : 'some'
}

function toScope(record: CmdletRecord): string {
  const scope = readText(record, 'Scope').toLowerCase()
  if (scope === 'internal') return 'mail inside the organisation'
  return scope === 'external' ? 'mail from and to others' : 'all mail'
}
