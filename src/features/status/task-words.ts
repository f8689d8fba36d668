// What this program does by itself, in words for whoever reads that some of it fails.

import { toEntityName } from '../../domain/entity.js'
import type { Duty } from '../../domain/task.js'
import type { Parts } from '../feature.js'

/** By kind of task. */
export const taskWords: Readonly<Record<string, string>> = {
  announce: 'saying in a channel what an old backup does not know',
  'blind-card': 'a card that says what is not watched',
  'blind-page': 'calling somebody because a tenant is not watched',
  'break-glass': 'telling an approver of an unblock by break-glass',
  'break-glass-group': 'telling a group of an unblock by break-glass',
  'claim-end': 'ending a claim',
  contain: 'a step on the account',
  'defender-alert': 'the alert in Defender',
  digest: 'the digest of a storm',
  'digest-elsewhere': 'a digest that its channel does not show',
  doctor: 'the doctor',
  drift: 'a card of changed settings',
  'drift-authors': 'the search for who changed the settings',
  'drill-end': 'the end of a drill',
  'drill-report': 'the report of a drill',
  early: 'the look for senders near their limit',
  'early-join': 'joining an early card with its restriction',
  elsewhere: 'a card that its channel does not show',
  erase: 'erasing what has been kept for long enough',
  escalate: 'a step of the escalation',
  'escalate-mention': 'a mention of the escalation',
  'evidence-late': 'saying that the evidence is late',
  forget: 'forgetting what nobody needs any more',
  gather: 'gathering evidence',
  handover: 'the card at the change of shifts',
  'handover-edit': 'drawing the card of a hand-over anew',
  heartbeat: 'the heartbeat',
  lifted: 'finding out who lifted the restriction elsewhere',
  line: 'a line in a thread',
  lookout: 'the look for what is not watched',
  'mute-over': 'the end of a mute',
  'mute-sync': 'what a mute keeps quiet',
  outstanding: 'a reminder of steps that were not given back',
  'owner-question': 'the question to the owner',
  'owner-question-end': 'the end of the question to the owner',
  page: 'calling the pager',
  point: 'a sign to the card that holds',
  policies: "reading the tenant's settings",
  post: 'the first card',
  recovery: 'the digest after an outage',
  remind: 'a reminder',
  'signature-end': 'the end of a first signature',
  'snooze-end': 'the end of a snooze',
  'storm-card': 'the card of a storm review',
  'storm-line': 'a line of a storm review',
  'storm-step': 'the next unblock of a storm review',
  trace: 'looking whether mail flows',
  unblock: 'an unblock',
  unread: 'a card of entries that cannot be read',
  update: 'an edit of the card',
  verify: 'looking whether the entry has left the list',
  watch: 'reading the list',
}

/** "gathering evidence for sam@contoso.com", "reading the list for Contoso". */
export async function toTaskText({ store, allTenants }: Parts, duty: Duty): Promise<string> {
  const words = taskWords[duty.kind] ?? duty.kind
  const incident = duty.incidentId === undefined ? undefined : await store.findIncident(duty.incidentId)
  const whom =
    incident === undefined ? allTenants.get(duty.tenantId ?? '')?.name : toEntityName(incident.entity)
  return whom === undefined ? words : `${words} for ${whom}`
}
