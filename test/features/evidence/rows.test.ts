import { describe, expect, test } from 'vitest'
import type { SenderEvidence } from '../../../src/domain/evidence.js'
import { toAboutFacts } from '../../../src/features/evidence/rows.js'
import {
  createSenderEvidence,
  known,
  outboundPolicy,
  sentMail,
  unknown,
} from '../../domain/rules/evidence.js'

const find = (label: string, facts: Partial<SenderEvidence>) =>
  toAboutFacts(createSenderEvidence(facts)).find((row) => row.label === label)?.value

describe('the overview of a sender', () => {
  test.each<[string, string, Partial<SenderEvidence>, string]>([
    [
      'how much was sent',
      'Sent',
      { sentMail: known({ ...sentMail, messages: 1_203 }) },
      '1,203 messages to 14 recipients in 24 h, own addresses only',
    ],
    [
      'that more was sent than could be counted',
      'Sent',
      { sentMail: known({ ...sentMail, messages: 25_000, hours: 6.2, truncated: true }) },
      'at least 25,000 messages to 14 recipients in 6.2 h, own addresses only',
    ],
    [
      'what the service default allows',
      'May send',
      { outboundPolicy: known(outboundPolicy) },
      '10,000 recipients a day, the service default, then BlockUserForToday (policy "Default")',
    ],
    [
      'what a policy of its own allows',
      'May send',
      { outboundPolicy: known({ name: 'Billing', recipientsPerDay: 2_500, action: 'BlockUser' }) },
      '2,500 recipients a day, then BlockUser (policy "Billing")',
    ],
    [
      'how much of the tenant limit is used',
      'Tenant limit',
      { headroom: known({ limit: 22_059, used: 17_648, enforced: true }) },
      '17,648 of 22,059 external recipients in 24 h (80%)',
    ],
    [
      'that the tenant limit is not enforced',
      'Tenant limit',
      { headroom: known({ limit: 10_000, used: 0, enforced: false }) },
      '0 of 10,000 external recipients in 24 h (0%), not enforced',
    ],
    ['what could not be read', 'Tenant limit', { headroom: unknown('No role.') }, 'not checked: No role.'],
  ])('says %s', (_, label, facts, value) => {
    expect(find(label, facts)).toBe(value)
  })

  test('has no row for a tenant limit that nobody asked for', () => {
    expect(find('Tenant limit', {})).toBeUndefined()
  })
})
