import { describe, expect, test } from 'vitest'
import { inboxRules as rule } from '../../../../src/domain/rules/sender/inbox-rules.js'
import { createRestriction } from '../../../domain/rules/evidence.js'
import type { FakeRule } from '../../../fake-exchange/model.js'
import { createSetup, known } from './setup.js'

function createRule(properties: FakeRule['properties'], facts: Partial<FakeRule> = {}): FakeRule {
  return { identity: 'laura\\12345', name: 'Team', enabled: true, hidden: false, properties, ...facts }
}

async function read(...rules: readonly FakeRule[]) {
  const evidence = await createSetup({ rules: [...rules] }).gatherSender()
  return { inboxRules: evidence.inboxRules, advice: rule(evidence, createRestriction()) }
}

const away = { ForwardTo: ['"x" [SMTP:drop@fabrikam.com]'] }
const builtInNames = [
  'Junk E-Mail Rule',
  'junk e-mail rule',
  'Microsoft.Exchange.OOF.Backup',
  'Microsoft.Exchange.OOF.KnownExternalSenders.Global',
]

describe('a rule named like one of Exchange itself', () => {
  test.each(builtInNames)('and called "%s" is found when it forwards, hidden or not', async (name) => {
    for (const hidden of [true, false]) {
      const { advice } = await read(createRule({ ...away, SupportedByTask: !hidden }, { name, hidden }))
      expect(advice).toMatchObject({ basis: 'found' })
      expect(advice?.finding).toMatch(/forwards to drop@fabrikam\.com/)
    }
  })

  test.each([
    ['deletes', { PermanentDelete: true }],
    ['hides', { MoveToFolder: 'laura:\\Junk Email' }],
    ['does what nobody here knows', { RunAgent: 'x' }],
  ])('is found when it %s', async (_, properties) => {
    const forged = createRule(
      { ...properties, SupportedByTask: false },
      { name: 'Junk E-Mail Rule', hidden: true },
    )
    expect((await read(forged)).advice).toMatchObject({ basis: 'found' })
  })

  test('and shown to its owner, or made with a cmdlet, is found though it shows no action', async () => {
    const name = 'Junk E-Mail Rule'
    expect((await read(createRule({ SupportedByTask: false }, { name }))).advice).toBeDefined()
    expect((await read(createRule({}, { name, hidden: true }))).advice).toBeDefined()
  })

  test('beside the real one is found, and so is a second one that shows no action either', async () => {
    const forged = createRule({ ...away, SupportedByTask: false }, { name: 'Junk E-Mail Rule', hidden: true })
    expect((await read(forged)).inboxRules).toMatchObject(known([{ name: 'Junk E-Mail Rule' }]))
    const silent = { ...forged, properties: { SupportedByTask: false } }
    expect((await read(silent)).inboxRules).toMatchObject(
      known([{ effect: 'does something that Exchange does not show' }, { hidden: true }]),
    )
  })

  test('and really of Exchange says nothing', async () => {
    expect(await read()).toEqual({ inboxRules: known([]), advice: undefined })
  })
})

describe('what a rule does', () => {
  test.each([
    [
      { PermanentDelete: true, SubjectOrBodyContainsWords: ['undeliverable', 'invoice'] },
      'deletes for good, mail with "undeliverable", "invoice"',
    ],
    [{ permanentDelete: 'True' }, 'deletes for good'],
    [{ SoftDeleteMessage: 'True', From: 'it@contoso.com' }, 'deletes, mail from it@contoso.com'],
    [{ SendTextMessageNotificationTo: ['+15550100'] }, 'sends text messages to +15550100'],
    [
      { AnswerWith: { template: 'x' }, From: ['a@b.example'] },
      'does something Reprieve does not know (AnswerWith), mail from a@b.example',
    ],
    [
      { MarkAsRead: true, RunProgram: 7, CopyToMailbox: ['x'], From: ['a@b.example'] },
      'marks as read, does something Reprieve does not know (RunProgram, CopyToMailbox), mail from a@b.example',
    ],
    [
      { MoveToFolder: { Id: 'AAMk' }, From: ['a@b.example'] },
      'moves to a folder that Reprieve cannot read, mail from a@b.example',
    ],
    [{ StopProcessingRules: true }, 'does something that Exchange does not show'],
    [
      { MarkAsRead: true, StopProcessingRules: true, From: ['a@b.example'] },
      'marks as read, mail from a@b.example',
    ],
    [{ MarkAsRead: true }, 'marks as read, nearly all mail'],
  ])('%j is told and marked for a look', async (properties, effect) => {
    const { inboxRules, advice } = await read(createRule(properties))
    expect(inboxRules).toMatchObject(known([{ effect, suspicious: true }]))
    expect(advice).toMatchObject({ basis: 'found' })
  })

  test.each([
    [{}],
    [{ WithinSizeRangeMinimum: '1 KB (1,024 bytes)' }],
    [{ MyNameInToOrCcBox: true }],
    [{ SentOnlyToMe: 'True' }],
    [{ HasAttachment: true }],
    [{ ReceivedAfterDate: '2026-11-01T00:00:00Z' }],
    [{ WithImportance: 'Normal' }],
    [{ FromAddressContainsWords: ['@'] }],
    [{ SubjectOrBodyContainsWords: ['security', '.com'] }],
  ])(
    'out of the inbox with nearly all mail is found, whatever the folder is called: %j',
    async (condition) => {
      const folder = { MoveToFolder: 'laura:\\Gelöschte Elemente' }
      const { advice } = await read(createRule({ ...folder, ...condition }))
      expect(advice?.finding).toMatch(/moves to Gelöschte Elemente.*nearly all mail/)
    },
  )

  test.each([
    [{ From: ['offers@fabrikam.com'] }],
    [{ From: 'offers@fabrikam.com', SubjectContainsWords: 'offer' }],
    [{ FromAddressContainsWords: ['fabrikam.com'] }],
    [{ SubjectContainsWords: ['週報'] }],
    [{ SentTo: ['"List" [SMTP:list@contoso.com]'] }],
    [{ MyNameInCcBox: true }],
    [{ MyNameNotInToBox: true, HasAttachment: true }],
    [{ MessageTypeMatches: 'AutomaticReply' }],
  ])('with some mail that is put into a folder stays quiet: %j', async (condition) => {
    const sorting = { MoveToFolder: 'laura:\\Inbox\\Lists', StopProcessingRules: true }
    expect((await read(createRule({ ...sorting, ...condition }))).advice).toBeUndefined()
  })

  test('in properties that are unset in every way stays quiet', async () => {
    const unset = { A: null, B: false, C: 'False', D: '', E: [], F: [''], G: {}, H: { '@odata.type': '#X' } }
    const sorting = { ...unset, MoveToFolder: 'Lists', From: ['offers@fabrikam.com'] }
    expect((await read(createRule(sorting))).advice).toBeUndefined()
  })

  test.each(['', '\u3164', '\u200B\u2060'])('is found under a name that nobody sees: "%s"', async (name) => {
    expect((await read(createRule({ ApplyCategory: ['Red'] }, { name }))).advice).toBeDefined()
  })

  test.each(['laura:\\Calendar', 'Sent Items', 'laura:\\Flux RSS'])(
    'into a folder that is not for reading mail is found: %s',
    async (MoveToFolder) => {
      const { advice } = await read(createRule({ MoveToFolder, SubjectContainsWords: ['security'] }))
      expect(advice?.finding).toMatch(/moves to/)
    },
  )

  test('that is not said to be off may be on', async () => {
    expect((await read(createRule({ ...away, Enabled: null }))).inboxRules).toMatchObject(
      known([{ enabled: true }]),
    )
  })
})
