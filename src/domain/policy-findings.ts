// What the tenant's own settings mean for whoever relies on them: is anybody told of a restriction, and what stops a
// sender. Reading only: a default alert policy is changed in the portal (Set-ProtectionAlert: "You can't use this cmdlet
// to edit default alert policies").
import type { AlertPolicy, OutboundPolicy, TenantPolicies } from './policies.js'
import { toAmountText, toCountText, toListText } from './words.js'

/** The one that tells of a restricted sender, and the one that tells of a restricted connector. */
const restrictionAlerts = ['User restricted from sending email', 'Suspicious connector activity'] as const

export interface PolicyFinding {
  readonly subject: string
  readonly result: 'fine' | 'attention' | 'not-checked'
  readonly found: string
  /** What to do, in sentences; empty when nothing is. */
  readonly advice: string
}

/** One finding for each policy and the audit log; what could not be read is one finding too. */
export function judgePolicies({ alerts, audit, outbound }: TenantPolicies): readonly PolicyFinding[] {
  return [
    ...(alerts.known ? judgeAlerts(alerts.value) : [notChecked('Alert policies', alerts.why)]),
    audit.known ? judgeAudit(audit.value.enabled) : notChecked('Unified audit log', audit.why),
    ...(outbound.known ? judgeOutbound(outbound.value) : [notChecked('Outbound policies', outbound.why)]),
  ]
}

function notChecked(subject: string, why: string): PolicyFinding {
  return { subject, result: 'not-checked', found: why, advice: '' }
}

function judged(subject: string, found: string, advice: readonly (string | false)[]): PolicyFinding {
  const given = advice.filter((one) => one !== false)
  return { subject, result: given.length > 0 ? 'attention' : 'fine', found, advice: given.join(' ') }
}

function judgeAlerts(alerts: readonly AlertPolicy[]): readonly PolicyFinding[] {
  const expected = restrictionAlerts.map((name) => {
    const alert = alerts.find((one) => isNamed(one, name))
    return alert === undefined ? toMissing(name) : judgeAlert(alert)
  })
  const others = alerts.filter((alert) => !restrictionAlerts.some((name) => isNamed(alert, name)))
  return [...expected, ...others.map(judgeAlert)]
}

function isNamed(alert: AlertPolicy, name: string): boolean {
  return alert.name.trim().toLowerCase() === name.toLowerCase()
}

function toMissing(name: string): PolicyFinding {
  return judged(toQuoted(name), 'There is no such alert policy in this tenant.', [
    'It comes with the tenant and cannot be made by hand. Look for it in the portal; ask Microsoft Support if it is not there.',
  ])
}

function judgeAlert(alert: AlertPolicy): PolicyFinding {
  const { enabled, notifies, recipients, dailyLimit, severity } = alert
  const reach = toReachText(alert)
  const found = [
    `${enabled ? 'On' : 'Off'}${severity === '' ? '' : `, severity ${severity}`}.`,
    reach,
    dailyLimit === undefined ? 'No daily limit.' : `At most ${toAmountText(dailyLimit, 'mail')} a day.`,
  ].join(' ')
  return judged(toQuoted(alert.name), found, [
    !enabled && 'Turn it on in the portal: while it is off there is no alert.',
    enabled &&
      (!notifies || recipients.length === 0) &&
      'Turn its mail notifications on in the portal, with recipients: nobody is told.',
    enabled &&
      dailyLimit !== undefined &&
      'Set the daily limit to "No limit" in the portal: what comes after it is silent.',
  ])
}

function toReachText({ notifies, recipients }: AlertPolicy): string {
  if (recipients.length === 0) return 'Mail goes to nobody.'
  return notifies
    ? `Mail goes to ${toRecipientsText(recipients)}.`
    : `Mail notifications are off; ${toRecipientsText(recipients)} would get them.`
}

/** Names what Microsoft's own word stands for. */
function toRecipientsText(recipients: readonly string[]): string {
  if (recipients.length === 0) return 'nobody'
  return toListText(
    recipients.map((one) =>
      one.toLowerCase() === 'tenantadmins' ? 'TenantAdmins (Global Administrators)' : one,
    ),
  )
}

function judgeAudit(enabled: boolean): PolicyFinding {
  return judged('Unified audit log', enabled ? 'On.' : 'Off.', [
    !enabled &&
      'Turn it on: without it alerts do not work. In Exchange Online PowerShell: Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true. It takes up to an hour.',
  ])
}

function judgeOutbound(policies: readonly OutboundPolicy[]): readonly PolicyFinding[] {
  if (policies.length === 0)
    return [notChecked('Outbound policies', 'Exchange named none, and every tenant has one.')]
  return policies.map(judgeOutboundPolicy)
}

function judgeOutboundPolicy(policy: OutboundPolicy): PolicyFinding {
  const { name, enabled, action, autoForwarding, notifies, appliesTo } = policy
  const subject = `Outbound policy ${toQuoted(name)}`
  if (!enabled) return judged(subject, 'Off: it applies to nobody.', [])
  const found = [
    `For ${appliesTo}.`,
    `${toLimitsText(policy)}, then ${toActionText(action)}.`,
    `Automatic forwarding: ${autoForwarding}.`,
  ].join(' ')
  return judged(subject, found, [
    isWord(action, 'Alert') &&
      'Choose BlockUser or BlockUserForToday: with Alert a compromised account goes on sending.',
    isWord(autoForwarding, 'On') &&
      'Turn automatic forwarding off, or allow it for those who need it: whoever takes an account over uses it.',
    notifies &&
      `It tells ${toRecipientsText(policy.notifyRecipients)} by NotifyOutboundSpam, which Microsoft is retiring: the alert policy takes its place.`,
  ])
}

/** 0 is how a policy says "service default", not "none" and not "unlimited". */
export function toLimitText(recipients: number): string {
  return recipients === 0 ? 'service default' : toCountText(recipients)
}

function toLimitsText({ recipientsPerDay, externalPerHour, internalPerHour }: OutboundPolicy): string {
  if (recipientsPerDay === 0 && externalPerHour === 0 && internalPerHour === 0)
    return 'Recipients: service defaults'
  return `Recipients: ${toLimitText(recipientsPerDay)} a day, ${toLimitText(externalPerHour)} outside and ${toLimitText(internalPerHour)} inside an hour`
}

function toActionText(action: string): string {
  if (isWord(action, 'Alert')) return 'Alert: nobody is stopped'
  if (isWord(action, 'BlockUser')) return 'BlockUser: until somebody unblocks'
  return isWord(action, 'BlockUserForToday') ? 'BlockUserForToday: until midnight UTC' : action
}

function isWord(text: string, word: string): boolean {
  return text.trim().toLowerCase() === word.toLowerCase()
}

function toQuoted(name: string): string {
  return `"${name}"`
}
