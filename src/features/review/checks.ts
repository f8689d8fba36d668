// The page of everything that was looked at: nothing is cut, what is long goes on on the next page.
import { type Checked, listChecks } from '../../domain/checks.js'
import { toDelegateText } from '../../domain/delegates.js'
import type { Evidence } from '../../domain/evidence.js'
import type { Press } from '../../domain/press.js'
import { toUtcText } from '../../domain/words.js'
import { getIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import type { Card, EvidenceRow } from '../cards.js'
import { requireTurn } from '../entrance/gate.js'
import { toAboutFacts } from '../evidence/rows.js'
import type { Parts } from '../feature.js'
import { toReasonFacts } from '../words/reason.js'
import { toAgeText, toCountText } from '../words/words.js'
import { type Reader, toDrawn } from './cards.js'
import { toReader } from './open.js'
import { toCheckedRow } from './steps.js'
import { toVerdictView } from './verdict.js'

const pageRows = 28

export async function showChecks(
  parts: Parts,
  { actor, incidentId, values }: Pick<Press, 'actor' | 'incidentId' | 'values'>,
): Promise<Answer> {
  const incident = await getIncident(parts, incidentId)
  requireTurn(parts, { actor, permission: 'review', incident })
  const page = /^\d{1,3}$/.test(values.page ?? '') ? Number(values.page) : 1
  return toChecksCard(toReader(parts, incident, actor), page)
}

function toChecksCard(reader: Reader, wanted: number): Card {
  const { incident, now } = reader
  const checks = listChecks(incident)
  const rows = order.flatMap((kind) =>
    checks.filter((one) => one.kind === kind).flatMap((one) => toRows(one, incident.evidence)),
  )
  const pages = Math.max(1, Math.ceil(rows.length / pageRows))
  const page = Math.min(Math.max(1, wanted), pages)
  const shown = rows.slice((page - 1) * pageRows, page * pageRows)
  const pick = (kind: Checked['kind']) => shown.filter((row) => row.kind === kind).map(({ row }) => row)
  const count = (kind: Checked['kind']) => checks.filter((one) => one.kind === kind).length
  const { signsTitle, signs } = toVerdictView(incident, '')
  const read =
    incident.evidence === undefined
      ? 'nothing read yet'
      : `read ${toAgeText(incident.evidence.gatheredAt, now)} ago`
  return {
    name: 'checks',
    view: {
      ...toDrawn(reader),
      title: `${toCountText(checks.length, 'check')}, ${read}`,
      signsTitle: page === 1 ? signsTitle : '',
      signs: page === 1 ? signs : [],
      againstTitle: `Against (${count('against')})`,
      against: pick('against'),
      uncheckedTitle: `Not checked (${count('not-checked')})`,
      unchecked: pick('not-checked'),
      nothingTitle: `Nothing against it (${count('nothing')})`,
      nothing: pick('nothing'),
      facts: page === 1 ? toAboutFacts(incident.evidence) : [],
      reasonFacts: page === 1 ? toReasonFacts(incident.restriction.reason.facts) : [],
      pageText: pages === 1 ? '' : `Page ${page} of ${pages}`,
      nextPage: page < pages ? String(page + 1) : '',
    },
  }
}

const order = ['against', 'not-checked', 'nothing'] as const

/** The check, and below it every item that a list in its text may have left out. */
function toRows(
  one: Checked,
  evidence: Evidence | undefined,
): readonly { readonly kind: Checked['kind']; readonly row: EvidenceRow }[] {
  const { kind } = one
  const items = evidence?.kind === 'sender' ? (itemsOf[one.ruleId]?.(evidence) ?? []) : []
  const advice = kind === 'nothing' ? '' : (one.advised?.advice ?? '')
  const row = toCheckedRow(one)
  const head = { ...row, finding: [row.finding, advice].filter((text) => text !== '').join(' ') }
  return [head, ...items.map((text) => ({ icon: '·', word: '', label: '', finding: text }))].map((each) => ({
    kind,
    row: each,
  }))
}

type Sender = Extract<Evidence, { kind: 'sender' }>

type Consent = Extract<Sender['consents'], { known: true }>['value'][number]

/** An app takes any name it likes: who published it and the id of the grant tell two of one name apart. */
function toAppText({ app, scopes, id, grantedAt, own, publisherVerified }: Consent): string {
  const publisher =
    own === true
      ? "the organisation's own"
      : publisherVerified === undefined
        ? 'publisher not known'
        : publisherVerified
          ? 'publisher verified'
          : 'publisher not verified'
  const since = grantedAt === undefined ? '' : `since ${toUtcText(grantedAt)}`
  return [app, scopes, publisher, id === undefined ? '' : `id ${id}`, since]
    .filter((part) => part !== '')
    .join(', ')
}

const itemsOf: Readonly<Record<string, (evidence: Sender) => readonly string[]>> = {
  'inbox-rules': ({ inboxRules }) =>
    inboxRules.known
      ? inboxRules.value.map(
          ({ name, enabled, hidden, effect, kind }) =>
            `${kind === 'sweep' ? 'sweep rule ' : ''}"${name}"${hidden ? ' (hidden)' : ''}${enabled ? '' : ' (off)'} ${effect}`,
        )
      : [],
  'consented-apps': ({ consents }) => (consents.known ? consents.value.map(toAppText) : []),
  delegates: ({ delegates }) => (delegates.known ? delegates.value.map(toDelegateText) : []),
  'multi-factor-authentication': ({ authentication }) =>
    authentication.known
      ? authentication.value.methods.map(({ kind, addedAt }) =>
          addedAt === undefined ? kind : `${kind}, added ${toUtcText(addedAt)}`,
        )
      : [],
  'sign-ins': ({ signIns }) =>
    signIns.known
      ? signIns.value.map(
          ({ at, from, ipAddress, client, succeeded }) =>
            `${toUtcText(at)} ${from}, ${ipAddress}, ${client}${succeeded ? '' : ', failed'}`,
        )
      : [],
}
