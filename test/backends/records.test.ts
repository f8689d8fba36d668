import { describe, expect, test } from 'vitest'
import { parseConnectorRecord, parseSenderRecord, readEntries } from '../../src/backends/records.js'
import { BackendError } from '../../src/errors.js'

const sender = { SenderAddress: 'Laura@Contoso.com' }
const began = Date.UTC(2026, 10, 22, 3, 14, 5)

describe('a restricted sender', () => {
  test('is read as Exchange gave it, and the whole record is kept', () => {
    const record = {
      '@odata.type': '#Exchange.BlockedSenderAddress',
      'CreatedDatetime@data.type': 'System.DateTime',
      SenderAddress: 'Laura@Contoso.com',
      Reason: 'OutboundSpamLast24Hours=412;OutboundMailLast24Hours=1203;',
      CreatedDatetime: '2026-11-22T03:14:05Z',
      ChangedDatetime: '2026-11-22T03:14:06.5Z',
      TemporaryBlock: false,
      SomethingNew: { nested: [1] },
    }
    expect(parseSenderRecord(record)).toEqual({
      entity: { kind: 'sender', address: 'Laura@Contoso.com' },
      reason: {
        raw: record.Reason,
        cause: 'spam',
        facts: [
          { key: 'OutboundSpamLast24Hours', value: '412' },
          { key: 'OutboundMailLast24Hours', value: '1203' },
        ],
      },
      createdAt: began,
      changedAt: began + 1_500,
      temporary: false,
      raw: record,
    })
  })

  test('needs nothing but its address', () => {
    expect(parseSenderRecord(sender)).toEqual({
      entity: { kind: 'sender', address: 'Laura@Contoso.com' },
      reason: { raw: '', cause: 'unknown', facts: [] },
      temporary: false,
      raw: sender,
    })
  })

  test.each([
    [true, true],
    ['True', true],
    [' true ', true],
    [false, false],
    ['False', false],
    ['', false],
    [null, false],
    [1, false],
    [{ value: true }, true],
    [{ value: 'no' }, false],
  ])('with TemporaryBlock %j is temporary: %j', (value, temporary) => {
    expect(parseSenderRecord({ ...sender, TemporaryBlock: value }).temporary).toBe(temporary)
  })

  test.each([
    ['2026-11-22T03:14:05Z', began],
    ['2026-11-22T03:14:05', began],
    ['2026-11-22T04:14:05+01:00', began],
    ['2026-11-22T03:14:05.0000000Z', began],
    [`/Date(${began})/`, began],
    ['2026-11-22 03:14:05Z', began],
    ['2026-11-22 03:14:05', began],
    ['2026/11/22 03:14:05 UTC', began],
    ['2026-11-22T04:14:05+0100', began],
    ['2026-11-22 05:14:05 +02:00', began],
    [`/Date(${began}+0100)/`, began],
    [`/Date(${began}-0800)/`, began],
    ['Sun, 22 Nov 2026 03:14:05 GMT', began],
    ['22 Nov 2026 03:14:05 +0000', began],
    ['Sunday, 22 November 2026 04:14:05 +0100', began],
    [{ value: `/Date(${began})/`, DisplayHint: 2, DateTime: 'Sunday, 22 November 2026 03:14:05' }, began],
    [{ DateTime: '2026-11-22T03:14:05Z' }, began],
    ['11/22/2026 3:14:05 AM', undefined],
    ['03/04/2026 03:14:05Z', undefined],
    ['03-04-2026 03:14:05Z', undefined],
    ['Sunday, 22 November 2026 03:14:05', undefined],
    ['2026-02-30T03:14:05Z', undefined],
    ['2026-11-22 24:14:05Z', undefined],
    ['2026-11-22', undefined],
    ['0001-01-01T00:00:00', undefined],
    ['2026-13-45T99:99:99Z', undefined],
    ['/Date(99999999999999999999)/', undefined],
    ['/Date(-62135596800000)/', undefined],
    ['soon', undefined],
    ['', undefined],
    [began, undefined],
    [null, undefined],
    [{ DateTime: 'x' }, undefined],
  ])('created %j is dated %j, and keeps the text', (value, instant) => {
    const restriction = parseSenderRecord({ ...sender, CreatedDatetime: value })
    expect(restriction.createdAt).toBe(instant)
    expect('createdAt' in restriction).toBe(instant !== undefined)
    expect(restriction.raw.CreatedDatetime).toEqual(value)
  })

  test('may spell its properties in another case', () => {
    const restriction = parseSenderRecord({
      senderAddress: 'a@b.test',
      CreatedDateTime: '2026-11-22T03:14:05Z',
    })
    expect(restriction).toMatchObject({ entity: { address: 'a@b.test' }, createdAt: began })
  })

  test('is read by the spelling that is documented when others are there too', () => {
    const record = { senderaddress: 'other@b.test', SenderAddress: 'a@b.test' }
    expect(parseSenderRecord(record).entity).toEqual({ kind: 'sender', address: 'a@b.test' })
  })

  test.each([
    [null, ''],
    [[], ''],
    [7, '7'],
    [['Reason'], 'Reason'],
    [{ text: 'x' }, 'text=x'],
    [{ value: 'OutboundSpamLast24Hours=62' }, 'OutboundSpamLast24Hours=62'],
    [
      ['OutboundSpamLast24Hours=62', 'OutboundMailLast24Hours=290'],
      'OutboundSpamLast24Hours=62;OutboundMailLast24Hours=290',
    ],
    [
      { OutboundSpamLast24Hours: 62, OutboundMailLast24Hours: '290' },
      'OutboundSpamLast24Hours=62;OutboundMailLast24Hours=290',
    ],
    [{ Counts: { Spam: 62 } }, 'Counts={"Spam":62}'],
  ])('with Reason %j has the reason "%s", and keeps what came', (value, raw) => {
    const restriction = parseSenderRecord({ ...sender, Reason: value })
    expect(restriction.reason.raw).toBe(raw)
    expect(restriction.raw.Reason).toEqual(value)
  })

  test.each([
    [{ Local: 'pat', Domain: 'contoso.com', IsValidAddress: true }, 'pat@contoso.com'],
    [{ Address: 'Pat@contoso.com', Length: 15 }, 'Pat@contoso.com'],
    [{ Local: 'pat', Domain: 'contoso.com', Address: 'pat@contoso.com' }, 'pat@contoso.com'],
    [{ value: 'pat@contoso.com' }, 'pat@contoso.com'],
    [{ value: { Local: 'pat', Domain: 'contoso.com' } }, 'pat@contoso.com'],
    [['pat@contoso.com'], 'pat@contoso.com'],
  ])('may have its address as %j', (value, address) => {
    expect(parseSenderRecord({ SenderAddress: value }).entity).toEqual({ kind: 'sender', address })
  })

  test.each([
    ['user_fabrikam.com#EXT#@contoso.onmicrosoft.com'],
    ["o'brien+news@contoso.com"],
    ['<!channel>@contoso.com'],
    ['relay'],
  ])('called %s is not refused for its looks', (address) => {
    expect(parseSenderRecord({ SenderAddress: address }).entity).toEqual({ kind: 'sender', address })
  })

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'laura@contoso.com'],
    ['a list', [sender]],
    ['no address', { Reason: 'OutboundSpamLast24Hours=1' }],
    ['an empty address', { SenderAddress: '' }],
    ['a blank address', { SenderAddress: '  ' }],
    ['an address that is no text', { SenderAddress: { Local: 'laura' } }],
    ['a control character in it', { SenderAddress: 'laura@contoso.com\u0000' }],
    ['an endless address', { SenderAddress: 'a'.repeat(321) }],
  ])('is refused as malformed with %s', (_, record) => {
    expect(() => parseSenderRecord(record)).toThrow(BackendError)
    expect(() => parseSenderRecord(record)).toThrow(
      expect.objectContaining({ code: 'malformed', outcome: 'unchanged' }),
    )
  })
})

describe('a restricted connector', () => {
  const connectorId = '9f2f1c7e-0d5a-4b8e-9a51-6c1d1f5f0a01'

  test('is read with its name and date', () => {
    const record = {
      ConnectorId: connectorId,
      ConnectorName: 'Head office relay',
      Reason: 'Suspicious traffic',
      CreatedTime: '2026-11-22T03:14:05Z',
      ExpirationTime: '2026-11-29T03:14:05Z',
    }
    expect(parseConnectorRecord(record)).toMatchObject({
      entity: { kind: 'connector', connectorId, name: 'Head office relay' },
      reason: { raw: 'Suspicious traffic' },
      createdAt: began,
      temporary: false,
      raw: record,
    })
  })

  test('may have no name', () => {
    expect(parseConnectorRecord({ ConnectorId: connectorId, ConnectorName: null }).entity).toEqual({
      kind: 'connector',
      connectorId,
      name: '',
    })
  })

  test('whose name is too long has its beginning', () => {
    const name = 'n'.repeat(400)
    expect(parseConnectorRecord({ ConnectorId: connectorId, ConnectorName: name }).entity).toEqual({
      kind: 'connector',
      connectorId,
      name: 'n'.repeat(320),
    })
  })

  test('is refused as malformed without an id', () => {
    expect(() => parseConnectorRecord({ ConnectorName: 'Head office relay' })).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    )
  })
})

describe('a list with an entry that cannot be read', () => {
  const tom = { SenderAddress: 'tom@contoso.com' }

  test('has all the others', () => {
    const { restrictions, unreadable } = readEntries('sender', [sender, { SenderAddress: null }, tom])
    expect(restrictions.map(({ entity }) => entity)).toEqual([
      { kind: 'sender', address: 'Laura@Contoso.com' },
      { kind: 'sender', address: 'tom@contoso.com' },
    ])
    expect(unreadable).toHaveLength(1)
  })

  test.each([
    [{ Reason: 'OutboundSpamLast24Hours=5' }, 'SenderAddress is missing', 'OutboundSpamLast24Hours=5'],
    [{ SenderAddress: null, Reason: ['a=1', 'b=2'] }, 'SenderAddress is empty', 'a=1;b=2'],
    [{ SenderAddress: ' ' }, 'SenderAddress is empty', ''],
    [{ SenderAddress: { Id: 7 } }, 'SenderAddress is of the type object: {"Id":7}', ''],
    [{ SenderAddress: ['a@b.test', 'c@b.test'] }, 'SenderAddress is a list: ["a@b.test","c@b.test"]', ''],
    [
      { SenderAddress: `${'a'.repeat(330)}@b.test` },
      `SenderAddress is 337 characters long: ${'a'.repeat(60)}…`,
      '',
    ],
    ['laura@contoso.com', 'no record, but 17 characters long: laura@contoso.com', ''],
    [null, 'no record, but empty', ''],
  ])('says of %j what there is', (given, what, reason) => {
    expect(readEntries('sender', [given]).unreadable).toMatchObject([{ kind: 'sender', what, reason }])
  })

  test('knows each of several again, and in the same order', () => {
    const list = [{ SenderAddress: null }, { SenderAddress: null, Reason: 'x' }, { SenderAddress: { Id: 7 } }]
    const toKeys = (given: readonly unknown[]) =>
      readEntries('sender', given).unreadable.map(({ key }) => key)
    expect(new Set(toKeys(list)).size).toBe(3)
    expect(toKeys([...list, tom])).toEqual(toKeys(list))
  })

  test('gives no secret to the log', () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'
    expect(JSON.stringify(readEntries('sender', [{ Token: token }]).unreadable)).not.toContain(token)
  })
})
