import { describe, expect, test } from 'vitest'
import type { AlertPolicy, OutboundPolicy, TenantPolicies } from '../../src/domain/policies.js'
import { judgePolicies, type PolicyFinding } from '../../src/domain/policy-findings.js'
import { connectorAlert, createAlert, createOutbound, createPolicies } from './policies.js'
import { known, unknown } from './rules/evidence.js'

function find(policies: TenantPolicies, subject: string): PolicyFinding {
  const found = judgePolicies(policies).filter((finding) => finding.subject === subject)
  const [finding, ...more] = found
  if (finding === undefined || more.length > 0) throw new Error(`${found.length} findings about ${subject}`)
  return finding
}

test('finds nothing to do in a tenant as Microsoft sets it up', () => {
  const findings = judgePolicies(createPolicies())
  expect(findings.map(({ subject, result, advice }) => [subject, result, advice])).toEqual([
    ['"User restricted from sending email"', 'fine', ''],
    ['"Suspicious connector activity"', 'fine', ''],
    ['Unified audit log', 'fine', ''],
    ['Outbound policy "Default"', 'fine', ''],
  ])
})

describe('the alert policy', () => {
  const judge = (different: Partial<AlertPolicy>) =>
    find(
      createPolicies({ alerts: known([createAlert(different), connectorAlert]) }),
      `"${different.name ?? 'User restricted from sending email'}"`,
    )

  test.each<[string, Partial<AlertPolicy>, string, string]>([
    ['off', { enabled: false }, 'Off, severity High.', 'Turn it on in the portal'],
    ['without mail', { notifies: false }, 'Mail notifications are off', 'Turn its mail notifications on'],
    ['without recipients', { recipients: [] }, 'Mail goes to nobody.', 'with recipients'],
    ['limited to one', { dailyLimit: 1 }, 'At most 1 mail a day.', 'Set the daily limit to "No limit"'],
    ['limited to many', { dailyLimit: 1_000 }, 'At most 1,000 mails a day.', 'Set the daily limit'],
  ])('%s needs a look', (_, different, found, advice) => {
    const finding = judge(different)
    expect(finding.result).toBe('attention')
    expect(finding.found).toContain(found)
    expect(finding.advice).toContain(advice)
  })

  test('says who is told and how often, and what TenantAdmins stands for', () => {
    const { found } = judge({ recipients: ['tenantadmins', 'ops@contoso.com'] })
    expect(found).toBe(
      'On, severity High. Mail goes to TenantAdmins (Global Administrators), ops@contoso.com. No daily limit.',
    )
  })

  test('that is off gives no advice about its mail', () => {
    expect(judge({ enabled: false, notifies: false, recipients: [], dailyLimit: 5 }).advice).toBe(
      'Turn it on in the portal: while it is off there is no alert.',
    )
  })

  test('is known in any case', () => {
    const name = 'USER Restricted From Sending Email'
    expect(judge({ name })).toMatchObject({ result: 'fine' })
    expect(judgePolicies(createPolicies({ alerts: known([createAlert({ name })]) }))).toHaveLength(4)
  })

  test('of a tenant that has none is missed, for senders and for connectors', () => {
    const policies = createPolicies({ alerts: known([]) })
    for (const subject of ['"User restricted from sending email"', '"Suspicious connector activity"'])
      expect(find(policies, subject)).toMatchObject({
        result: 'attention',
        found: 'There is no such alert policy in this tenant.',
      })
  })

  test('of the rest of the family is judged alike', () => {
    const name = 'Email sending limit exceeded'
    const alerts = known([createAlert(), connectorAlert, createAlert({ name, id: '', enabled: false })])
    expect(find(createPolicies({ alerts }), `"${name}"`).result).toBe('attention')
  })
})

describe('the audit log', () => {
  test('that is off needs a look: alerts do not work without it', () => {
    const finding = find(createPolicies({ audit: known({ enabled: false }) }), 'Unified audit log')
    expect(finding).toMatchObject({ result: 'attention', found: 'Off.' })
    expect(finding.advice).toContain('without it alerts do not work')
  })
})

describe('an outbound policy', () => {
  const judge = (different: Partial<OutboundPolicy>) =>
    find(createPolicies({ outbound: known([createOutbound(different)]) }), 'Outbound policy "Default"')

  test.each<[string, Partial<OutboundPolicy>, string]>([
    ['only tells', { action: 'Alert' }, 'with Alert a compromised account goes on sending'],
    ['only tells, in any case', { action: 'alert' }, 'with Alert a compromised account goes on sending'],
    ['lets everybody forward', { autoForwarding: 'On' }, 'Turn automatic forwarding off'],
    [
      'tells by what Microsoft is retiring',
      { notifies: true, notifyRecipients: ['ops@contoso.com'] },
      'It tells ops@contoso.com by NotifyOutboundSpam, which Microsoft is retiring',
    ],
  ])('that %s needs a look', (_, different, advice) => {
    const finding = judge(different)
    expect(finding.result).toBe('attention')
    expect(finding.advice).toContain(advice)
  })

  test.each<[string, Partial<OutboundPolicy>, string]>([
    ['0 as the service default', {}, 'Recipients: service defaults, then BlockUserForToday'],
    [
      'each limit by itself',
      { recipientsPerDay: 1_000, externalPerHour: 500 },
      'Recipients: 1,000 a day, 500 outside and service default inside an hour',
    ],
    ['what a block means', { action: 'BlockUser' }, 'BlockUser: until somebody unblocks'],
    ['an action nobody has seen', { action: 'Quarantine' }, 'then Quarantine.'],
    ['whom it is for', { appliesTo: 'sales@contoso.com' }, 'For sales@contoso.com.'],
  ])('says %s', (_, different, found) => {
    expect(judge(different)).toMatchObject({ result: 'fine', advice: '' })
    expect(judge(different).found).toContain(found)
  })

  test('that is off stops and lets through nobody', () => {
    expect(judge({ enabled: false, action: 'Alert', autoForwarding: 'On' })).toMatchObject({ result: 'fine' })
  })

  test('is missed when Exchange names none', () => {
    expect(find(createPolicies({ outbound: known([]) }), 'Outbound policies').result).toBe('not-checked')
  })
})

test('says what could not be checked and why, never that it is fine', () => {
  const why = 'The app lacks a role.'
  const policies = createPolicies({ alerts: unknown(why), audit: unknown(why), outbound: unknown(why) })
  expect(judgePolicies(policies)).toEqual(
    ['Alert policies', 'Unified audit log', 'Outbound policies'].map((subject) => ({
      subject,
      result: 'not-checked',
      found: why,
      advice: '',
    })),
  )
})
