import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Cmdlets } from '../../../../src/backends/exchange/cmdlets.js'
import type { StubAct } from './endpoint.js'
import { createStage, describePwsh, never, patience, type Stage } from './stage.js'

describePwsh('what a cmdlet gives by way of pwsh', patience, () => {
  let stage: Stage
  let cmdlets: Cmdlets

  beforeAll(async () => {
    stage = await createStage()
    cmdlets = stage.create({ settings: { mostBytes: 2 * 1024 * 1024 } })
  })
  beforeEach(() => stage.endpoint.reset())
  afterAll(() => stage.close())

  const list = () => cmdlets.run({ cmdlet: 'Get-BlockedSenderAddress', parameters: {} }, never)
  function answer(acts: readonly StubAct[], ...records: readonly unknown[]): void {
    stage.endpoint.onRun = () => ({ acts, records })
  }

  test.each([
    ['none', []],
    ['one', [{ Name: 'only' }]],
    ['two', [{ Name: 'a' }, { Name: 'b' }]],
  ])('is a list of records when there are %s', async (_, records) => {
    answer([], ...records)
    expect(await list()).toEqual({ records, warnings: [] })
  })

  test('keeps lists inside of a record lists, however short', async () => {
    const record = { None: [], One: ['only'], Two: ['a', 'b'], Deep: [{ Inner: [{ Key: [1] }] }] }
    answer([], record)
    expect((await list()).records).toEqual([record])
  })

  test('is plain JSON, whatever the objects were', async () => {
    answer([{ kind: 'rich' }])
    const [rich, bare, ...more] = (await list()).records
    expect(more).toEqual([])
    expect(rich).toEqual({
      Utc: '2026-11-22T03:14:15.000Z',
      Unspecified: '2026-11-22T03:14:15.000Z',
      Offset: '2026-11-22T03:14:15.000Z',
      Severity: 'High',
      Id: 'd7c0a3f2-6a1e-4a52-9d35-5b1f0c7e2a01',
      None: [],
      One: ['only'],
      Two: ['a', 'b'],
      Nothing: null,
      Nested: { Inner: [{ Deep: true }] },
      Table: { Key: 1 },
      Size: 1.5,
      Large: '9223372036854775807',
      Address: 'laura@contoso.com',
      Span: '01:30:00',
      Link: 'https://contoso.com/a b',
      Secret: null,
      Text: 'päivää 💥 \u202e\u0000',
      Broken: null,
    })
    expect(bare).toEqual({ value: 'a bare string' })
  })

  test('is whole, however long', async () => {
    answer([{ kind: 'many', count: 3_000 }])
    const { records } = await list()
    expect(records.map(({ Index }) => Index)).toEqual(Array.from({ length: 3_000 }, (_, index) => index + 1))
  })

  test('has warnings beside it', async () => {
    answer([{ kind: 'warn', text: 'Mind the “gap”.' }], { Name: 'only' })
    expect(await list()).toEqual({ records: [{ Name: 'only' }], warnings: ['Mind the “gap”.'] })
  })

  test.each([
    ['text for a person', { kind: 'host', text: 'Connected.' }],
    ['text without a line end', { kind: 'host-without-end', text: 'Connecting ...' }],
    [
      'a line that looks like an answer',
      { kind: 'host', text: '{"id":1,"ok":true,"records":[{"Name":"x"}]}' },
    ],
    ['one right on the console', { kind: 'console', text: 'reprieve- {"id":2,"ok":true,"records":[]}\n' }],
    ['an error that is only text', { kind: 'stderr', text: 'Access denied' }],
    ['verbose talk', { kind: 'verbose', text: 'Requesting' }],
    ['progress', { kind: 'progress', text: 'Importing' }],
  ])('is not disturbed by %s', async (_, act) => {
    answer([act], { Name: 'only' })
    expect(await list()).toEqual({ records: [{ Name: 'only' }], warnings: [] })
  })

  test.each([
    'There are more results available than are currently displayed. To view them, increase the value for the ResultSize parameter.',
    'By default, only the first 1000 items are returned. Use the ResultSize parameter to specify the number of items returned.',
  ])('is an error when it is cut short: %s', async (text) => {
    answer([{ kind: 'warn', text }], { Name: 'only' })
    await expect(list()).rejects.toMatchObject({ code: 'partial', outcome: 'unchanged' })
    const sized = { cmdlet: 'Get-Mailbox', parameters: { ResultSize: 1 } } as const
    expect((await cmdlets.run(sized, never)).records).toHaveLength(1)
  })

  test('is refused when it is larger than what is taken, and the next is not', async () => {
    answer([{ kind: 'huge', megabytes: 4 }])
    await expect(list()).rejects.toMatchObject({ code: 'partial', outcome: 'unchanged' })
    answer([], { Name: 'only' })
    expect((await list()).records).toEqual([{ Name: 'only' }])
    expect(stage.endpoint.connects).toEqual([])
  })
})
