import { describe, expect, test } from 'vitest'
import {
  matchOutboundRule,
  type OutboundRule,
  type OutboundSender,
  type RuleCriteria,
} from '../../src/domain/outbound-match.js'

const nothing: RuleCriteria = { from: [], groups: [], domains: [] }

interface RuleFacts {
  readonly if?: Partial<RuleCriteria>
  readonly unless?: Partial<RuleCriteria>
  readonly priority?: number
  readonly enabled?: boolean
}

function createRule(
  name: string,
  { if: conditions, unless, priority = 0, enabled = true }: RuleFacts,
): OutboundRule {
  return {
    name,
    policy: name,
    priority,
    enabled,
    conditions: { ...nothing, ...conditions },
    exceptions: { ...nothing, ...unless },
  }
}

const laura: OutboundSender = {
  addresses: ['laura@contoso.com', 'l.bianchi@fabrikam.com'],
  isIncomplete: false,
  isMember: (group) => (group === 'dynamic' ? undefined : group === 'sales'),
}

const outcome = (rules: readonly OutboundRule[], sender = laura) => {
  const match = matchOutboundRule(rules, sender)
  return match.kind === 'default' ? 'default' : `${match.kind} ${match.rule.name}`
}

describe('a rule', () => {
  test.each<[string, RuleFacts, string]>([
    ['of her address', { if: { from: ['LAURA@contoso.com'] } }, 'rule A'],
    ['of another of her addresses', { if: { from: ['l.bianchi@fabrikam.com'] } }, 'rule A'],
    ['of somebody else', { if: { from: ['tom@contoso.com'] } }, 'default'],
    ['of several, one of them her', { if: { from: ['tom@contoso.com', 'laura@contoso.com'] } }, 'rule A'],
    ['of her group', { if: { groups: ['sales'] } }, 'rule A'],
    ['of several groups, one of them hers', { if: { groups: ['it', 'sales'] } }, 'rule A'],
    ['of another group', { if: { groups: ['it'] } }, 'default'],
    ['of her domain', { if: { domains: ['Contoso.com'] } }, 'rule A'],
    ['of a domain that only an alias has', { if: { domains: ['fabrikam.com'] } }, 'default'],
    ['of her domain and her group', { if: { domains: ['contoso.com'], groups: ['sales'] } }, 'rule A'],
    ['of her domain and another group', { if: { domains: ['contoso.com'], groups: ['it'] } }, 'default'],
    [
      'that excepts her address',
      { if: { domains: ['contoso.com'] }, unless: { from: ['laura@contoso.com'] } },
      'default',
    ],
    [
      'that excepts her group',
      { if: { domains: ['contoso.com'] }, unless: { groups: ['sales'] } },
      'default',
    ],
    [
      'that excepts somebody else or her domain',
      { if: { groups: ['sales'] }, unless: { from: ['tom@contoso.com'], domains: ['contoso.com'] } },
      'default',
    ],
    ['that excepts others', { if: { groups: ['sales'] }, unless: { groups: ['it'] } }, 'rule A'],
    ['that is off', { if: { from: ['laura@contoso.com'] }, enabled: false }, 'default'],
    ['of a group nobody can tell', { if: { groups: ['dynamic'] } }, 'unclear A'],
    ['of her group or one nobody can tell', { if: { groups: ['dynamic', 'sales'] } }, 'rule A'],
    [
      'that excepts a group nobody can tell',
      { if: { groups: ['sales'] }, unless: { groups: ['dynamic'] } },
      'unclear A',
    ],
    [
      'of another domain and a group nobody can tell',
      { if: { domains: ['adatum.com'], groups: ['dynamic'] } },
      'default',
    ],
    [
      'that excepts her and a group nobody can tell',
      { if: { groups: ['sales'] }, unless: { from: ['laura@contoso.com'], groups: ['dynamic'] } },
      'default',
    ],
    ['without any condition', {}, 'unclear A'],
  ])('%s', (_, facts, expected) => {
    expect(outcome([createRule('A', facts)])).toBe(expected)
  })
})

test('priority 0 comes first, whatever the order, and the first that applies is the only one', () => {
  const rules = [
    createRule('third', { if: { domains: ['contoso.com'] }, priority: 2 }),
    createRule('first', { if: { from: ['tom@contoso.com'] }, priority: 0 }),
    createRule('second', { if: { groups: ['sales'] }, priority: 1 }),
  ]
  expect(outcome(rules)).toBe('rule second')
})

test('what cannot be told matters only when nothing before it applies', () => {
  const unclear = createRule('unclear', { if: { groups: ['dynamic'] }, priority: 1 })
  const hers = createRule('hers', { if: { groups: ['sales'] } })
  expect(outcome([unclear, { ...hers, priority: 0 }])).toBe('rule hers')
  expect(outcome([unclear, { ...hers, priority: 2 }])).toBe('unclear unclear')
})

test('addresses that may be missing make a rule unclear that does not name those that are there', () => {
  const incomplete = { ...laura, isIncomplete: true }
  expect(outcome([createRule('A', { if: { from: ['laura@contoso.com'] } })], incomplete)).toBe('rule A')
  expect(outcome([createRule('A', { if: { from: ['tom@contoso.com'] } })], incomplete)).toBe('unclear A')
  expect(outcome([createRule('A', { if: { domains: ['contoso.com'] } })], incomplete)).toBe('unclear A')
  expect(outcome([], incomplete)).toBe('default')
})
