import { describe, expect, test } from 'vitest'
import { findTwoPersonProblem, readSettingsFile } from '../../src/config/index.js'
import { environment, findProblems, least, teams } from './settings.js'

const object = (end: string) => `bbbbbbbb-cccc-4ddd-8eee-${end.padStart(12, '0')}`
const again = 'approval: { twoPeople: { again: true } }'
const listed = (...entries: readonly string[]) => `access:\n${entries.map((one) => `  - ${one}\n`).join('')}`

const few = [
  ['nobody', ''],
  ['one approver', listed('{ slack: U1, role: approver }')],
  ['one approver and an operator', listed('{ slack: U1, role: approver }', '{ slack: U2, role: operator }')],
  [
    'one person, listed twice with one account',
    listed(
      `{ slack: U1, entraId: ${object('1')}, role: approver }`,
      `{ entra: ${object('1')}, role: approver }`,
    ),
  ],
  [
    'two of whom nobody said who they are, on two platforms',
    listed('{ slack: U1, role: approver }', `{ entra: ${object('1')}, role: approver }`),
  ],
  [
    'two users of one machine',
    listed('{ console: maya, role: approver }', '{ console: tom, role: approver }'),
  ],
] as const

const enough = [
  ['two members of the workspace', listed('{ slack: U1, role: approver }', '{ slack: U2, role: approver }')],
  [
    'two accounts in Teams',
    listed(`{ entra: ${object('1')}, role: approver }`, `{ entra: ${object('2')}, role: approver }`),
  ],
  [
    'two bound ones on two platforms',
    listed(
      `{ slack: U1, entraId: ${object('1')}, role: approver }`,
      `{ entra: ${object('2')}, console: tom, role: approver }`,
    ),
  ],
  ['a group of approvers', listed('{ slackGroup: S1, role: approver }')],
] as const

const problem = (tenant = 'contoso') =>
  `approval (line 10): asks for two people, and fewer than two approvers of ${tenant} can be told apart. Add an approver, or write who is who into the entries (slack, entra, console and entraId of one person in one entry), or turn the rules off.`

describe('rules for two people', () => {
  test.each(few)('are refused with %s', (_, access) => {
    expect(findProblems(`${least}${again}\n${teams}\n${access}`)).toEqual([problem()])
  })

  test.each(enough)('are taken with %s', (_, access) => {
    const text = `${least}${again}\n${teams}\n${access}`
    expect(readSettingsFile(text, environment).approval.twoPeople.again).toBe(true)
  })

  test.each([
    'approval: { twoPeople: { directoryRoles: true } }',
    'approval: { twoPeople: { contradicted: true } }',
    'approval: { twoPeople: { perHour: 3 } }',
    'protected: [{ address: ceo@contoso.com, rule: two-people }]',
  ])('are whatever asks for a second one: %s', (rule) => {
    expect(findProblems(`${least}${rule}\naccess: [{ slack: U1, role: approver }]`)).toHaveLength(1)
  })

  test.each([
    'approval: { expiresMinutes: 30 }',
    'approval: { twoPeople: { again: false } }',
    'protected: [{ address: ceo@contoso.com, rule: portal-only }]',
  ])('are not asked for by %s', (rule) => {
    expect(readSettingsFile(`${least}${rule}`, environment).access).toEqual([])
  })

  test('are looked at tenant by tenant', () => {
    const second = '  - { id: labs, name: Labs, backend: { kind: sandbox }, channels: [{ slack: C1 }] }'
    const access = listed(
      '{ slack: U1, role: approver }',
      '{ slack: U2, role: approver, tenants: [contoso] }',
    )
    const text = `${least}${second}\n${access}`
    expect(findTwoPersonProblem(readSettingsFile(text, environment), true)?.what).toContain(
      'approvers of labs ',
    )
    expect(findTwoPersonProblem(readSettingsFile(text, environment), false)).toBeUndefined()
  })
})
