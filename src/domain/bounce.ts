// What a bounce means, from its enhanced status code and its words. Sources: Microsoft's NDR pages, "Remove blocked
// users", "Remove blocked connectors", "Troubleshoot sending limits". The number in AS(...) is unstable: nothing depends on it.

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
  readonly pattern: RegExp
}

/** First match wins, so what is told by words stands before what is told by a family of codes. */
const entries: readonly Entry[] = [
  {
    code: '5.1.8',
    pattern: /\b5\.1\.8\b|bad outbound sender/i,
    subject: 'sender',
    meaning:
      'The sender is suspected of sending spam or has exceeded a limit, and is on the Restricted entities list. Receiving mail still works.',
    unblockHelps: true,
    advice: 'Secure the account first, then unblock it here. Mail may take up to one hour to flow again.',
  },
  {
    code: '5.7.711',
    pattern: /\b5\.7\.711\b|bad inbound connector/i,
    subject: 'connector',
    meaning: 'An inbound connector is suspected of carrying spam, and is on the Restricted entities list.',
    unblockHelps: true,
    advice: 'Find out who changed the connector and what sends through it, then unblock it here.',
  },
  {
    code: '5.7.233',
    pattern: /\b5\.7\.233\b/,
    subject: 'tenant',
    meaning: 'The whole organisation has reached its limit of external recipients for the day.',
    unblockHelps: false,
    advice: 'Nothing can be unblocked. It ends by itself as the 24 hours move on; find what sends so much.',
  },
  {
    code: '5.1.90',
    pattern: /\b5\.1\.90\b|daily limit for message recipients/i,
    subject: 'address-quota',
    meaning: 'The sender has reached the daily limit of recipients.',
    unblockHelps: false,
    advice:
      'It ends by itself within 24 hours. If the sender is also on the Restricted entities list, review it here.',
  },
  {
    code: '5.2.2',
    pattern: /\b5\.2\.[02]\b(?=.*(submission|quota|limit))/is,
    subject: 'address-quota',
    meaning: 'The sender has reached a submission quota.',
    unblockHelps: false,
    advice:
      'It ends by itself within 24 hours. If the sender is also on the Restricted entities list, review it here.',
  },
  {
    code: '5.7.705',
    pattern: /\b5\.7\.7(?!08\b|11\b|50\b)[0-4]\d\b|tenant has exceeded threshold/i,
    subject: 'tenant',
    meaning: 'The whole organisation is restricted: too much of its mail looked like spam.',
    unblockHelps: false,
    advice: 'Only Microsoft Support can lift it. Find the compromised accounts first, then open a case.',
  },
  {
    code: '5.7.708',
    pattern: /\b5\.7\.708\b|traffic not accepted from this ip/i,
    subject: 'ip-address',
    meaning:
      'Mail was sent from an address range of low reputation, which happens to new and trial organisations.',
    unblockHelps: false,
    advice: 'Unblocking a sender changes nothing. Open a case with Microsoft Support.',
  },
  {
    code: '5.7.750',
    pattern: /\b5\.7\.750\b|unregistered domain/i,
    subject: 'tenant',
    meaning: 'Mail was sent from domains that are not registered in the organisation.',
    unblockHelps: false,
    advice: 'Add the domains as accepted domains, check the connectors, then ask Microsoft Support.',
  },
  {
    code: '5.7.501',
    pattern: /\b5\.7\.50[123]\b/,
    subject: 'sender',
    meaning: 'The sending account was banned for spam.',
    unblockHelps: false,
    advice: 'Only Microsoft Support can lift this ban. Secure the account first.',
  },
  {
    code: '5.7.511',
    pattern: /\b5\.7\.511\b/,
    subject: 'ip-address',
    meaning: 'The sending IP address is banned.',
    unblockHelps: false,
    advice: 'Write to delist@microsoft.com with the whole bounce.',
  },
  {
    code: '5.7.520',
    pattern: /\b5\.7\.520\b|does not allow external forwarding/i,
    subject: 'policy',
    meaning: 'The organisation does not allow mail to be forwarded to the outside. Nobody is restricted.',
    unblockHelps: false,
    advice:
      'Check whether the forwarding is wanted at all; an attacker may have set it. The outbound spam policy decides.',
  },
  {
    code: '5.7.606',
    pattern: /\b5\.7\.6(0[6-9]|[1-4]\d)\b/,
    subject: 'ip-address',
    meaning: 'The sending IP address is banned.',
    unblockHelps: false,
    advice: 'Use the delist portal, https://sender.office.com.',
  },
  {
    code: '4.7.500',
    pattern: /\b4\.7\.[56]\d\d\b/,
    subject: 'ip-address',
    meaning: 'The receiving side is busy or has slowed this sender down for a while.',
    unblockHelps: false,
    advice: 'It is tried again by itself. Nothing has to be unblocked.',
  },
]

/** What people paste can be a whole message; what counts stands well within this many characters. */
const longestText = 20_000

/** The meaning of a pasted bounce; undefined when nothing in it is known. */
export function findBounceMeaning(text: string): BounceMeaning | undefined {
  const read = text.slice(0, longestText)
  const found = entries.find(({ pattern }) => pattern.test(read))
  if (found === undefined) return undefined
  const { pattern: _, ...meaning } = found
  return meaning
}

/** The codes that are known, for saying so. */
export function listBounceCodes(): readonly string[] {
  return entries.map(({ code }) => code)
}

/** Addresses named in a pasted bounce, lower-cased, each once, in their order. */
export function findAddresses(text: string): readonly string[] {
  const found =
    text.slice(0, longestText).match(/[^\s<>"'(),;:|[\]]{1,64}@[a-z0-9.-]{1,190}\.[a-z]{2,24}/gi) ?? []
  return [...new Set(found.map((address) => address.replace(/^mailto:/i, '').toLowerCase()))]
}
