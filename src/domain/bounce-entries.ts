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
const mailboxFull = /mailbox (?:is )?full|over ?quota|quota ?exceeded/i
const relayDenied = /relay(?:ing)? (?:access )?denied|unable to relay/i
const noMailbox =
  /mailbox unavailable|(?:user|recipient|address|mailbox|account) (?:is )?(?:unknown|not found|does not exist|doesn't exist)|(?:no such|unknown) (?:user|recipient|mailbox)/i

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
  { meaning: 'relay-not-allowed', codes: /^5\.7\.(?:3|30|51|54|57|64|68|139)$/ },
  { meaning: 'relay-not-allowed', codes: /^5\.7\.367$/, isCommon: true },
  {
    meaning: 'ip-address-refused',
    codes: /^5\.7\.1$/,
    words: /their network is on our block list|\bS31[45]\d\b/i,
  },
  {
    meaning: 'relay-not-allowed',
    codes: /^5\.7\.\d+$/,
    words: relayDenied,
    isCommon: true,
  },
  { meaning: 'not-allowed-to-send-to', codes: /^5\.7\.(?:12|12[49]|13[3-6])$/ },
  { meaning: 'not-allowed-to-send-to', codes: /^5\.7\.1$/, words: /RESOLVER\.RST/i },
  { meaning: 'refused-as-spam', codes: /^5\.(?:7\.[01]|6\.0)$/, words: spam, isCommon: true },
  { meaning: 'recipient-unknown', codes: /^5\.1\.(?:1|10)$/, isCommon: true },
  { meaning: 'recipient-unknown', codes: /^5\.4\.1$/, words: /recipient address rejected/i, isCommon: true },
  { meaning: 'recipient-unknown', codes: /^5\.4\.1$/ },
  { meaning: 'recipient-unknown', codes: /^5\.1\.35[01]$/, isCommon: true },
  { meaning: 'recipient-unknown', codes: /^5\.(?:0|1|5)\.\d+$/, words: noMailbox, isCommon: true },
  { meaning: 'refused-as-spam', codes: /^5\.7\.350$/, isCommon: true },
  { meaning: 'too-many-recipients', codes: /^5\.5\.3$/, isCommon: true },
  { meaning: 'refused-by-receiver', codes: /^5\.(?:1\.20|6\.11)$/ },
  {
    meaning: 'mailbox-full',
    codes: /^5\.2\.2$/,
    words: mailboxFull,
    isCommon: true,
  },
  { meaning: 'throttled', codes: /^5\.2\.12[12]$/ },
  { meaning: 'message-too-large', codes: /^5\.(?:2\.3|3\.4)$/, isCommon: true },
  { meaning: 'routing-failed', codes: /^5\.4\.(?:4|6|7|8|11|14|300|31[0-8])$/, isCommon: true },
  { meaning: 'routing-failed', codes: /^5\.1\.2$/, isCommon: true },
  { meaning: 'routing-failed', codes: /^5\.7\.32[1-5]$/ },
  { meaning: 'throttled', codes: /^4\.7\.(?:[56]\d\d|8[5-9]\d)$/, isCommon: true },
  { meaning: 'throttled', codes: /^4\.5\.127$/ },
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

/** What Microsoft says without a code, or beside one that says less. */
export const wordEntries: readonly WordEntry[] = [
  {
    meaning: 'sender-restricted',
    code: '5.1.8',
    words:
      /bad outbound sender|recogni[sz]ed as a valid sender|email address is suspected of sending spam|nicht als gültiger Absender erkannt|reconnu comme (?:un )?expéditeur valide|reconoci\S{1,3} como (?:un )?remitente válido|riconosciut\S come (?:un )?mittente valido|niet (?:bent )?(?:herkend )?als (?:een )?geldige afzender|(?:herkend|erkend) als (?:een )?geldige afzender|reconhecid\S{1,3} como (?:um )?remetente válido|有効な送信者として認識され|(?:rozpoznan\S{1,3}|uznan\S{1,3}) jako (?:prawidłow\S{1,3}|ważn\S{1,3}) nadawc|признан\S{0,2} (?:действительным|допустимым) отправителем|identifierades inte som en giltig avsändare|ikke (?:blev )?(?:genkendt|gjenkjent) som en gyldig (?:afsender|avsender)|有效的?发件人|geçerli (?:bir )?gönderen olarak/i,
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
  { meaning: 'refused-as-spam', code: '', words: /spam abuse detected/i },
  { meaning: 'ip-address-refused', code: '', words: /banned sending ip/i },
  { meaning: 'recipient-unknown', code: '', words: /RecipientNotFound|recipient not found/i },
  // Microsoft's own mark, and nothing that tells what it was: the number in it means nothing for sure.
  { meaning: 'unknown', code: '', words: /\bAS\(\d{3,12}\)/i },
]

/** What every server means by a reply without an enhanced status, by its words. */
export const plainEntries: readonly Omit<WordEntry, 'code'>[] = [
  { meaning: 'recipient-unknown', words: noMailbox },
  { meaning: 'mailbox-full', words: mailboxFull },
  { meaning: 'relay-not-allowed', words: relayDenied },
  { meaning: 'refused-as-spam', words: spam },
]
