// What a bounce can mean, each in words of its own. The names are documented and read by programs: they stay.
import { say, tellCommand, type Words } from './said.js'

/** Which identity it is about. */
export type BounceConcern =
  | 'account'
  | 'from'
  | 'connector'
  | 'organisation'
  | 'server'
  | 'recipient'
  | 'policy'
  | 'message'
  | 'unknown'

/** Whether lifting a restriction, as Reprieve does, is what helps; `look` when the bounce alone cannot tell. */
export type UnblockHelps = 'yes' | 'no' | 'look'

export interface BounceMeaningWords {
  readonly concerns: BounceConcern
  readonly unblockHelps: UnblockHelps
  /** What it means, one or two sentences; of the bounce, never of how things are now. */
  readonly words: string
  readonly advice: Words
}

const wait = 'Nothing can be unblocked. It ends by itself as the 24 hours move on; find what sends so much.'
const nothing = 'Nothing has to be unblocked.'

export const bounceMeanings = {
  'sender-restricted': {
    concerns: 'account',
    unblockHelps: 'yes',
    words:
      'Exchange Online refused the account that submitted the mail as a bad outbound sender: it was suspected of sending spam, or exceeded a limit. Receiving mail still works.',
    advice:
      'Secure the account first, then unblock it here. Mail may take up to one hour to flow again. Is the address you see not on the list, look for the account that submitted: a delegate, or who sends as it.',
  },
  'connector-restricted': {
    concerns: 'connector',
    unblockHelps: 'yes',
    words: 'Exchange Online refused an inbound connector that was suspected of carrying spam.',
    advice: 'Find out who changed the connector and what sends through it, then unblock it here.',
  },
  'tenant-restricted': {
    concerns: 'organisation',
    unblockHelps: 'no',
    words: 'The whole organisation was restricted: too much of its mail looked like spam.',
    advice: 'Only Microsoft Support can lift it. Find the compromised accounts first, then open a case.',
  },
  'tenant-limit': {
    concerns: 'organisation',
    unblockHelps: 'no',
    words: 'The whole organisation had reached its limit of external recipients for the day.',
    advice: wait,
  },
  'onmicrosoft-limit': {
    concerns: 'organisation',
    unblockHelps: 'no',
    words:
      'The organisation had reached its daily limit for mail to the outside from onmicrosoft.com addresses. Mail from its own domains is not limited by it.',
    advice: 'Send from an address of an own domain. Nothing can be unblocked.',
  },
  'sender-limit': {
    concerns: 'account',
    unblockHelps: 'no',
    words: 'The sender had reached its daily limit of recipients or its submission quota.',
    advice:
      'It ends by itself within 24 hours. If the sender is also on the Restricted entities list, review it here.',
  },
  'unregistered-domain': {
    concerns: 'organisation',
    unblockHelps: 'no',
    words: 'Mail was sent from domains that are not registered in the organisation.',
    advice: 'Add the domains as accepted domains, check the connectors, then ask Microsoft Support.',
  },
  'recipient-blocked-by-own-organisation': {
    concerns: 'recipient',
    unblockHelps: 'no',
    words:
      'Your own organisation blocks this recipient in its Tenant Allow/Block List. The whole message was refused, for every recipient. That restricts nobody.',
    advice:
      'An admin removes or narrows the entry in the Tenant Allow/Block List. Microsoft Support is not needed.',
  },
  'refused-as-spam': {
    concerns: 'message',
    unblockHelps: 'no',
    words: 'The mail was refused as spam. That is no entry of the Restricted entities list.',
    advice:
      'Look at what was sent and whether the account is still its owner’s. For 5.7.501 to 5.7.503 only Microsoft Support lifts the ban.',
  },
  'ip-address-refused': {
    concerns: 'server',
    unblockHelps: 'no',
    words: 'The server or address range the mail was sent from was refused.',
    advice:
      'Unblocking a sender changes nothing. For 5.7.606 to 5.7.649 use https://sender.office.com, for 5.7.511 write to delist@microsoft.com, for 5.7.708 open a case with Microsoft Support.',
  },
  'forwarding-not-allowed': {
    concerns: 'policy',
    unblockHelps: 'no',
    words: 'The organisation does not allow mail to be forwarded to the outside. That restricts nobody.',
    advice:
      'Check whether the forwarding is wanted at all; an attacker may have set it. The outbound spam policy decides.',
  },
  'not-allowed-to-send-as': {
    concerns: 'from',
    unblockHelps: 'no',
    words: 'The account may not send as the address in From. That restricts nobody.',
    advice: 'Grant Send As or Send on Behalf if it is wanted, or send from an own address.',
  },
  'not-allowed-to-send-to': {
    concerns: 'recipient',
    unblockHelps: 'no',
    words: 'The recipient does not take mail from this sender. That restricts nobody.',
    advice: `Whoever runs the recipient or group has to allow the sender. ${nothing}`,
  },
  'refused-by-receiver': {
    concerns: 'message',
    unblockHelps: 'no',
    words:
      'The receiving side takes no mail made or sent like this: a bad HELO, IPv6, or a message that breaks RFC 5322.',
    advice: `Read the text after the code and mend the sending program or server. ${nothing}`,
  },
  'domain-not-authenticated': {
    concerns: 'from',
    unblockHelps: 'no',
    words: 'SPF, DKIM or DMARC of the domain in From did not pass at the receiving side.',
    advice: `Mend the DNS records of the domain, or send through a server they name. ${nothing}`,
  },
  'relay-not-allowed': {
    concerns: 'server',
    unblockHelps: 'no',
    words: 'The sending server or program was not known, or had not signed in. That restricts nobody.',
    advice: 'Check the connector with its addresses and certificate, or how the program signs in.',
  },
  'recipient-unknown': {
    concerns: 'recipient',
    unblockHelps: 'no',
    words: 'The address the mail was sent to does not exist or takes no mail. That restricts nobody.',
    advice: 'Check the address. An entry that the program completes by itself may be out of date.',
  },
  'mailbox-full': {
    concerns: 'recipient',
    unblockHelps: 'no',
    words: 'The mailbox of the recipient is full. That restricts nobody.',
    advice: `The recipient has to make room. ${nothing}`,
  },
  'message-too-large': {
    concerns: 'message',
    unblockHelps: 'no',
    words: 'The mail is larger than the receiving side takes. That restricts nobody.',
    advice: `Send it smaller, or as a link. ${nothing}`,
  },
  'too-many-recipients': {
    concerns: 'message',
    unblockHelps: 'no',
    words: 'The mail had more recipients than one mail may have. That restricts nobody.',
    advice: `Send it to fewer at a time, or to a group. ${nothing}`,
  },
  'routing-failed': {
    concerns: 'server',
    unblockHelps: 'no',
    words: 'The mail found no way to the receiving side: its name, its server or a loop is in the way.',
    advice: `Check the domain of the recipient, MX records and connectors. ${nothing}`,
  },
  throttled: {
    concerns: 'server',
    unblockHelps: 'no',
    words: 'The receiving side is busy, or has slowed this sender down for a while.',
    advice: `It is tried again by itself. ${nothing}`,
  },
  delayed: {
    concerns: 'unknown',
    unblockHelps: 'no',
    words: 'A passing failure: every code that begins with 4 is tried again.',
    advice: `Wait for the final answer, and paste that if it is a bounce. ${nothing}`,
  },
  'suspicious-sending': {
    concerns: 'account',
    unblockHelps: 'look',
    words:
      'Microsoft warns that an account sends in an unusual way or much. That restricts nobody by itself.',
    advice: say`Look at the account now, and whether it is on the list: type ${tellCommand('review')} and its address.`,
  },
  'suspicious-tenant-sending': {
    concerns: 'organisation',
    unblockHelps: 'look',
    words:
      'Microsoft warns that much of the organisation’s mail looks suspicious. That restricts nobody yet; the whole organisation may be next.',
    advice: say`Find who or what sends it: accounts on the list (type ${tellCommand('list senders')}), connectors, programs that relay.`,
  },
  'suspicious-forwarding': {
    concerns: 'account',
    unblockHelps: 'no',
    words: 'Microsoft warns that an account forwards mail to the outside. That restricts nobody by itself.',
    advice: 'Ask the owner whether it is wanted. If not, treat the account as taken over.',
  },
  'forms-restricted': {
    concerns: 'account',
    unblockHelps: 'no',
    words: 'Microsoft restricted sharing of Microsoft Forms. Mail is not concerned.',
    advice: 'It is lifted in the Forms settings of the admin center, not on the Restricted entities list.',
  },
  'foreign-server': {
    concerns: 'unknown',
    unblockHelps: 'no',
    words: 'Another server than Microsoft’s said this, by its own rules. It is not Microsoft’s restriction.',
    advice:
      'Read what that server says after the code, or ask whoever runs it. Nothing can be unblocked here.',
  },
  unknown: {
    concerns: 'unknown',
    unblockHelps: 'look',
    words: 'Reprieve does not know what this code means: it is not documented, or only for its neighbours.',
    advice: say`Read the text after the code, and look whether the account that submitted the mail is on the list: type ${tellCommand('list senders')}.`,
  },
  'no-bounce': {
    concerns: 'unknown',
    unblockHelps: 'look',
    words: 'There is no bounce in it that Reprieve can read.',
    advice: 'Paste the whole bounce, most of all the line like "Remote server returned 550 5.1.8".',
  },
} as const satisfies Readonly<Record<string, BounceMeaningWords>>

export type BounceMeaning = keyof typeof bounceMeanings
