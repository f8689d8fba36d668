// The codes and sentences Reprieve knows. Sources: Microsoft's page on non-delivery reports in Exchange Online, "Remove
// blocked users", "Remove blocked connectors", "Troubleshoot sending limits", the page on 5.7.703 to 5.7.750, and its
// alert policies. The number in AS(...) is unstable: nothing depends on it. A range counts only where Microsoft
// documents the range: any other member is not known.
import type { BounceMeaning } from './bounce-meanings.js'

interface CodeEntry {
  readonly meaning: BounceMeaning
  /** Tested against one code at a time. */
  readonly codes: RegExp
  /** The code alone has other meanings: the words must be there as well. */
  readonly words?: RegExp
  /** Everybody's meaning by RFC 3463, whoever says it; otherwise only Microsoft means this by it. */
  readonly isCommon?: true
}

const submission = /submission ?quota/i
const sendAs = /SendAsDenied|permissions? to send as/i
const spam = /\bspam\b|unsolicited|blocklist|blacklist|spamhaus/i

/** The first that fits wins. */
export const codeEntries: readonly CodeEntry[] = [
  { meaning: 'sender-restricted', codes: /^5\.1\.8$/ },
  { meaning: 'connector-restricted', codes: /^5\.7\.711$/ },
  { meaning: 'onmicrosoft-limit', codes: /^5\.7\.236$/ },
  { meaning: 'tenant-limit', codes: /^5\.7\.23[23]$/ },
  { meaning: 'tenant-restricted', codes: /^5\.7\.705$/ },
  { meaning: 'tenant-restricted', codes: /^5\.7\.7[0-4]\d$/, words: /tenant has exceeded threshold/i },
  { meaning: 'recipient-blocked-by-own-organisation', codes: /^5\.7\.703$/ },
  { meaning: 'ip-address-refused', codes: /^5\.7\.(?:708|508|511|6(?:0[6-9]|[1-4]\d))$/ },
  { meaning: 'unregistered-domain', codes: /^5\.7\.750$/ },
  { meaning: 'sender-limit', codes: /^5\.1\.90$/ },
  { meaning: 'sender-limit', codes: /^5\.2\.[02]$/, words: submission },
  { meaning: 'refused-as-spam', codes: /^5\.7\.50[123]$/ },
  { meaning: 'not-allowed-to-send-to', codes: /^5\.7\.(?:50[457]|513)$/ },
  { meaning: 'refused-by-receiver', codes: /^5\.7\.(?:506|510|512)$/ },
  { meaning: 'domain-not-authenticated', codes: /^5\.7\.(?:509|515)$/ },
  { meaning: 'domain-not-authenticated', codes: /^5\.7\.2[36]$/, isCommon: true },
  { meaning: 'forwarding-not-allowed', codes: /^5\.7\.520$/ },
  { meaning: 'not-allowed-to-send-as', codes: /^5\.(?:7\.60|2\.252)$/ },
  { meaning: 'not-allowed-to-send-as', codes: /^5\.\d+\.\d+$/, words: sendAs },
  { meaning: 'relay-not-allowed', codes: /^5\.7\.(?:54|57|64)$/ },
  {
    meaning: 'relay-not-allowed',
    codes: /^5\.7\.\d+$/,
    words: /relay(?:ing)? (?:access )?denied|unable to relay/i,
    isCommon: true,
  },
  { meaning: 'not-allowed-to-send-to', codes: /^5\.7\.(?:12|12[49]|13[3-6])$/ },
  { meaning: 'not-allowed-to-send-to', codes: /^5\.7\.1$/, words: /RESOLVER\.RST/i },
  { meaning: 'refused-as-spam', codes: /^5\.(?:7\.[01]|6\.0)$/, words: spam, isCommon: true },
  { meaning: 'recipient-unknown', codes: /^5\.1\.(?:1|10)$/, isCommon: true },
  { meaning: 'recipient-unknown', codes: /^5\.4\.1$/, words: /recipient address rejected/i, isCommon: true },
  { meaning: 'recipient-unknown', codes: /^5\.4\.1$/ },
  {
    meaning: 'mailbox-full',
    codes: /^5\.2\.2$/,
    words: /mailbox (?:is )?full|over ?quota|quota ?exceeded/i,
    isCommon: true,
  },
  { meaning: 'throttled', codes: /^5\.2\.12[12]$/ },
  { meaning: 'message-too-large', codes: /^5\.(?:2\.3|3\.4)$/, isCommon: true },
  { meaning: 'routing-failed', codes: /^5\.4\.(?:4|6|7|14|300|31[0-8])$/, isCommon: true },
  { meaning: 'routing-failed', codes: /^5\.1\.2$/, isCommon: true },
  { meaning: 'throttled', codes: /^4\.7\.[56]\d\d$/, isCommon: true },
  { meaning: 'throttled', codes: /^4\.(?:3\.2|5\.3|7\.28)$/, isCommon: true },
  { meaning: 'delayed', codes: /^4\./, isCommon: true },
]

interface WordEntry {
  readonly meaning: BounceMeaning
  /** The code that goes with these words; empty for an alert. */
  readonly code: string
  /** Fixed words: tested against a long text. */
  readonly words: RegExp
}

/** What Microsoft says without a code, or beside one that says less. Titles of alerts are as telling as a code. */
export const wordEntries: readonly WordEntry[] = [
  {
    meaning: 'sender-restricted',
    code: '5.1.8',
    words:
      /bad outbound sender|recogni[sz]ed as a valid sender|email address is suspected of sending spam|nicht als gültiger Absender erkannt|reconnu comme (?:un )?expéditeur valide|reconoci\S{1,3} como (?:un )?remitente válido|riconosciut\S come (?:un )?mittente valido|niet (?:herkend )?als (?:een )?geldige afzender/i,
  },
  {
    meaning: 'connector-restricted',
    code: '5.7.711',
    words: /bad inbound connector|email connector is suspected of sending spam/i,
  },
  { meaning: 'onmicrosoft-limit', code: '5.7.236', words: /external recipients from onmicrosoft\.com/i },
  {
    meaning: 'tenant-limit',
    code: '5.7.233',
    words: /tenant external recipient rate limit|tenant (?:has )?exceeded its daily limit/i,
  },
  { meaning: 'sender-limit', code: '5.1.90', words: /daily limit for message recipients/i },
  { meaning: 'tenant-restricted', code: '5.7.705', words: /tenant has exceeded threshold/i },
  { meaning: 'ip-address-refused', code: '5.7.708', words: /traffic not accepted from this ip/i },
  { meaning: 'unregistered-domain', code: '5.7.750', words: /from sending from unregistered domain/i },
  {
    meaning: 'recipient-blocked-by-own-organisation',
    code: '5.7.703',
    words: /blocked by your organi[sz]ation using tenant allow/i,
  },
  { meaning: 'forwarding-not-allowed', code: '5.7.520', words: /does not allow external forwarding/i },
  { meaning: 'not-allowed-to-send-as', code: '', words: sendAs },
  {
    meaning: 'unregistered-domain',
    code: '',
    words: /tenant restricted from sending unprovisioned e-?mail/i,
  },
  { meaning: 'tenant-restricted', code: '', words: /tenant restricted from sending e-?mail/i },
  {
    meaning: 'sender-restricted',
    code: '',
    words:
      /users? (?:has been )?restricted from sending (?:e-?mail|messages outside)|activity: ?CompromisedAccount/i,
  },
  { meaning: 'connector-restricted', code: '', words: /suspicious connector activity/i },
  {
    meaning: 'suspicious-sending',
    code: '',
    words: /e-?mail sending limit exceeded|suspicious e-?mail sending patterns? detected/i,
  },
  { meaning: 'refused-as-spam', code: '', words: /spam abuse detected/i },
  { meaning: 'ip-address-refused', code: '', words: /banned sending ip/i },
  { meaning: 'recipient-unknown', code: '', words: /RecipientNotFound|recipient not found/i },
]
