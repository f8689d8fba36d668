// What intruders hide, in whatever language, with whatever letters and under whatever name.
import { describe, expect, test } from 'vitest'
import type { CloudName } from '../../../../src/backends/exchange/clouds.js'
import type { Cmdlets } from '../../../../src/backends/exchange/cmdlets.js'
import { createGather } from '../../../../src/backends/exchange/evidence/index.js'
import { evidenceSchema, type SenderEvidence } from '../../../../src/domain/evidence.js'
import { recommend } from '../../../../src/domain/rules/index.js'
import { createRestriction } from '../../../domain/rules/evidence.js'
import type { FakeAccount, FakeRule } from '../../../fake-exchange/model.js'
import { createSetup, daysAgo, hoursAgo, known, laura, never, unknown } from './setup.js'

type Settings = NonNullable<FakeAccount['settings']>

function createRule(properties: FakeRule['properties'], facts: Partial<FakeRule> = {}): FakeRule {
  return { identity: 'laura\\12345', name: 'Team', enabled: true, hidden: false, properties, ...facts }
}

function say(evidence: SenderEvidence, ruleId: string): string {
  const one = recommend({ evidence, restriction: createRestriction() }).find((each) => each.ruleId === ruleId)
  return one === undefined ? '' : `${one.basis}: ${one.finding}`
}

const away = { ForwardTo: ['"x" [SMTP:drop@fabrikam.com]'] }

interface Deed {
  readonly operation: string
  readonly hours: number
  readonly user?: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly data?: Readonly<Record<string, unknown>>
}

function record({ operation, hours, user = 'laura@contoso.com', parameters = {}, data = {} }: Deed) {
  return {
    creationDate: hoursAgo(hours),
    user,
    operation,
    data: {
      ClientIP: '[2001:db8::7]:51234',
      Parameters: Object.entries(parameters).map(([Name, Value]) => ({ Name, Value })),
      ...data,
    },
  }
}

async function gather(account: Partial<FakeAccount>, deeds: readonly Deed[] = []) {
  const setup = createSetup(account)
  setup.state.audit.push(...deeds.map(record))
  return setup.gatherSender()
}

describe('a folder that nobody reads is told by its type', () => {
  test.each([
    ['Posta eliminata', 'DeletedItems', 'the deleted items'],
    ['지운 편지함', 'DeletedItems', 'the deleted items'],
    ['RSS-flöden', 'RssSubscriptions', 'the RSS folder'],
    ['Konverzációnapló', 'ConversationHistory', 'the conversation history'],
    ['Kalender', 'Calendar', 'the calendar'],
    ['Merknader', 'Notes', 'the notes'],
  ])('also when it is called %s', async (name, type, kind) => {
    const settings: Settings = { folders: [{ path: `/${name}`, type }] }
    const rules = [createRule({ MoveToFolder: `laura:\\${name}`, SubjectContainsWords: ['Angebot'] })]
    const evidence = await gather({ rules, settings })
    expect(say(evidence, 'inbox-rules')).toBe(
      `found: "Team" moves to ${name} (${kind}), mail with "Angebot".`,
    )
  })

  test('and so is one inside it, but none that a person made', async () => {
    const rules = [
      createRule({ MoveToFolder: 'laura:\\Archive\\2026', SubjectContainsWords: ['Angebot'] }),
      createRule(
        { MoveToFolder: 'laura:\\Customers', From: ['news@fabrikam.com'] },
        { name: 'B', identity: 'l\\2' },
      ),
    ]
    expect(say(await gather({ rules }), 'inbox-rules')).toBe(
      'found: "Team" moves to 2026 (the archive), mail with "Angebot".',
    )
  })

  test('and by what it is called where its type cannot be read', async () => {
    const setup = createSetup({
      rules: [createRule({ MoveToFolder: 'laura:\\Gelöschte Elemente', From: ['a@b.example'] })],
    })
    setup.setTrouble('Get-MailboxFolderStatistics', 'forbidden')
    expect((await setup.gatherSender()).inboxRules).toMatchObject(known([{ suspicious: true }]))
  })
})

describe('letters that only look like others', () => {
  test.each([
    'раsswоrd',
    'ｐａｓｓｗｏｒｄ',
    '𝗽𝗮𝘀𝘀𝘄𝗼𝗿𝗱',
    'pass\u200Bword',
    'pássword',
    'passw0rd',
    'Kennwort',
    '비밀번호',
  ])('do not keep "%s" from being about a warning', async (word) => {
    const rules = [createRule({ MoveToFolder: 'laura:\\Customers', SubjectOrBodyContainsWords: [word] })]
    expect((await gather({ rules })).inboxRules).toMatchObject(
      known([{ about: 'warning', suspicious: true }]),
    )
  })

  test('make a folder that is called like another one suspicious', async () => {
    const rules = [createRule({ MoveToFolder: 'laura:\\Inbοx', SubjectContainsWords: ['Angebot'] })]
    expect((await gather({ rules })).inboxRules).toMatchObject(known([{ suspicious: true }]))
  })
})

describe('a size', () => {
  test.each([
    ['2 KB (2,048 bytes)', ', nearly all mail'],
    ['1', ', nearly all mail'],
    ['10 MB (10,485,760 bytes)', ''],
  ])('of at least %s leaves out what it leaves out', async (WithinSizeRangeMinimum, more) => {
    const rules = [createRule({ MoveToFolder: 'laura:\\Customers', WithinSizeRangeMinimum })]
    expect((await gather({ rules })).inboxRules).toMatchObject(
      known([{ effect: `moves to Customers${more}` }]),
    )
  })
})

describe('a rule called like the one for meeting requests', () => {
  const name = 'Delegate Rule -4711'
  const real = {
    ForwardTo: ['"Vera" [EX:/o=ExchangeLabs/cn=vera]'],
    MessageTypeMatches: 'CalendarItem',
    SupportedByTask: false,
  }

  async function read(properties: FakeRule['properties'], facts: Partial<FakeRule> = {}) {
    const setup = createSetup({ rules: [createRule(properties, { name, hidden: true, ...facts })] })
    setup.state.recipients.push(
      { LegacyExchangeDN: '/o=ExchangeLabs/cn=vera', PrimarySmtpAddress: 'vera@contoso.com' },
      { LegacyExchangeDN: '/o=ExchangeLabs/cn=drop', ExternalEmailAddress: 'SMTP:drop@fabrikam.com' },
    )
    return setup.gatherSender()
  }

  test('says nothing when it is that one', async () => {
    expect((await read(real)).inboxRules).toEqual(known([]))
  })

  test.each([
    ['sends all mail', { ...real, MessageTypeMatches: null }],
    ['can be made with a cmdlet', { ...real, SupportedByTask: true }],
    ['deletes', { ...real, DeleteMessage: true }],
    ['sends it to nobody that is known', { ...real, ForwardTo: ['"x" [EX:/o=ExchangeLabs/cn=nobody]'] }],
  ])('is shown when it %s', async (_, properties) => {
    expect((await read(properties)).inboxRules).toMatchObject(known([{ name, hidden: true }]))
  })

  test('is shown with the real address of a contact', async () => {
    const evidence = await read({ ...real, ForwardTo: ['"Vera" [EX:/o=ExchangeLabs/cn=drop]'] })
    expect(say(evidence, 'inbox-rules')).toContain('forwards to Vera (drop@fabrikam.com)')
  })
})

test('a rule of certain senders that the log of 40 days does not know is shown and is no finding', async () => {
  const rules = [createRule({ DeleteMessage: true, From: ['offers@fabrikam.com'] })]
  expect(say(await gather({ rules }), 'inbox-rules')).toMatch(
    /^not-checked: Only for certain senders, in plain sight, and not changed since 2026-10-13 03:14 UTC by the audit log: "Team" deletes, mail from offers@fabrikam\.com\.$/,
  )
  const made = { operation: 'New-InboxRule', hours: 300, parameters: { Name: 'Team' } }
  expect(say(await gather({ rules }, [made]), 'inbox-rules')).toMatch(/^found: /)
  const own = [createRule({ DeleteMessage: true, From: ['helpdesk@contoso.com'] })]
  expect(say(await gather({ rules: own }), 'inbox-rules')).toMatch(/^found: /)
  const settings: Settings = { auditEnabled: false }
  expect(say(await gather({ rules, settings }), 'inbox-rules')).toMatch(/^found: /)
})

describe('sweep rules', () => {
  const sweep = { Name: 'From it', Enabled: true, RuleId: 'r', Sender: 'it@fabrikam.com' }

  test.each([
    [
      { Sender: 'alerts@bank.example', DestinationFolder: 'laura:\\Customers' },
      /found: sweep rule "From it" moves to Customers at once, mail from alerts@bank/,
    ],
    [
      { DestinationFolder: 'laura:\\RSS Feeds' },
      /not-checked: .*moves to RSS Feeds \(the RSS folder\) at once/,
    ],
    [{ Sender: '', DestinationFolder: 'laura:\\Archive' }, /found: .*mail from anybody/],
    [{ DestinationFolder: 'laura:\\Deleted Items', KeepLatest: 1 }, /^$/],
    [{ DestinationFolder: 'laura:\\Deleted Items', KeepForDays: 10 }, /^$/],
  ])('%j are listed', async (properties, said) => {
    const evidence = await gather({ settings: { sweepRules: [{ ...sweep, ...properties }] } })
    expect(say(evidence, 'inbox-rules')).toMatch(said)
  })

  test('that cannot be read are said to be missing, and the other rules stay', async () => {
    const setup = createSetup({ rules: [createRule(away)] })
    setup.setTrouble('Get-SweepRule', 'forbidden')
    expect(say(await setup.gatherSender(), 'inbox-rules')).toMatch(
      /^found: "Team" forwards to drop@fabrikam\.com\. The app lacks an Exchange role with Get-SweepRule/,
    )
  })
})

test('a rule that the account made in a mailbox of somebody else is found there', async () => {
  const setup = createSetup()
  const info = {
    ...setup.user,
    userId: 'i',
    upn: 'info@contoso.com',
    mail: 'info@contoso.com',
    displayName: 'Info',
    rules: [createRule(away, { name: '·' })],
  }
  setup.state.accounts.push(info)
  setup.state.audit.push(
    record({ operation: 'New-InboxRule', hours: 6, parameters: { Mailbox: 'info@contoso.com', Name: '·' } }),
  )
  expect(say(await setup.gatherSender(), 'inbox-rules')).toBe(
    'found: "·" (changed 2026-11-21 21:14 UTC from 2001:db8::7) in info@contoso.com: forwards to drop@fabrikam.com.',
  )
})

test('forwarding to a contact says where the mail goes', async () => {
  const setup = createSetup({ forwardingAddress: 'Archiv', deliverToMailboxAndForward: true })
  setup.state.recipients.push({ Name: 'Archiv', ExternalEmailAddress: 'SMTP:drop@fabrikam.com' })
  expect(say(await setup.gatherSender(), 'forwarding')).toMatch(
    /^found: Mail is forwarded to drop@fabrikam\.com by the contact "Archiv"/,
  )
})

describe('transport rules', () => {
  const rule = { Name: 'R', State: 'Enabled', WhenChanged: daysAgo(2) }

  test.each([
    [
      { SentTo: ['laura@contoso.com'], CopyTo: ['x@fabrikam.com'] },
      /^found: "R" sends a copy to x@fabrikam\.com, of mail of this mailbox, changed/,
    ],
    [{ FromScope: 'InOrganization', BlindCopyTo: 'x@fabrikam.com' }, /^found: .*of everybody's mail/],
    [{ SubjectContainsWords: ['iban'], RedirectMessageTo: ['x@fabrikam.com'] }, /^found: .*of some mail/],
    [{ SentTo: ['Laura@Contoso.com'], DeleteMessage: true }, /^found: "R" deletes, of mail of this mailbox/],
    [
      { FromScope: 'InOrganization', BlindCopyTo: ['x@fabrikam.com'], WhenChanged: daysAgo(400) },
      /^not-checked: Not changed in the 30 days before: "R"/,
    ],
    [
      { FromScope: 'InOrganization', BlindCopyTo: ['journal@contoso.com'], ApplyHtmlDisclaimerText: 'x' },
      /^$/,
    ],
    [{ SentTo: ['tom@contoso.com'], BlindCopyTo: ['x@fabrikam.com'] }, /^$/],
    [{ SentTo: ['laura@contoso.com'], BlindCopyTo: ['x@fabrikam.com'], State: 'Disabled' }, /^$/],
  ])('%j', async (properties, said) => {
    const setup = createSetup()
    setup.state.transportRules.push({ ...rule, ...properties })
    expect(say(await setup.gatherSender(), 'transport-rules')).toMatch(said)
  })
})

describe('journal rules', () => {
  const rule = { Name: 'J', Recipient: null, Scope: 'Global', Enabled: true, WhenChanged: daysAgo(2) }

  test.each([
    [
      { JournalEmailAddress: 'x@fabrikam.com' },
      /^found: "J" sends a copy of all mail to x@fabrikam\.com, of everybody's mail, changed/,
    ],
    [
      { JournalEmailAddress: 'SMTP:x@fabrikam.com', Recipient: 'laura@contoso.com', Scope: 'External' },
      /^found: "J" sends a copy of mail from and to others to x@fabrikam\.com, of mail of this mailbox/,
    ],
    [{ JournalEmailAddress: 'Drop box' }, /^found: .*to drop@fabrikam\.com/],
    [{ JournalEmailAddress: { odd: true } }, /^found: .*to an address that Reprieve cannot read/],
    [{ JournalEmailAddress: 'x@fabrikam.com', Recipient: 'staff@contoso.com' }, /^found: .*of some mail/],
    [
      { JournalEmailAddress: 'x@fabrikam.com', WhenChanged: daysAgo(400) },
      /^not-checked: Not changed in the 30 days before: "J"/,
    ],
    [{ JournalEmailAddress: 'archive@contoso.com' }, /^$/],
    [{ JournalEmailAddress: 'x@fabrikam.com', Enabled: false }, /^$/],
    [{ JournalEmailAddress: 'x@fabrikam.com', Recipient: 'tom@contoso.com' }, /^$/],
  ])('%j', async (properties, said) => {
    const setup = createSetup()
    setup.state.recipients.push(
      { Name: 'Drop box', ExternalEmailAddress: 'SMTP:drop@fabrikam.com' },
      { PrimarySmtpAddress: 'tom@contoso.com', RecipientTypeDetails: 'UserMailbox' },
      { PrimarySmtpAddress: 'staff@contoso.com', RecipientTypeDetails: 'MailUniversalDistributionGroup' },
    )
    setup.state.journalRules.push({ ...rule, ...properties })
    expect(say(await setup.gatherSender(), 'journal-rules')).toMatch(said)
  })

  test('say who changed them and from where, as far as the audit log does', async () => {
    const setup = createSetup()
    setup.state.journalRules.push({ ...rule, JournalEmailAddress: 'x@fabrikam.com', WhenChanged: null })
    setup.state.audit.push(
      record({
        operation: 'Set-JournalRule',
        hours: 3,
        user: 'ops@contoso.com',
        parameters: { Identity: 'J', JournalEmailAddress: 'x@fabrikam.com' },
      }),
    )
    expect((await setup.gatherSender()).journalRules).toMatchObject(
      known([
        { changedAt: Date.parse(hoursAgo(3)), changedBy: 'ops@contoso.com', changedFrom: '2001:db8::7' },
      ]),
    )
  })
})

describe('a secret or certificate of an app', () => {
  const own = 'own'
  const bookings = {
    id: 'p1',
    appId: 'a1',
    displayName: 'Bookings',
    appOwnerOrganizationId: own,
    assignments: [{ appRoleId: 'b633e1c5-b582-4048-a93e-9f11b44c7e96', createdDateTime: daysAgo(800) }],
  }
  const wiki = { id: 'p2', appId: 'a2', displayName: 'Wiki', appOwnerOrganizationId: own, assignments: [] }
  const key = (id: string, type = 'Password') =>
    `[KeyIdentifier=${id},KeyType=${type},KeyUsage=Verify,DisplayName=x]`
  const ops = { id: 'o', userPrincipalName: 'ops@contoso.com', ipAddress: '192.0.2.7' }

  interface Keys {
    readonly before?: readonly string[]
    readonly after?: readonly string[]
    readonly [fact: string]: unknown
  }

  function audit({ before = [key('old')], after = [key('old'), key('new')], ...rest }: Keys = {}) {
    return {
      activityDateTime: hoursAgo(5),
      activityDisplayName: 'Update application – Certificates and secrets management ',
      result: 'success',
      initiatedBy: { app: null, user: ops },
      targetResources: [
        {
          id: 'object',
          displayName: 'Bookings',
          type: 'Application',
          modifiedProperties: [
            {
              displayName: 'KeyDescription',
              oldValue: JSON.stringify(before),
              newValue: JSON.stringify(after),
            },
          ],
        },
      ],
      additionalDetails: [{ key: 'AppId', value: 'a1' }],
      ...rest,
    }
  }

  async function read(...audits: readonly object[]) {
    const setup = createSetup()
    setup.state.apps.push(bookings, wiki)
    setup.state.appAudits.push(...audits.map((one) => ({ ...one })))
    return setup.gatherSender()
  }

  const principal = (name: string, id: string, more: object = {}) => ({
    activityDisplayName: 'Add service principal credentials',
    targetResources: [{ id, displayName: name, type: 'ServicePrincipal', ...more }],
    additionalDetails: [],
  })

  test('that was given to one which may send as anybody is told with who, when and from where', async () => {
    expect(say(await read(audit()), 'app-credentials')).toBe(
      'found: Added: a secret for the app "Bookings" (Mail.Send, application, every mailbox), added 2026-11-21 22:14 UTC by ops@contoso.com from 192.0.2.7.',
    )
  })

  test.each([
    [
      'a service principal, without a list of keys',
      principal('Bookings', 'p1'),
      /a secret or certificate for/,
    ],
    [
      'a certificate',
      { after: [key('old'), key('new', 'AsymmetricX509Cert')] },
      /^found: Added: a certificate for the app "Bookings"/,
    ],
    ['one of an app that cannot be asked for', principal('Gone', 'p9'), /what it may do is not known/],
    ['one of an app without rights to mail', principal('Wiki', 'p2'), /^$/],
    ['one that was only taken away', { before: [key('a'), key('b')], after: [key('a')] }, /^$/],
    ['one that was refused', { result: 'failure' }, /^$/],
    ['another change of an app', { activityDisplayName: 'Update application' }, /^$/],
    [
      'one three weeks before',
      { activityDateTime: daysAgo(21) },
      /^not-checked: None in the 7 days before\. Earlier: a secret for/,
    ],
  ])('%s', async (_, facts, said) => {
    expect(say(await read(audit(facts)), 'app-credentials')).toMatch(said)
  })

  test('that the account itself gave any app is told, whatever that may do', async () => {
    const user = { id: createSetup().user.userId, userPrincipalName: 'laura@contoso.com', ipAddress: '' }
    const evidence = await read(audit({ ...principal('Wiki', 'p2'), initiatedBy: { user } }))
    expect(evidence.appCredentials).toMatchObject(known([{ app: 'Wiki', own: true, scopes: '' }]))
  })

  test('that was taken away again is told with when', async () => {
    const evidence = await read(
      audit(),
      audit({ activityDateTime: hoursAgo(2), before: [key('old'), key('new')], after: [key('old')] }),
    )
    expect(say(evidence, 'app-credentials')).toContain('taken away again 2026-11-22 01:14 UTC.')
  })

  test('is asked for once a minute for all senders of the organisation', async () => {
    const setup = createSetup()
    await setup.gatherSender()
    await setup.gatherSender()
    expect(setup.calls.filter((call) => call.includes('startswith'))).toHaveLength(1)
  })
})

describe('an automatic reply', () => {
  test.each([
    ['Unsere Kontoverbindung hat sich geändert.', /^found: .*words about money or passwords/],
    [
      '<a href="https://sharepoint.fabrikam.example/x">siehe</a>',
      /^found: .*a link to sharepoint\.fabrikam\.example/,
    ],
    ['Schreiben Sie an laura@cοntoso.com', /^found: .*only looks like the own/],
    [
      'Ich bin bis Montag nicht da. Fragen an tom@contoso.com.',
      /^not-checked: .*set 2026-11-21 23:14 UTC by laura@contoso\.com from 2001:db8::7.*read it/,
    ],
  ])('that says "%s"', async (ExternalMessage, said) => {
    const settings: Settings = { automaticReply: { AutoReplyState: 'Enabled', ExternalMessage } }
    const set = {
      operation: 'Set-MailboxAutoReplyConfiguration',
      hours: 4,
      parameters: { Identity: 'laura' },
    }
    expect(say(await gather({ settings }, [set]), 'automatic-reply')).toMatch(said)
  })

  test('that is older than the log and leads nowhere is no finding, and is not called fine', async () => {
    const settings: Settings = { automaticReply: { AutoReplyState: 'Scheduled', ExternalMessage: 'Away' } }
    expect(say(await gather({ settings }), 'automatic-reply')).toMatch(
      /^not-checked: An automatic reply goes to everybody outside, and was not changed since 2026-10-13 03:14 UTC by the audit log\./,
    )
  })
})

describe('rights', () => {
  test('of a group are those of its members, with who let a guest in and from where', async () => {
    const setup = createSetup({
      mailboxPermissions: [{ user: 'contoso\\Assistenz', rights: ['FullAccess'] }],
    })
    setup.state.distributionGroups.push({
      name: 'Assistenz',
      members: [
        { Name: 'vera', PrimarySmtpAddress: 'vera@contoso.com' },
        { Name: 'gast', PrimarySmtpAddress: 'gast_fabrikam.com#EXT#@contoso.onmicrosoft.com' },
      ],
    })
    setup.state.audit.push(
      record({
        operation: 'Add-DistributionGroupMember',
        hours: 9,
        user: 'ops@contoso.com',
        parameters: { Identity: 'Assistenz', Member: 'gast' },
      }),
    )
    const evidence = await setup.gatherSender()
    expect(say(evidence, 'new-delegates')).toBe(
      'found: gast_fabrikam.com#EXT#@contoso.onmicrosoft.com (FullAccess by the group Assistenz, from outside, since 2026-11-21 18:14 UTC by ops@contoso.com from 2001:db8::7).',
    )
    expect(say(evidence, 'delegates')).toContain('vera@contoso.com (FullAccess by the group Assistenz)')
  })

  test('of a group with more members than are listed say so', async () => {
    const setup = createSetup({
      mailboxPermissions: [{ user: 'contoso\\Assistenz', rights: ['FullAccess'] }],
    })
    const members = Array.from({ length: 61 }, (_, at) => ({
      Name: `p${at}`,
      PrimarySmtpAddress: `p${at}@contoso.com`,
    }))
    setup.state.distributionGroups.push({ name: 'Assistenz', members })
    expect(say(await setup.gatherSender(), 'delegates')).toContain(
      'Of the 61 members of the group Assistenz only 50 are listed.',
    )
  })

  test('of a group inside a group are those of its members, and groups that are in each other end', async () => {
    const setup = createSetup({ mailboxPermissions: [{ user: 'Assistenz', rights: ['FullAccess'] }] })
    const toGroup = (name: string) => ({
      Name: name,
      PrimarySmtpAddress: `${name.toLowerCase()}@contoso.com`,
      RecipientType: 'MailUniversalSecurityGroup',
    })
    setup.state.distributionGroups.push(
      { name: 'Assistenz', members: [toGroup('Vertretung')] },
      {
        name: 'vertretung@contoso.com',
        members: [toGroup('Assistenz'), { Name: 'gast', PrimarySmtpAddress: 'gast@fabrikam.com' }],
      },
      { name: 'assistenz@contoso.com', members: [toGroup('Vertretung')] },
    )
    setup.state.audit.push(
      record({
        operation: 'Add-DistributionGroupMember',
        hours: 9,
        user: 'ops@contoso.com',
        parameters: { Identity: 'Vertretung', Member: 'gast' },
      }),
    )
    const evidence = await setup.gatherSender()
    expect(say(evidence, 'new-delegates')).toBe(
      'found: gast@fabrikam.com (FullAccess by the group vertretung@contoso.com in Assistenz, from outside, since 2026-11-21 18:14 UTC by ops@contoso.com from 2001:db8::7).',
    )
  })

  test('of a group inside a group that Exchange does not list are said to be missing', async () => {
    const setup = createSetup({ mailboxPermissions: [{ user: 'Assistenz', rights: ['FullAccess'] }] })
    setup.state.distributionGroups.push({
      name: 'Assistenz',
      members: [{ Name: 'Alle', RecipientType: 'DynamicDistributionGroup' }],
    })
    expect(say(await setup.gatherSender(), 'delegates')).toContain(
      'Exchange does not list who is in Alle in Assistenz.',
    )
  })

  test('of more groups than are read are said to be missing', async () => {
    const groups = Array.from({ length: 9 }, (_, index) => `Team ${index}`)
    const many = createSetup({
      mailboxPermissions: groups.map((user) => ({ user, rights: ['FullAccess'] })),
    })
    for (const name of groups) many.state.distributionGroups.push({ name, members: [] })
    expect(say(await many.gatherSender(), 'delegates')).toContain('More than 8 groups: not all were read.')
  })

  test('of everybody to the inbox are found in the language of the mailbox', async () => {
    const settings: Settings = {
      folders: [{ path: '/Posteingang', type: 'Inbox' }],
      folderPermissions: [{ folder: 'Posteingang', user: 'Default', rights: ['Reviewer'] }],
    }
    expect(say(await gather({ settings }), 'new-delegates')).toBe('found: Default (Reviewer on posteingang).')
  })
})

describe('what was made and removed again', () => {
  test('is told with what it did, when, by whom and from where', async () => {
    const deeds: readonly Deed[] = [
      { operation: 'New-InboxRule', hours: 20, parameters: { Name: '..', RedirectTo: 'drop@fabrikam.com' } },
      {
        operation: 'Remove-InboxRule',
        hours: 3,
        user: 'ops@contoso.com',
        parameters: { Identity: 'laura\\..' },
      },
    ]
    expect(say(await gather({}, deeds), 'removed-traces')).toBe(
      'found: rule ".." that redirects to drop@fabrikam.com, made 2026-11-21 07:14 UTC by laura@contoso.com from 2001:db8::7, removed 2026-11-22 00:14 UTC by ops@contoso.com from 2001:db8::7.',
    )
  })

  test.each<readonly [string, readonly Deed[], RegExp]>([
    [
      'a rule of Outlook',
      [
        {
          operation: 'UpdateInboxRules',
          hours: 20,
          data: {
            OperationProperties: [
              { Name: 'RuleOperation', Value: 'AddMailboxRule' },
              { Name: 'RuleName', Value: 'x' },
              { Name: 'RuleActions', Value: '[{"ActionType":"PermanentDelete"}]' },
            ],
          },
        },
        {
          operation: 'UpdateInboxRules',
          hours: 2,
          data: {
            OperationProperties: [
              { Name: 'RuleOperation', Value: 'RemoveMailboxRule' },
              { Name: 'RuleName', Value: 'x' },
            ],
          },
        },
      ],
      /^found: rule "x" that deletes for good/,
    ],
    [
      'a rule of which nobody says that it was removed',
      [{ operation: 'New-InboxRule', hours: 20, parameters: { Name: 'x', ForwardTo: 'drop@fabrikam.com' } }],
      /^found: rule "x" that forwards to drop@fabrikam\.com.*not there any more/,
    ],
    [
      'forwarding',
      [
        {
          operation: 'Set-Mailbox',
          hours: 20,
          parameters: { Identity: 'laura', ForwardingSmtpAddress: 'smtp:drop@fabrikam.com' },
        },
        { operation: 'Set-Mailbox', hours: 2, parameters: { Identity: 'laura', ForwardingSmtpAddress: '' } },
      ],
      /^found: forwarding to drop@fabrikam\.com, made .* removed/,
    ],
    [
      'a right',
      [
        {
          operation: 'Add-MailboxPermission',
          hours: 20,
          user: 'ops@contoso.com',
          parameters: { Identity: 'laura', User: 'gast', AccessRights: 'FullAccess' },
        },
        {
          operation: 'Remove-MailboxPermission',
          hours: 2,
          user: 'ops@contoso.com',
          parameters: { Identity: 'laura@contoso.com', User: 'gast' },
        },
      ],
      /^found: right FullAccess for gast/,
    ],
    [
      'a consent',
      [
        {
          operation: 'Consent to application.',
          hours: 20,
          data: { ObjectId: 'o', Target: [{ ID: 'Mail Export', Type: 1 }] },
        },
        {
          operation: 'Remove OAuth2PermissionGrant.',
          hours: 2,
          user: 'ops@contoso.com',
          data: { ObjectId: 'o' },
        },
      ],
      /^found: consent to the app "Mail Export"/,
    ],
    [
      'a transport rule',
      [
        {
          operation: 'New-TransportRule',
          hours: 20,
          user: 'ops@contoso.com',
          parameters: { Name: 'T', BlindCopyTo: 'drop@fabrikam.com' },
        },
        {
          operation: 'Remove-TransportRule',
          hours: 2,
          user: 'ops@contoso.com',
          parameters: { Identity: 'T' },
        },
      ],
      /^found: transport rule "T" that sends mail to drop@fabrikam\.com/,
    ],
    [
      'a journal rule',
      [
        {
          operation: 'New-JournalRule',
          hours: 20,
          user: 'ops@contoso.com',
          parameters: { Name: 'J', JournalEmailAddress: 'drop@fabrikam.com' },
        },
        {
          operation: 'Remove-JournalRule',
          hours: 2,
          user: 'ops@contoso.com',
          parameters: { Identity: 'J' },
        },
      ],
      /^found: journal rule "J" that sends mail to drop@fabrikam\.com/,
    ],
    [
      'the audit log',
      [
        {
          operation: 'Set-MailboxAuditBypassAssociation',
          hours: 20,
          user: 'ops@contoso.com',
          parameters: { Identity: 'laura', AuditBypassEnabled: 'True' },
        },
      ],
      /^found: audit log: what this account does is not recorded/,
    ],
  ])('is found: %s', async (_, deeds, said) => {
    expect(say(await gather({}, deeds), 'removed-traces')).toMatch(said)
  })

  test('is not said to be nothing by a log that was cut, is off, or cannot be searched', async () => {
    const off = createSetup()
    off.state.unifiedAuditLogIngestionEnabled = false
    expect((await off.gatherSender()).removedTraces).toEqual(unknown('Audit logging is off in this tenant.'))
    const { cmdlets, graph, clock, patiently } = createSetup()
    const readWith = async (some: Cmdlets, cloud: CloudName = 'worldwide') =>
      evidenceSchema.parse(
        await patiently(createGather({ cmdlets: some, graph, clock, cloud })(laura, never)),
      )
    expect(await readWith(cmdlets, 'china')).toMatchObject({
      removedTraces: unknown('The audit log cannot be searched in this cloud.'),
    })
    const deed = { CreationDate: hoursAgo(5), Operations: 'Set-Mailbox', AuditData: '{}', ResultCount: 7 }
    const cut: Cmdlets = {
      ...cmdlets,
      run: (call, signal) =>
        call.cmdlet === 'Search-UnifiedAuditLog'
          ? Promise.resolve({ records: [deed], warnings: [] })
          : cmdlets.run(call, signal),
    }
    expect(await readWith(cut)).toMatchObject({
      removedTraces: unknown('The audit log has more than could be read.'),
    })
  })
})

test('a protocol that was switched on and a device that was joined are found', async () => {
  const settings: Settings = {
    devices: [
      { DeviceModel: 'Pixel', FirstSyncTime: hoursAgo(9) },
      { DeviceModel: 'Old', FirstSyncTime: daysAgo(300) },
    ],
  }
  const deed = {
    operation: 'Set-CASMailbox',
    hours: 8,
    user: 'ops@contoso.com',
    parameters: { Identity: 'laura', SmtpClientAuthenticationDisabled: 'False' },
  }
  expect(say(await gather({ settings }, [deed]), 'opened-doors')).toBe(
    'found: SMTP AUTH was switched on for the mailbox 2026-11-21 19:14 UTC by ops@contoso.com from 2001:db8::7, The mobile device Pixel was joined 2026-11-21 18:14 UTC.',
  )
})
