// Forwarding, rights and automatic replies that were given and taken away again, and auditing that was switched off.
import { withoutSmtp } from '../../../../../domain/address.js'
import { findTelling } from '../../../../../domain/telling-words.js'
import type { AuditRecord } from '../../audit.js'
import type { Mailbox } from '../../mailbox.js'
import { toGiven } from '../delegate-rights.js'
import { findAfter, isFalseValue, isTrueValue, readValue, type Traces, toTrace } from './trace.js'

interface Look {
  readonly mailbox: Mailbox | undefined
  readonly domains: ReadonlySet<string>
}

/** @param own what was done to this mailbox. */
export function listMailboxTraces(own: readonly AuditRecord[], look: Look): Traces {
  return [...listForwarding(own, look), ...listRights(own), ...listReplies(own), ...listSilenced(own, look)]
}

const of = (records: readonly AuditRecord[], operation: RegExp) =>
  records.filter((record) => operation.test(record.operation))

function listForwarding(own: readonly AuditRecord[], { mailbox, domains }: Look): Traces {
  const changes = of(own, /^Set-Mailbox$/i).filter(
    ({ values }) => values.has('forwardingsmtpaddress') || values.has('forwardingaddress'),
  )
  const toTarget = (record: AuditRecord) => readValue(record, 'forwardingsmtpaddress', 'forwardingaddress')
  return changes.flatMap((made, index) => {
    const to = withoutSmtp(toTarget(made))
    if (to === '' || mailbox === undefined) return []
    const now = [mailbox.ForwardingAddress, mailbox.ForwardingSmtpAddress].map((one) =>
      withoutSmtp(one ?? ''),
    )
    if (now.some((one) => one.toLowerCase() === to.toLowerCase() || to.endsWith(`/${one}`))) return []
    const removed = changes.slice(index + 1).find((one) => toTarget(one) !== toTarget(made))
    const isInside = domains.has(to.slice(to.lastIndexOf('@') + 1).toLowerCase())
    return [
      toTrace({
        what: 'forwarding',
        suspicious: !isInside,
        thing: `forwarding to ${to}`,
        made,
        removed,
        isGone: true,
      }),
    ]
  })
}

const givers =
  /^(?:Add-MailboxPermission|Add-RecipientPermission|AddFolderPermissions|ModifyFolderPermissions|(?:Add|Set)-MailboxFolderPermission)$/i
const takers =
  /^(?:Remove-MailboxPermission|Remove-RecipientPermission|RemoveFolderPermissions|Remove-MailboxFolderPermission)$/i

function listRights(own: readonly AuditRecord[]): Traces {
  const taken = of(own, takers)
  return of(own, givers).flatMap((made) => {
    const { who, right } = toGiven(made)
    const removed = findAfter(
      made.at,
      taken.filter((one) => toGiven(one).who.toLowerCase() === who.toLowerCase()),
    )
    if (removed === undefined || who === '') return []
    return [
      toTrace({
        what: 'delegate',
        suspicious: true,
        thing: `right ${right || 'to the mailbox'} for ${who}`,
        made,
        removed,
      }),
    ]
  })
}

/** One that tells of money, or leads somewhere, and is off again. */
function listReplies(own: readonly AuditRecord[]): Traces {
  const changes = of(own, /^Set-MailboxAutoReplyConfiguration$/i)
  return changes.flatMap((made) => {
    const message = [readValue(made, 'externalmessage'), readValue(made, 'internalmessage')]
    const isOn = /^(?:enabled|scheduled)$/i.test(readValue(made, 'autoreplystate'))
    const removed = findAfter(
      made.at,
      changes.filter((one) => one !== made && /^disabled$/i.test(readValue(one, 'autoreplystate'))),
    )
    if (!isOn || removed === undefined) return []
    const suspicious = findTelling(message) !== undefined || /https?:\/\/|www\./i.test(message.join(' '))
    return [toTrace({ what: 'other', suspicious, thing: 'automatic reply', made, removed })]
  })
}

/** From then on an empty log says nothing. */
function listSilenced(own: readonly AuditRecord[], { mailbox }: Look): Traces {
  const bypassed = of(own, /^Set-MailboxAuditBypassAssociation$/i).filter((one) =>
    isTrueValue(one, 'auditbypassenabled'),
  )
  const off = of(own, /^Set-Mailbox$/i).filter((one) => isFalseValue(one, 'auditenabled'))
  const whole = of(own, /^Set-AdminAuditLogConfig$/i).filter((one) =>
    isFalseValue(one, 'unifiedauditlogingestionenabled'),
  )
  const isOffNow = mailbox?.AuditEnabled === false || /^false$/i.test(String(mailbox?.AuditEnabled))
  return [
    ...bypassed.map((made) =>
      toSilenced('audit log: what this account does is not recorded (audit bypass)', made),
    ),
    ...off.map((made) => toSilenced('audit log: auditing of this mailbox was switched off', made)),
    ...whole.map((made) => toSilenced('audit log: switched off for the whole organisation', made)),
    ...(isOffNow && off.length === 0 ? [toSilenced('audit log: auditing of this mailbox is off')] : []),
  ]
}

function toSilenced(thing: string, made?: AuditRecord): Traces[number] {
  const { text, ...trace } = toTrace({ what: 'audit', suspicious: true, thing, made })
  return { ...trace, text: text.replace(', made ', ', set ') }
}
