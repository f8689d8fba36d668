// Transport rules of the organisation that send this mailbox's mail somewhere else, or keep it from arriving. What they only
// add, and copies that stay inside, are no concern.
import { z } from 'zod'
import { findProperty } from '../../../records.js'
import type { CmdletRecord } from '../../cmdlets.js'
import { readFlag, readText, readTexts } from '../../properties.js'
import type { Mailbox } from '../mailbox.js'
import { orElse } from '../or-else.js'
import type { SenderQuestion } from '../question.js'
import { isMailbox } from '../trail.js'
import { parseAnswer } from '../values.js'
import { findChange, isOutside } from './organisation-rule.js'
import { hasMeaning } from './rule-properties.js'
import type { SenderValue } from './value.js'

type TransportRules = SenderValue<'transportRules'>

const sending = [
  ['RedirectMessageTo', 'redirects to'],
  ['BlindCopyTo', 'sends a hidden copy to'],
  ['CopyTo', 'sends a copy to'],
  ['AddToRecipients', 'adds as a recipient'],
  ['AddManagerAsRecipientType', 'adds the manager'],
] as const
const keeping = [
  ['DeleteMessage', 'deletes'],
  ['Quarantine', 'puts into quarantine'],
] as const
/** Whose mail a rule is about: one of these with the mailbox in it makes it about this one. */
const own = [
  'From',
  'SentTo',
  'AnyOfToHeader',
  'AnyOfCcHeader',
  'AnyOfToCcHeader',
  'ManagerAddresses',
] as const

const nameSchema = z.object({ Name: z.string().min(1) })

export async function readTransportRules(question: SenderQuestion): Promise<TransportRules> {
  const [records, mailbox, domains] = await Promise.all([
    question.tenantWide.readTransportRules(question.signal),
    orElse(question.getMailbox(), undefined),
    question.getDomains(),
  ])
  const trail = await orElse(question.getTrail(), undefined)
  return records.flatMap((record) => {
    const { Name: name } = parseAnswer(nameSchema, record, 'A transport rule')
    const targets = listTargets(record)
    const outside = targets.filter(({ to }) => isOutside(to, domains))
    const kept = keeping.filter(([property]) => hasMeaning(findProperty(record, property)))
    const whose = toWhose(record, mailbox)
    if (whose === 'others' || (outside.length === 0 && (kept.length === 0 || whose !== 'this'))) return []
    return [
      {
        name,
        effect: [...outside.map(({ verb, to }) => `${verb} ${to}`), ...kept.map(([, verb]) => verb)].join(
          ', ',
        ),
        whose,
        enabled: !/^disabled$/i.test(readText(record, 'State')) && readFlag(record, 'Enabled') !== false,
        ...findChange({ name, record, kind: 'TransportRule' }, trail),
      },
    ]
  })
}

function listTargets(record: CmdletRecord): readonly { readonly verb: string; readonly to: string }[] {
  return sending.flatMap(([property, verb]) =>
    readTexts(record, property).map((to) => ({ verb, to: to.replace(/^smtp:/i, '') })),
  )
}

const conditions =
  /^(?:From|SentTo|AnyOf|Sender|Recipient|Manager|Subject|HasClassification|HeaderContains|HeaderMatches|Attachment|MessageType|WithImportance|SCLOver|Between)/i
const scopes = /Scope$|^ExceptIf/i

/** `this` names the mailbox; `everybody` is bound to no one; `others` is about somebody else, or about certain mail. */
function toWhose(
  record: CmdletRecord,
  mailbox: Mailbox | undefined,
): TransportRules[number]['whose'] | 'others' {
  const named = own.flatMap((property) => readTexts(record, property))
  if (mailbox !== undefined && named.some((one) => isMailbox(one, mailbox))) return 'this'
  const isBound = Object.entries(record).some(
    ([name, value]) => conditions.test(name) && !scopes.test(name) && hasMeaning(value),
  )
  if (!isBound) return 'everybody'
  // By a group, a domain or words: whether it meets this mailbox is not known.
  return named.length > 0 ? 'others' : 'some'
}
