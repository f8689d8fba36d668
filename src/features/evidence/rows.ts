// Evidence and recommendations as rows people can read. What could not be checked is shown as not checked.

import type { ConnectorEvidence, Evidence, Fact, SenderEvidence } from '../../domain/evidence.js'
import type { Incident } from '../../domain/incident.js'
import type { Recommendation } from '../../domain/recommendation.js'
import { recommend } from '../../domain/rules/index.js'
import type { EvidenceRow, FactRow } from '../cards.js'
import { toCountText, toUtcText } from '../words/words.js'

const basisWords: Readonly<Record<Recommendation['basis'], { icon: string; word: string }>> = {
  found: { icon: '⚠️', word: 'found' },
  'looks-fine': { icon: '✅', word: 'looks fine' },
  'not-checked': { icon: '❔', word: 'not checked' },
}

export function toBasisWords(basis: Recommendation['basis']) {
  return basisWords[basis]
}

/** What was looked at and what it showed; one row per rule that has something to say. */
export function toEvidenceRows(incident: Incident): readonly EvidenceRow[] {
  if (incident.evidence === undefined) return []
  return recommend(incident).map((one) => ({
    ...basisWords[one.basis],
    label: one.title,
    finding: one.finding,
  }))
}

/** Who or what the entity is, for the top of the overview. */
export function toAboutFacts(evidence: Evidence | undefined): readonly FactRow[] {
  if (evidence === undefined) return []
  return evidence.kind === 'sender' ? toSenderFacts(evidence) : toConnectorFacts(evidence)
}

function toSenderFacts(evidence: SenderEvidence): readonly FactRow[] {
  return [
    toFact('Account', evidence.account, ({ displayName, signInAllowed, synced }) =>
      [
        displayName,
        signInAllowed ? 'sign-in allowed' : 'sign-in blocked',
        synced ? 'synced from on-premises' : 'cloud only',
      ].join(', '),
    ),
    toFact(
      'Sent',
      evidence.sentMail,
      ({ messages, recipients, hours, truncated }) =>
        `${truncated === true ? 'at least ' : ''}${toCountText(messages, 'message')} to ${toCountText(recipients, 'recipient')} in ${hours} h, own addresses only`,
    ),
    toFact('May send', evidence.outboundPolicy, toLimitText),
    ...(evidence.headroom === undefined ? [] : [toFact('Tenant limit', evidence.headroom, toHeadroomText)]),
    toFact('Password changed', evidence.password, ({ changedAt }) => toUtcText(changedAt)),
    toFact('Risk', evidence.risk, ({ level, detail }) => (detail === '' ? level : `${level}: ${detail}`)),
    toFact('Directory roles', evidence.roles, (roles) => (roles.length === 0 ? 'none' : roles.join(', '))),
  ]
}

type Policy = Extract<SenderEvidence['outboundPolicy'], { known: true }>['value']
type Headroom = Extract<SenderEvidence['headroom'], { known: true }>['value']

/** 0 is how a policy says "service default", which Microsoft documents as 10,000 recipients a day. */
function toLimitText({ name, recipientsPerDay, action }: Policy): string {
  const limit =
    recipientsPerDay === 0
      ? '10,000 recipients a day, the service default'
      : `${toCountText(recipientsPerDay, 'recipient')} a day`
  return `${limit}, then ${action} (policy "${name}")`
}

function toHeadroomText({ used, limit, enforced }: Headroom): string {
  const percent = limit === 0 ? '' : ` (${Math.floor((used / limit) * 100)}%)`
  const note = enforced === false ? ', not enforced' : ''
  return `${used.toLocaleString('en-US')} of ${toCountText(limit, 'external recipient')} in 24 h${percent}${note}`
}

function toConnectorFacts(evidence: ConnectorEvidence): readonly FactRow[] {
  return [
    toFact('Connector', evidence.definition, ({ name, type, enabled }) =>
      [name, type, enabled ? 'enabled' : 'disabled'].join(', '),
    ),
    toFact('From', evidence.definition, ({ senderIpAddresses, senderDomains }) =>
      [...senderIpAddresses, ...senderDomains].join(', '),
    ),
    toFact(
      'Mail',
      evidence.mail,
      ({ messages, markedAsSpam, hours }) =>
        `${toCountText(messages, 'message')} in ${hours} h, ${markedAsSpam.toLocaleString('en-US')} marked as spam`,
    ),
  ]
}

function toFact<Value>(label: string, fact: Fact<Value>, toText: (value: Value) => string): FactRow {
  return { label, value: fact.known ? toText(fact.value) : `not checked: ${fact.why}` }
}
