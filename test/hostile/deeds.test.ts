// Every button x every kind of actor x every status, pressed on the running bot: what the access table promises is what
// happens.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/actor.js'
import { isClaimable } from '../../src/domain/claim.js'
import { isReviewable, type Status } from '../../src/domain/incident.js'
import { type PressName, pressNames } from '../../src/features/index.js'
import { createIncident, createRestriction, statuses } from '../domain/incidents.js'
import { account, createSenderEvidence, known } from '../domain/rules/evidence.js'
import { laura, maya, nobody, olga, stranger, tom, vera } from '../features/people.js'
import { createStage, type Stage } from '../features/stage.js'

// One each: whoever presses is judged by all that lives.
let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

type Role = 'none' | 'viewer' | 'operator' | 'approver'

interface Kind {
  readonly who: string
  readonly actor: Actor
  /** Undefined for people who are not at home. */
  readonly role: Role | undefined
  /** Why they may not unblock this mailbox, whatever their role. */
  readonly bar?: 'own-mailbox' | 'identity-unknown'
}

const kinds: readonly Kind[] = [
  { who: 'somebody of another workspace', actor: stranger, role: undefined },
  { who: 'an approver as a guest', actor: { ...maya, isMember: false }, role: undefined },
  { who: 'an approver through another workspace', actor: { ...maya, home: 'T9' }, role: undefined },
  { who: 'a member without a role', actor: nobody, role: 'none' },
  { who: "a member with an approver's name", actor: { ...nobody, name: maya.name }, role: 'none' },
  { who: 'a viewer', actor: vera, role: 'viewer' },
  { who: 'an operator', actor: olga, role: 'operator' },
  { who: 'an approver on Slack', actor: maya, role: 'approver' },
  { who: 'an approver in Teams', actor: tom, role: 'approver' },
  { who: 'the restricted person, an approver', actor: laura, role: 'approver', bar: 'own-mailbox' },
  {
    who: 'an approver whose addresses nobody knows',
    actor: { ...maya, addresses: undefined },
    role: 'approver',
    bar: 'identity-unknown',
  },
]

const needs: Readonly<Record<PressName, Role>> = {
  show: 'viewer',
  card: 'viewer',
  handoff: 'viewer',
  command: 'viewer',
  claim: 'operator',
  snooze: 'operator',
  'snooze-now': 'operator',
  wake: 'operator',
  'take-all': 'operator',
  review: 'operator',
  overview: 'operator',
  checks: 'operator',
  recommendations: 'operator',
  'end-drill': 'operator',
  'blind-try': 'operator',
  'blind-take': 'operator',
  'blind-fix': 'viewer',
  refresh: 'operator',
  confirm: 'operator',
  unblock: 'approver',
  approve: 'approver',
  'send-back': 'approver',
  'send-back-now': 'approver',
  containment: 'approver',
  mute: 'approver',
  'mute-now': 'approver',
  'ask-owner': 'approver',
  'ask-owner-send': 'approver',
  'owner-told': 'approver',
  // Of whoever was asked.
  'answer-owner': 'none',
  unmute: 'approver',
  storm: 'approver',
  'storm-sign': 'approver',
  'storm-approve': 'approver',
  'storm-yes': 'approver',
  'storm-stop': 'approver',
  'storm-open': 'viewer',
  'storm-back': 'viewer',
  contain: 'approver',
  'contain-set': 'approver',
  'contain-live': 'approver',

  keep: 'approver',
  'keep-now': 'approver',
  'contain-now': 'approver',
  'accept-policies': 'approver',
  'pin-alerts': 'approver',
}
/** Of whatever waits for somebody, also when nothing can be reviewed. */
const resting: readonly PressName[] = ['claim', 'snooze', 'snooze-now', 'wake']
/** The same, of whose mailbox it must be known that it is another's. */
const asking: readonly PressName[] = ['ask-owner', 'ask-owner-send', 'owner-told']
const ranks: readonly Role[] = ['none', 'viewer', 'operator', 'approver']

function expectOutcome({ role, bar }: Kind, action: PressName, status: Status): string {
  if (role === undefined) return 'not-home'
  // Nobody was asked anything here.
  if (action === 'answer-owner') return 'not-asked'
  if (ranks.indexOf(role) < ranks.indexOf(needs[action])) return 'no-role'
  // Everything is seen here, and a viewer may look that up whatever their mailbox.
  if (action === 'blind-fix') return 'not-found'
  if (action === 'storm-open' || action === 'storm-back') return 'not-found'
  if (needs[action] === 'viewer') return 'answered'
  if (action.startsWith('blind')) return bar === 'own-mailbox' ? 'own-restricted' : 'not-found'
  if (action.startsWith('contain')) return expectContainment(bar, action, status)
  // What is left is decided about when all is over.
  if (action.startsWith('keep')) return bar ?? (status === 'closed' ? 'answered' : 'wrong-status')
  // No settings have changed here; whoever's own mailbox is on the list may not even ask.
  if (action === 'accept-policies') return bar === 'own-mailbox' ? 'own-restricted' : 'not-found'
  // Nobody named has anything here.
  if (action === 'take-all') return bar === 'own-mailbox' ? 'own-restricted' : 'not-found'
  // Nothing here is a drill.
  if (action === 'end-drill')
    return status === 'closed' || status === 'unblocking' ? 'wrong-status' : 'bad-input'
  // There is no storm here.
  if (action.startsWith('storm')) return bar === 'own-mailbox' ? 'own-restricted' : 'not-found'
  // There is no mute here.
  if (action === 'unmute') return bar === 'own-mailbox' ? 'own-restricted' : 'not-found'
  // It was pressed in no channel.
  if (action === 'pin-alerts') return bar === 'own-mailbox' ? 'own-restricted' : 'bad-input'
  // Somebody has unblocked it, and whoever comes second is told who.
  if (resting.includes(action) && isClaimable(createIncident(status)))
    return bar === 'own-mailbox' ? bar : 'answered'
  if (asking.includes(action) && isClaimable(createIncident(status))) return bar ?? 'answered'
  // Whoever comes long after is told how it ended.
  if (status === 'closed') return 'wrong-status'
  if (!isReviewable(createIncident(status))) return 'stale'
  // What is known is quiet before anything was tried, and here nobody knows what it looks like.
  if (action.startsWith('mute')) return (status === 'failed' ? undefined : bar) ?? 'wrong-status'
  // Nobody has finished a review that could be approved or sent back.
  if (action === 'approve' || action.startsWith('send-back')) return bar ?? 'stale'
  if (action !== 'confirm' && action !== 'unblock') return bar === 'own-mailbox' ? bar : 'answered'
  // Nobody has a confirmation here.
  return bar ?? (action === 'unblock' ? 'confirmation-used' : 'answered')
}

/** An account can be taken back, and its steps be taken back, as long as the incident lives. */
function expectContainment(bar: Kind['bar'], action: PressName, status: Status): string {
  if (status === 'closed') return 'wrong-status'
  return bar ?? (['contain-now', 'contain-set'].includes(action) ? 'confirmation-used' : 'answered')
}

/** A fresh incident in this status, of a mailbox that is also Laura's. */
async function openIncident(status: Status): Promise<string> {
  const id = crypto.randomUUID()
  const entity = { kind: 'sender', address: `${id}@contoso.com` } as const
  const restriction = createRestriction({ entity })
  const addresses = [entity.address, 'laura@contoso.com']
  const evidence = createSenderEvidence({ account: known({ ...account, addresses }) })
  const next = createIncident(status, { id, entity, restriction, evidence })
  await stage.store().commit({ incident: { next, expectedVersion: 0 } })
  return id
}

async function press(actor: Actor, action: PressName, incidentId: string): Promise<string> {
  const before = stage.log.length
  await stage.press(actor, action, {
    incidentId,
    confirmationId: 'guessed',
    values: { text: 'list', note: 'secured', step: 'block-sign-in' },
  })
  const said = stage.log.slice(before).filter(({ event }) => /^press\.(?:refused|stale|failed)$/.test(event))
  return (
    said.map(({ event, fields }) => ('reason' in fields ? String(fields.reason) : event.slice(6)))[0] ??
    'answered'
  )
}

test.each(kinds)(
  '$who, with every button in every status',
  async (kind) => {
    for (const action of pressNames) {
      const given: Record<string, string> = {}
      for (const status of statuses)
        given[status] = await press(kind.actor, action, await openIncident(status))
      const wanted = statuses.map((status) => [status, expectOutcome(kind, action, status)])
      expect({ action, ...given }).toEqual({ action, ...Object.fromEntries(wanted) })
    }
    expect(stage.backend.calls.filter((call) => /^(unblock|contain)/.test(call))).toEqual([])
  },
  60_000,
)
