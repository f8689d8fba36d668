// Everything that was looked at and what it showed, also where there is nothing to advise: what speaks against an unblock,
// what could not be checked, and what speaks against nothing.
import type { ConnectorEvidence, Evidence, Fact, SenderEvidence } from './evidence.js'
import type { Recommendation } from './recommendation.js'
import type { Attestation } from './review.js'
import { isReadable } from './rules/facts.js'
import { type Known, recommend } from './rules/index.js'
import { toAmountText, toCountText } from './words.js'

export interface Checked {
  readonly ruleId: string
  readonly title: string
  readonly kind: 'against' | 'not-checked' | 'nothing'
  readonly text: string
  /** Undefined when there is nothing to advise. */
  readonly advised: Recommendation | undefined
}

/** What these find is something to do or to think about, and no sign of anything. */
const signless: ReadonlySet<string> = new Set([
  'block-sign-in',
  'reset-password',
  'revoke-sessions',
  'admin-roles',
  'delegates',
  'legitimate-bulk-mail',
  'tenant-limit',
  'temporary-block',
  'sent-mail',
  'message-trace',
  'on-premises-server',
])

export function isSign({ basis, ruleId }: Pick<Attestation, 'basis' | 'ruleId'>): boolean {
  return basis === 'found' && !signless.has(ruleId)
}

/** Could not be read, and so decides nothing: not the same as what Microsoft 365 never tells. */
export function isUnread({ basis, ruleId }: Recommendation, evidence: Evidence | undefined): boolean {
  return basis === 'not-checked' && !isReadable(ruleId, evidence)
}

/** What was looked at, where a recommendation's title says what to do about it. */
const titles: Readonly<Record<string, string>> = {
  'block-sign-in': 'Sign-in',
  'reset-password': 'Password',
  'revoke-sessions': 'Sessions',
  'multi-factor-authentication': 'Sign-in methods',
  'consented-apps': 'Apps',
  'app-credentials': 'Secrets of apps',
  'admin-roles': 'Directory roles',
  forwarding: 'Forwarding',
  'inbox-rules': 'Inbox rules',
  'transport-rules': 'Transport rules',
  'journal-rules': 'Journal rules',
  'automatic-reply': 'Automatic reply',
  'new-delegates': 'Rights given lately',
  'removed-traces': 'Made and removed again',
  'sign-ins': 'Sign-ins',
  'account-risk': 'Risk',
  'opened-doors': 'Ways in opened lately',
  'sent-mail': 'Mail that was sent',
  delegates: 'Who else can use the mailbox',
  'legitimate-bulk-mail': 'Bulk mail',
  'tenant-limit': "The tenant's own sending limit",
  'temporary-block': 'How long it lasts',
  'recent-changes': 'Changes',
  'revert-changes': 'Changes to revert',
  definition: 'Definition',
  'message-trace': 'Mail that came through it',
  'on-premises-server': 'The server behind it',
}

export function listChecks(known: Known): readonly Checked[] {
  const advised = recommend(known)
  const checks = advised.map((one) => ({
    ruleId: one.ruleId,
    title: titles[one.ruleId] ?? one.title,
    kind: toKind(one, known.evidence),
    text: one.finding,
    advised: one,
  }))
  const named = new Set(advised.map(({ ruleId }) => ruleId))
  return [...checks, ...listFine(known.evidence).filter(({ ruleId }) => !named.has(ruleId))]
}

function toKind(one: Recommendation, evidence: Evidence | undefined): Checked['kind'] {
  if (isSign(one)) return 'against'
  return isUnread(one, evidence) ? 'not-checked' : 'nothing'
}

function listFine(evidence: Evidence | undefined): readonly Checked[] {
  if (evidence === undefined) return []
  const rows = evidence.kind === 'sender' ? listSenderFine(evidence) : listConnectorFine(evidence)
  return rows.flatMap(([ruleId, text]) =>
    text === ''
      ? []
      : [{ ruleId, title: titles[ruleId] ?? ruleId, kind: 'nothing' as const, text, advised: undefined }],
  )
}

type Row = readonly [ruleId: string, text: string]

function listSenderFine(evidence: SenderEvidence): readonly Row[] {
  const trusted = (things: readonly RemovedThing[]) => !isGoneInDoubt(evidence, things)
  return [
    ['block-sign-in', tell(evidence.account, () => 'Blocked.')],
    [
      'consented-apps',
      trusted(['consent'])
        ? tell(evidence.consents, () => `The user consented to none.${toGoneText(evidence)}`)
        : '',
    ],
    ['app-credentials', tell(evidence.appCredentials, toCredentialsText)],
    ['admin-roles', tell(evidence.roles, () => 'None.')],
    ['forwarding', trusted(['forwarding']) ? toForwardingText(evidence) : ''],
    ['transport-rules', tell(evidence.transportRules, () => 'None sends mail of this mailbox outside.')],
    ['journal-rules', tell(evidence.journalRules, () => 'None copies mail of this mailbox outside.')],
    [
      'inbox-rules',
      trusted(['rule'])
        ? tell(evidence.inboxRules, (rules) => `${toRulesText(rules)}${toGoneText(evidence)}`)
        : '',
    ],
    ['automatic-reply', tell(evidence.automaticReply, (reply) => (reply === null ? 'None.' : ''))],
    [
      'opened-doors',
      tell(evidence.doors, () => 'No protocol switched on and no mobile device joined in the week before.'),
    ],
    ['removed-traces', hasTracks(evidence) ? '' : tell(evidence.removedTraces, () => goneText)],
    ['account-risk', tell(evidence.risk, () => 'Entra ID Protection sees none.')],
    ['sent-mail', tell(evidence.sentMail, (sent) => toSentText(sent, evidence))],
    ['delegates', trusted(['delegate']) ? toDelegatesText(evidence) : ''],
    ['tenant-limit', tell(evidence.headroom, toHeadroomText)],
  ]
}

type RemovedThing = Extract<SenderEvidence['removedTraces'], { known: true }>['value'][number]['what']

const goneText =
  'Nothing was made and removed again in the 30 days before, by the audit log: neither rules, forwarding, rights nor apps.'

/** Where the log shows what an intruder may have done, nothing is said of what it does not show. */
function hasTracks({ inboxRules, doors, delegates, automaticReply }: SenderEvidence): boolean {
  return (
    (inboxRules.known &&
      inboxRules.value.some(({ suspicious, changedAt }) => suspicious && changedAt !== undefined)) ||
    (doors?.known === true && doors.value.length > 0) ||
    (delegates.known && delegates.value.some(({ since }) => since !== undefined)) ||
    (automaticReply?.known === true && (automaticReply.value?.signs.length ?? 0) > 0)
  )
}

/** What was there and is gone, or a log that was off: then what is there now says nothing. */
function isGoneInDoubt({ removedTraces }: SenderEvidence, things: readonly RemovedThing[]): boolean {
  if (removedTraces?.known !== true) return false
  return removedTraces.value.some(
    ({ what, suspicious }) => suspicious && (what === 'audit' || things.includes(what)),
  )
}

/** What it was compared with. */
function toGoneText({ removedTraces }: SenderEvidence): string {
  if (removedTraces === undefined) return ' What was removed again was not looked at.'
  return removedTraces.known
    ? ' None was removed again in the 30 days before, by the audit log.'
    : ` What was removed again is not known: ${removedTraces.why}`
}

/** Mail can leave by a rule of the organisation as well. */
function toForwardingText({ forwarding, transportRules, journalRules }: SenderEvidence): string {
  if (!forwarding.known || forwarding.value !== null) return ''
  if (transportRules === undefined)
    return 'The mailbox itself forwards nothing. Transport rules were not looked at.'
  if (!transportRules.known) return ''
  const others = journalRules?.known === true ? journalRules.value : []
  return [...transportRules.value, ...others].some(({ enabled }) => enabled)
    ? ''
    : 'Neither the mailbox nor a transport rule sends its mail outside.'
}

function toCredentialsText(added: readonly unknown[]): string {
  return added.length === 0
    ? 'No app that may use mail got a new secret or certificate in the 30 days (a week without Entra ID P1) that Entra keeps.'
    : ''
}

function toDelegatesText({ delegates, missingDelegates }: SenderEvidence): string {
  if (!delegates.known || delegates.value.length > 0 || missingDelegates !== undefined) return ''
  return 'Nobody.'
}

function listConnectorFine({ changes, mail }: ConnectorEvidence): readonly Row[] {
  return [
    ['recent-changes', tell(changes, () => 'None in the week before.')],
    ['message-trace', tell(mail, toMailText)],
  ]
}

function tell<Value>(fact: Fact<Value> | undefined, toText: (value: Value) => string): string {
  return fact?.known === true ? toText(fact.value) : ''
}

function toRulesText(rules: readonly unknown[]): string {
  return rules.length === 0 ? 'None.' : `${toCountText(rules.length)}, none new, hidden or suspicious.`
}

type SentMail = Extract<SenderEvidence['sentMail'], { known: true }>['value']

function toSentText(
  { messages, recipients, hours, seenBefore }: SentMail,
  { rhythm }: SenderEvidence,
): string {
  const sent = `${toAmountText(messages, 'message')} to ${toAmountText(recipients, 'recipient')} in ${toAmountText(hours, 'hour')}`
  const usual = rhythm?.known === true ? rhythm.value.messagesPerDay : undefined
  const ordinary =
    usual === undefined ? '; what is usual is not known' : `; on an ordinary day ${toCountText(usual)}`
  const seen =
    seenBefore === undefined
      ? ''
      : `; ${Math.round(seenBefore * 100)}% of the recipients were written to before`
  return `${sent}${ordinary}${seen}.`
}

function toHeadroomText({ used, limit }: { readonly used: number; readonly limit: number }): string {
  return `${toCountText(used)} of ${toCountText(limit)} external recipients in 24 hours.`
}

function toMailText({ messages, hours }: { readonly messages: number; readonly hours: number }): string {
  return `${toAmountText(messages, 'message')} in ${toAmountText(hours, 'hour')}, none marked as spam.`
}
