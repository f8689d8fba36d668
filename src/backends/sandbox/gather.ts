// What Exchange and Graph would answer about an entity of the sandbox tenant.
import type { Connector, Entity, Sender } from '../../domain/entity.js'
import type { ConnectorEvidence, Evidence, SenderEvidence } from '../../domain/evidence.js'
import type { Instant } from '../../domain/instant.js'
import type { Account } from './account.js'
import { applyChanges, isSignInAllowed } from './changes.js'
import { findConnector } from './connectors.js'
import { findAccount } from './people.js'
import { findChanges, type State } from './state.js'
import { headroom, known, standardPolicy, unknown } from './stories/facts.js'

interface Question {
  readonly entity: Entity
  readonly state: State
  /** When it was restricted; stories are told backwards from there. */
  readonly began: Instant
  readonly now: Instant
  /** Whether the slow reports fail this time. */
  readonly partial: boolean
}

const late = unknown('The report did not come in time.')

export function gatherEvidence({ entity, state, began, now, partial }: Question): Evidence {
  if (entity.kind === 'sender') {
    const evidence = gatherSender(entity, { state, began, now })
    return partial ? { ...evidence, signIns: late, sentMail: late, consents: late } : evidence
  }
  const evidence = gatherConnector(entity, began, now)
  return partial ? { ...evidence, changes: late, mail: late } : evidence
}

function gatherSender(
  { address }: Sender,
  { state, began, now }: Pick<Question, 'state' | 'began' | 'now'>,
): SenderEvidence {
  const account = findAccount(address)
  if (account === undefined) return describeStranger(now)
  const { userId, name, addresses, synced = false, kind = 'person' } = account
  const changes = findChanges(state, account)
  const signInAllowed = isSignInAllowed(account, changes, now)
  return {
    kind: 'sender',
    gatheredAt: now,
    account: known({ userId, displayName: name, addresses, signInAllowed, synced, kind }),
    owner: toOwner(account),
    ...applyChanges(account.story(began), changes),
  }
}

/** All of them live in two domains; a guest's own address is in neither. */
function toOwner({ userId, addresses }: Account): SenderEvidence['owner'] {
  return { kind: 'account', userId, addresses, domains: ['contoso.com', 'contoso.onmicrosoft.com'] }
}

// An address without a mailbox relays from on-premises; only what hangs on the address can be known.
function describeStranger(gatheredAt: Instant): SenderEvidence {
  const nobody = unknown(
    'There is no mailbox or account with this address: the mail may come through a relay.',
  )
  return {
    kind: 'sender',
    gatheredAt,
    account: nobody,
    owner: { kind: 'nobody' },
    forwarding: nobody,
    inboxRules: nobody,
    delegates: nobody,
    authentication: nobody,
    password: nobody,
    signIns: nobody,
    risk: nobody,
    consents: nobody,
    roles: nobody,
    sentMail: known({ hours: 24, messages: 0, recipients: 0, distinctSubjects: 0 }),
    outboundPolicy: known(standardPolicy),
    headroom: headroom(1_407),
  }
}

function gatherConnector({ connectorId }: Connector, began: Instant, gatheredAt: Instant): ConnectorEvidence {
  const story = findConnector(connectorId)?.story(began)
  const missing = unknown('There is no inbound connector with this id any more.')
  return {
    kind: 'connector',
    gatheredAt,
    definition: missing,
    changes: missing,
    mail: missing,
    ...story,
  }
}
