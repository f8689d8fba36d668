// The bounces Reprieve can explain. Sources: Microsoft's page on non-delivery reports in Exchange Online, "Remove
// blocked users", "Remove blocked connectors", "Troubleshoot sending limits". The number in AS(...) is unstable:
// nothing depends on it.

/** Whom it concerns. */
export type BounceSubject =
  | 'sender'
  | 'connector'
  | 'tenant'
  | 'address-quota'
  | 'ip-address'
  | 'policy'
  | 'recipient'

export interface BounceMeaning {
  /** The code as people look it up: "5.1.8". */
  readonly code: string
  readonly subject: BounceSubject
  /** What it means, one or two sentences. */
  readonly meaning: string
  /** Whether lifting a restriction, as Reprieve does, is what helps. */
  readonly unblockHelps: boolean
  readonly advice: string
}

interface Entry extends BounceMeaning {
  /** Which codes it stands for; tested against one code at a time. Its own `code` when undefined. */
  readonly codes?: RegExp
  /** What it says about itself when no code tells. Fixed words: tested against a long text. */
  readonly words?: RegExp
  /** The code alone has other meanings: the words must be there as well. */
  readonly needsWords?: true
}

/** The first that fits wins, so what tells more stands before what tells less. */
export const bounceEntries: readonly Entry[] = [
  {
    code: '5.1.8',
    words: /bad outbound sender|recognized as a valid sender|email address is suspected of sending spam/i,
    subject: 'sender',
    meaning:
      'The sender is suspected of sending spam or has exceeded a limit, and is on the Restricted entities list. Receiving mail still works.',
    unblockHelps: true,
    advice: 'Secure the account first, then unblock it here. Mail may take up to one hour to flow again.',
  },
  {
    code: '5.7.711',
    words: /bad inbound connector|email connector is suspected of sending spam/i,
    subject: 'connector',
    meaning: 'An inbound connector is suspected of carrying spam, and is on the Restricted entities list.',
    unblockHelps: true,
    advice: 'Find out who changed the connector and what sends through it, then unblock it here.',
  },
  {
    code: '5.7.233',
    codes: /^5\.7\.23[23]$/,
    words: /tenant external recipient rate limit|tenant (has )?exceeded its daily limit/i,
    subject: 'tenant',
    meaning: 'The whole organisation has reached its limit of external recipients for the day.',
    unblockHelps: false,
    advice: 'Nothing can be unblocked. It ends by itself as the 24 hours move on; find what sends so much.',
  },
  {
    code: '5.1.90',
    words: /daily limit for message recipients/i,
    subject: 'address-quota',
    meaning: 'The sender has reached the daily limit of recipients.',
    unblockHelps: false,
    advice:
      'It ends by itself within 24 hours. If the sender is also on the Restricted entities list, review it here.',
  },
  {
    code: '5.2.2',
    codes: /^5\.2\.[02]$/,
    words: /submission ?quota/i,
    needsWords: true,
    subject: 'address-quota',
    meaning: 'The sender has reached a submission quota.',
    unblockHelps: false,
    advice:
      'It ends by itself within 24 hours. If the sender is also on the Restricted entities list, review it here.',
  },
  {
    code: '5.7.708',
    words: /traffic not accepted from this ip/i,
    subject: 'ip-address',
    meaning:
      'Mail was sent from an address range of low reputation, which happens to new and trial organisations.',
    unblockHelps: false,
    advice: 'Unblocking a sender changes nothing. Open a case with Microsoft Support.',
  },
  {
    code: '5.7.705',
    codes: /^5\.7\.7[0-4]\d$/,
    words: /tenant has exceeded threshold/i,
    subject: 'tenant',
    meaning: 'The whole organisation is restricted: too much of its mail looked like spam.',
    unblockHelps: false,
    advice: 'Only Microsoft Support can lift it. Find the compromised accounts first, then open a case.',
  },
  {
    code: '5.7.750',
    words: /from sending from unregistered domain/i,
    subject: 'tenant',
    meaning: 'Mail was sent from domains that are not registered in the organisation.',
    unblockHelps: false,
    advice: 'Add the domains as accepted domains, check the connectors, then ask Microsoft Support.',
  },
  {
    code: '5.7.501',
    codes: /^5\.7\.50[123]$/,
    words: /spam abuse detected/i,
    subject: 'sender',
    meaning: 'The sending account was banned for spam.',
    unblockHelps: false,
    advice: 'Only Microsoft Support can lift this ban. Secure the account first.',
  },
  {
    code: '5.7.511',
    subject: 'ip-address',
    meaning: 'The sending IP address is banned.',
    unblockHelps: false,
    advice: 'Write to delist@microsoft.com with the whole bounce.',
  },
  {
    code: '5.7.520',
    words: /does not allow external forwarding/i,
    subject: 'policy',
    meaning: 'The organisation does not allow mail to be forwarded to the outside. Nobody is restricted.',
    unblockHelps: false,
    advice:
      'Check whether the forwarding is wanted at all; an attacker may have set it. The outbound spam policy decides.',
  },
  {
    code: '5.7.606',
    codes: /^5\.7\.6(0[6-9]|[1-4]\d)$/,
    words: /banned sending ip/i,
    subject: 'ip-address',
    meaning: 'The sending IP address is banned.',
    unblockHelps: false,
    advice: 'Use the delist portal, https://sender.office.com.',
  },
  {
    code: '5.1.10',
    codes: /^5\.1\.(1|10)$/,
    words: /recipient ?not ?found/i,
    subject: 'recipient',
    meaning: 'The address the mail was sent to does not exist. Nobody is restricted.',
    unblockHelps: false,
    advice: 'Check the address. An entry that the program completes by itself may be out of date.',
  },
  {
    code: '5.2.2',
    codes: /^5\.2\.2$/,
    words: /mailbox (is )?full/i,
    needsWords: true,
    subject: 'recipient',
    meaning: 'The mailbox of the recipient is full. Nobody is restricted.',
    unblockHelps: false,
    advice: 'The recipient has to make room. Nothing has to be unblocked.',
  },
  {
    code: '4.7.500',
    codes: /^4\.7\.[56]\d\d$/,
    subject: 'ip-address',
    meaning: 'The receiving side is busy or has slowed this sender down for a while.',
    unblockHelps: false,
    advice: 'It is tried again by itself. Nothing has to be unblocked.',
  },
]
