import { describe, expect, test } from 'vitest'
import { type Entity, entitySchema, toEntityKey, toEntityName } from '../../src/domain/entity.js'

const sender = (address: string): Entity => ({ kind: 'sender', address })
const connector = (connectorId: string, name = ''): Entity => ({ kind: 'connector', connectorId, name })

describe('an entity key', () => {
  test.each([
    [sender('Laura@Contoso.com'), sender('laura@contoso.COM')],
    [connector('9F2F-AA', 'Head office'), connector('9f2f-aa')],
  ])('ignores case, as Exchange does', (one, other) => {
    expect(toEntityKey(one)).toBe(toEntityKey(other))
  })

  test.each([
    [sender('\u212Aim@contoso.com'), sender('kim@contoso.com')],
    [sender('\u0130pek@contoso.com'), sender('ipek@contoso.com')],
    [sender('GRO\u1E9E@contoso.com'), sender('gro\u00DF@contoso.com')],
    [connector('9F2F-\u212A'), connector('9f2f-k')],
  ])('tells %j from %j, which only Unicode takes for one: each gets its own card', (one, other) => {
    expect(toEntityKey(one)).not.toBe(toEntityKey(other))
  })

  test('never takes a sender for a connector', () => {
    expect(toEntityKey(sender('9f2f'))).not.toBe(toEntityKey(connector('9f2f')))
  })
})

test.each([
  [sender('Laura@Contoso.com'), 'Laura@Contoso.com'],
  [connector('9f2f', 'Head office'), 'Head office'],
  [connector('9f2f'), '9f2f'],
])('people know %j as %s', (entity, name) => {
  expect(toEntityName(entity)).toBe(name)
})

describe('what Exchange reports', () => {
  test.each([
    ['a guest', sender('oscar_fabrikam.com#EXT#@contoso.onmicrosoft.com')],
    ['an apostrophe', sender("o'brien@contoso.com")],
    ['letters of any script', sender('данные@contoso.com')],
    ['no address at all', sender('relay')],
    ['the longest name', sender('a'.repeat(320))],
    ['a connector without name', connector('9f2f')],
  ])('is kept: %s', (_, entity) => {
    expect(entitySchema.parse(entity)).toEqual(entity)
  })

  test.each([
    ['an empty address', sender('')],
    ['a line break', sender('laura@contoso.com\n')],
    ['a NUL', connector('9f\u00002f')],
    ['an endless address', sender('a'.repeat(321))],
    ['an unknown kind', { kind: 'tenant', address: 'x' }],
  ])('is refused: %s', (_, entity) => {
    expect(entitySchema.safeParse(entity).success).toBe(false)
  })
})
