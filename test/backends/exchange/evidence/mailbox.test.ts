import { describe, expect, test } from 'vitest'
import { createGather } from '../../../../src/backends/exchange/evidence/index.js'
import { dayMilliseconds } from '../../../../src/domain/instant.js'
import type { FakeRule } from '../../../fake-exchange/model.js'
import { createSetup, daysAgo, hoursAgo, known, laura, now, unknown } from './setup.js'

const never = new AbortController().signal

describe('forwarding', () => {
  test.each([
    ['an outside address', { forwardingSmtpAddress: 'smtp:drop@evil.example' }, 'drop@evil.example'],
    ['somebody inside', { forwardingAddress: 'Tom Okafor' }, 'Tom Okafor'],
    [
      'the first of both, which is the one that counts',
      { forwardingAddress: 'Tom Okafor', forwardingSmtpAddress: 'smtp:drop@evil.example' },
      'Tom Okafor',
    ],
  ])('goes to %s', async (_, account, to) => {
    const setup = createSetup({ ...account, deliverToMailboxAndForward: true })
    expect((await setup.gatherSender()).forwarding).toEqual(known({ to, keepsCopy: true }))
  })

  test('that cannot be read is not no forwarding', async () => {
    const setup = createSetup()
    setup.setTrouble('Get-Mailbox', 'garbage')
    expect((await setup.gatherSender()).forwarding.known).toBe(false)
  })
})

function createRule(properties: FakeRule['properties'], facts: Partial<FakeRule> = {}): FakeRule {
  return { identity: 'laura\\12345', name: 'Team', enabled: true, hidden: false, properties, ...facts }
}

async function readRule(rule: FakeRule) {
  const { inboxRules } = await createSetup({ rules: [rule] }).gatherSender()
  if (!inboxRules.known) throw new Error(inboxRules.why)
  expect(inboxRules.value).toHaveLength(1)
  return inboxRules.value[0]
}

describe('inbox rules', () => {
  test.each([
    [
      { ForwardTo: ['"Drop" [SMTP:drop@evil.example]', '"Tom Okafor" [EX:/o=ExchangeLabs/cn=Tom]'] },
      'forwards to drop@evil.example, Tom Okafor',
      true,
    ],
    [{ ForwardAsAttachmentTo: 'drop@evil.example' }, 'forwards as an attachment to drop@evil.example', true],
    [{ RedirectTo: ['drop@evil.example'] }, 'redirects to drop@evil.example', true],
    [
      { DeleteMessage: true, SubjectOrBodyContainsWords: ['undeliverable', 'hacked', 'phish', 'spam'] },
      'deletes, mail with "undeliverable", "hacked", "phish" and 1 more',
      true,
      { about: 'warning' },
    ],
    [
      { MoveToFolder: 'laura:\\RSS Feeds', From: ['bank@contoso.com'] },
      'moves to RSS Feeds (the RSS folder), mail from bank@contoso.com',
      true,
      { about: 'money' },
    ],
    [{ MoveToFolder: 'Conversation History' }, 'moves to Conversation History, nearly all mail', true],
    [
      { MoveToFolder: 'laura:\\Inbox\\Bank', MarkAsRead: true, From: ['bank@contoso.com'] },
      'moves to Bank, marks as read, mail from bank@contoso.com',
      true,
      { about: 'money' },
    ],
    [
      { MoveToFolder: 'laura:\\Inbox\\Newsletters', From: 'offers@fabrikam.com' },
      'moves to Newsletters, mail from offers@fabrikam.com',
      false,
      { filing: 'senders' },
    ],
    [
      { MarkAsRead: true, SubjectContainsWords: ['newsletter'] },
      'marks as read, mail with "newsletter"',
      false,
    ],
    [
      { MarkAsRead: 'True', MoveToFolder: 'Bank', SubjectContainsWords: ['bank'] },
      'moves to Bank, marks as read, mail with "bank"',
      true,
      { about: 'money' },
    ],
    [{ CopyToFolder: 'Copies' }, 'copies to Copies', false],
    [{ ApplyCategory: ['Red'] }, 'changes the category', false],
    [{ PinMessage: true, MarkImportance: 'High' }, 'changes the importance, pins', false],
  ])('of %j are told in words', async (properties, effect, suspicious, facts: object = {}) => {
    expect(await readRule(createRule(properties))).toEqual({
      id: 'laura\\12345',
      name: 'Team',
      enabled: true,
      hidden: false,
      effect,
      suspicious,
      unchangedSince: now - 40 * dayMilliseconds,
      ...facts,
    })
  })

  test.each(['.', ',', '...', ' '])('called "%s" are suspicious whatever they do', async (name) => {
    const rule = await readRule(createRule({ ApplyCategory: ['Red'] }, { name }))
    expect(rule?.suspicious).toBe(true)
  })

  test('that are hidden are found and marked, without those of Exchange itself', async () => {
    const setup = createSetup({
      rules: [
        createRule({}, { name: 'Shown' }),
        createRule({}, { identity: 'laura\\2', name: 'Secret', hidden: true }),
      ],
    })
    expect((await setup.gatherSender()).inboxRules).toMatchObject(
      known([
        { name: 'Shown', hidden: false },
        { name: 'Secret', hidden: true },
      ]),
    )
  })

  // Whoever names the mailbox changes a rule in it; who names none, one of their own.
  test.each([
    ['New-InboxRule', { Parameters: [{ Name: 'Name', Value: 'Team' }] }, 5],
    ['Set-InboxRule', { Parameters: [{ Name: 'Identity', Value: 'contoso.com\\laura\\12345' }] }, 1],
    ['UpdateInboxRules', { OperationProperties: [{ Name: 'RuleName', Value: 'Team' }] }, 5],
    ['New-InboxRule', { ObjectId: 'laura\\Team' }, 1],
  ])('have the date of %s %j', async (operation, data, hours) => {
    const setup = createSetup({ rules: [createRule({})] })
    const record = { user: 'laura@contoso.com', operation, data }
    setup.state.audit.push(
      { ...record, creationDate: daysAgo(9) },
      { ...record, creationDate: hoursAgo(5) },
      { ...record, creationDate: hoursAgo(1), user: 'tom@contoso.com' },
      { ...record, creationDate: hoursAgo(2), data: { ObjectId: 'Other' } },
    )
    expect((await setup.gatherSender()).inboxRules).toMatchObject(
      known([{ name: 'Team', changedAt: Date.parse(hoursAgo(hours)) }]),
    )
  })

  test('that the log knows nothing of, or that it cannot be asked for, have no date', async () => {
    const setup = createSetup({ rules: [createRule({})] })
    setup.state.audit.push({
      creationDate: hoursAgo(1),
      user: 'laura@contoso.com',
      operation: 'New-InboxRule',
      data: {},
    })
    for (const trouble of ['none', 'forbidden', 'timeout'] as const) {
      setup.setTrouble('Search-UnifiedAuditLog', trouble)
      const { inboxRules } = await setup.gatherSender()
      expect(inboxRules).toMatchObject(known([{ name: 'Team' }]))
      expect(JSON.stringify(inboxRules)).not.toMatch(/changedAt/)
    }
  })
})

test('delegates are all who were given a right, without the owner and what is inherited', async () => {
  const setup = createSetup({
    mailboxPermissions: [{ user: 'tom@contoso.com', rights: ['FullAccess', 'ReadPermission'] }],
    sendAs: ['vera@contoso.com'],
    sendOnBehalf: ['Maya Lindqvist', 'NT AUTHORITY\\SELF'],
  })
  expect((await setup.gatherSender()).delegates).toEqual(
    known([
      { who: 'tom@contoso.com', right: 'FullAccess' },
      { who: 'tom@contoso.com', right: 'ReadPermission' },
      { who: 'vera@contoso.com', right: 'SendAs' },
      { who: 'Maya Lindqvist', right: 'SendOnBehalf' },
      { who: 'NT AUTHORITY\\SELF', right: 'SendOnBehalf' },
    ]),
  )
})

test('cmdlets that a mailbox answers are sent to that mailbox', async () => {
  const setup = createSetup({ upn: 'l.bianchi@contoso.onmicrosoft.com', mail: 'laura@contoso.com' })
  await setup.gatherSender()
  const mailboxes = setup.runs.filter(({ mailbox }) => mailbox !== undefined)
  expect(Object.fromEntries(mailboxes.map(({ cmdlet, mailbox }) => [cmdlet, mailbox]))).toEqual({
    'Get-Mailbox': 'laura@contoso.com',
    'Get-InboxRule': 'l.bianchi@contoso.onmicrosoft.com',
    'Get-MailboxPermission': 'l.bianchi@contoso.onmicrosoft.com',
    'Get-RecipientPermission': 'l.bianchi@contoso.onmicrosoft.com',
    'Get-MailboxFolderStatistics': 'l.bianchi@contoso.onmicrosoft.com',
    'Get-MailboxFolderPermission': 'l.bianchi@contoso.onmicrosoft.com',
    'Get-SweepRule': 'l.bianchi@contoso.onmicrosoft.com',
    'Get-MailboxAutoReplyConfiguration': 'l.bianchi@contoso.onmicrosoft.com',
    'Get-MobileDeviceStatistics': 'l.bianchi@contoso.onmicrosoft.com',
  })
})

test('no rule at all, with a warning beside it, is not known to be none', async () => {
  const { cmdlets, graph, clock } = createSetup()
  const run: typeof cmdlets.run = async (call, signal) =>
    call.cmdlet === 'Get-InboxRule'
      ? { records: [], warnings: ['The mailbox store did not answer.'] }
      : cmdlets.run(call, signal)
  const evidence = await createGather({ cmdlets: { ...cmdlets, run }, graph, clock })(laura, never)
  expect(evidence).toMatchObject({
    inboxRules: unknown('Exchange gave nothing, and said: The mailbox store did not answer.'),
  })
})
