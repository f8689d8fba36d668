// What differs between two reads of a tenant's settings, in sentences for people. What could not be read on either side
// is no difference.
import type { Fact } from './evidence.js'
import type { AlertPolicy, OutboundPolicy, TenantPolicies } from './policies.js'
import { toLimitText } from './policy-findings.js'
import { toCountText } from './words.js'

/** One sentence for each change; the order of lists and the case of names do not matter. */
export function comparePolicies(before: TenantPolicies, now: TenantPolicies): readonly string[] {
  return [
    ...compareFact(before.alerts, now.alerts, compareAlerts),
    ...compareFact(before.audit, now.audit, (one, other) =>
      compareSwitch('Unified audit logging', one.enabled, other.enabled),
    ),
    ...compareFact(before.outbound, now.outbound, compareOutbound),
  ]
}

/** What is known by now: a fact that could not be read this time is as it was when it last could. */
export function keepKnown(before: TenantPolicies, now: TenantPolicies): TenantPolicies {
  return {
    readAt: now.readAt,
    alerts: now.alerts.known ? now.alerts : before.alerts,
    audit: now.audit.known ? now.audit : before.audit,
    outbound: now.outbound.known ? now.outbound : before.outbound,
  }
}

function compareFact<Value>(
  before: Fact<Value>,
  now: Fact<Value>,
  compare: (before: Value, now: Value) => readonly string[],
): readonly string[] {
  return before.known && now.known ? compare(before.value, now.value) : []
}

function compareAlerts(before: readonly AlertPolicy[], now: readonly AlertPolicy[]): readonly string[] {
  const toName = ({ name }: AlertPolicy) => `"${name}"`
  return compareLists({ before, now, isSame: isSameAlert, toName, compare: compareAlert })
}

/** By id where both have one: names are written differently from source to source. */
function isSameAlert(one: AlertPolicy, other: AlertPolicy): boolean {
  const isKnown = one.id !== '' && other.id !== ''
  return isKnown ? toKey(one.id) === toKey(other.id) : toKey(one.name) === toKey(other.name)
}

function compareAlert(name: string, before: AlertPolicy, now: AlertPolicy): readonly string[] {
  return [
    ...compareSwitch(name, before.enabled, now.enabled),
    ...compareNotices(`${name}: mail notifications`, before, now),
    ...compareRecipients(`${name}: recipients`, before.recipients, now.recipients),
    ...compareText(`${name}: daily limit`, toDailyText(before.dailyLimit), toDailyText(now.dailyLimit)),
    ...compareText(`${name}: severity`, before.severity, now.severity),
  ]
}

function toDailyText(limit: number | undefined): string {
  return limit === undefined ? 'none' : `${toCountText(limit)} a day`
}

function compareOutbound(
  before: readonly OutboundPolicy[],
  now: readonly OutboundPolicy[],
): readonly string[] {
  const isSame = (one: OutboundPolicy, other: OutboundPolicy) => toKey(one.name) === toKey(other.name)
  const toName = ({ name }: OutboundPolicy) => `Outbound policy "${name}"`
  return compareLists({ before, now, isSame, toName, compare: compareOutboundPolicy })
}

function compareOutboundPolicy(name: string, before: OutboundPolicy, now: OutboundPolicy): readonly string[] {
  const changes = (label: string, toText: (policy: OutboundPolicy) => string) =>
    compareText(`${name}: ${label}`, toText(before), toText(now))
  return [
    ...compareSwitch(name, before.enabled, now.enabled),
    ...changes('applies to', (policy) => policy.appliesTo),
    ...changes('action', (policy) => policy.action),
    ...changes('automatic forwarding', (policy) => policy.autoForwarding),
    ...changes('recipients a day', (policy) => toLimitText(policy.recipientsPerDay)),
    ...changes('recipients outside an hour', (policy) => toLimitText(policy.externalPerHour)),
    ...changes('recipients inside an hour', (policy) => toLimitText(policy.internalPerHour)),
    ...compareNotices(
      `${name}: notifications`,
      { ...before, recipients: before.notifyRecipients },
      { ...now, recipients: now.notifyRecipients },
    ),
    ...compareRecipients(`${name}: notified`, before.notifyRecipients, now.notifyRecipients),
  ]
}

interface Lists<Item> {
  readonly before: readonly Item[]
  readonly now: readonly Item[]
  readonly isSame: (one: Item, other: Item) => boolean
  readonly toName: (item: Item) => string
  readonly compare: (name: string, before: Item, now: Item) => readonly string[]
}

function compareLists<Item>({ before, now, isSame, toName, compare }: Lists<Item>): readonly string[] {
  const kept = before.flatMap((one) => {
    const other = now.find((each) => isSame(one, each))
    return other === undefined ? [`${toName(one)} is not there any more`] : compare(toName(one), one, other)
  })
  const added = now.filter((other) => !before.some((one) => isSame(one, other)))
  return [...kept, ...added.map((one) => `${toName(one)} is new`)]
}

type Notices = Pick<AlertPolicy, 'notifies' | 'recipients'>

/** Where nobody is named nobody is told, switched on or not; that is then said of the recipients. */
function compareNotices(label: string, before: Notices, now: Notices): readonly string[] {
  const isNamed = before.recipients.length > 0 && now.recipients.length > 0
  return isNamed ? compareSwitch(label, before.notifies, now.notifies, 'were') : []
}

function compareSwitch(name: string, before: boolean, now: boolean, verb = 'was'): readonly string[] {
  return before === now ? [] : [`${name} ${verb} turned ${now ? 'on' : 'off'}`]
}

function compareText(label: string, before: string, now: string): readonly string[] {
  return toKey(before) === toKey(now) ? [] : [`${label} changed from ${toShown(before)} to ${toShown(now)}`]
}

function compareRecipients(
  label: string,
  before: readonly string[],
  now: readonly string[],
): readonly string[] {
  const toSet = (recipients: readonly string[]) => [...new Set(recipients.map(toKey))].toSorted().join('\n')
  if (toSet(before) === toSet(now)) return []
  return [
    `${label} changed from ${toShown(before.join(', '), 'nobody')} to ${toShown(now.join(', '), 'nobody')}`,
  ]
}

function toShown(text: string, otherwise = 'nothing'): string {
  return text === '' ? otherwise : text
}

function toKey(text: string): string {
  return text.trim().toLowerCase()
}
