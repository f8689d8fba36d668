import { describe, expect, test } from 'vitest'
import { getTenant, takeTenant } from '../../../src/features/entrance/get-tenant.js'

const tenants = [
  { id: 'contoso', name: 'Contoso' },
  { id: 'labs', name: 'Contoso Labs' },
  { id: 'nw', name: 'Northwind Traders' },
  { id: 'nw-test', name: 'Northwind Traders (test)' },
  { id: 'fabrikam-eu', name: 'Fabrikam' },
  { id: 'twin-1', name: 'Twin' },
  { id: 'twin-2', name: 'Twin' },
]

const find = (typed: string) => getTenant(tenants, typed).id

describe('a tenant is found', () => {
  test.each([
    ['its id', 'nw-test', 'nw-test'],
    ['its id, although others have it in their names', 'contoso', 'contoso'],
    ['its id, although another id begins like it', 'nw', 'nw'],
    ['its name', 'Fabrikam', 'fabrikam-eu'],
    ['its name with blanks', 'Contoso Labs', 'labs'],
    ['its name in another case and with wide blanks', '  NORTHWIND   traders ', 'nw'],
    ['how its name begins, when no other does', 'fab', 'fabrikam-eu'],
    ['a part of its name that no other has', 'test)', 'nw-test'],
    ['a part of its id that no other has', '-eu', 'fabrikam-eu'],
    ['the id where two have the same name', 'twin-2', 'twin-2'],
  ])('by %s', (_, typed, id) => {
    expect(find(typed)).toBe(id)
  })
})

describe('where more words follow', () => {
  test.each([
    ['those of the name belong to it', 'Northwind Traders laura', 'nw', 'laura'],
    ['the longest name is meant', 'northwind traders (test) laura b', 'nw-test', 'laura b'],
    ['one word is enough', 'fab laura', 'fabrikam-eu', 'laura'],
    ['an id is one word', 'labs laura', 'labs', 'laura'],
  ])('%s', (_, typed, id, rest) => {
    const taken = takeTenant(tenants, typed.split(' '))
    expect([taken.tenant.id, taken.rest.join(' ')]).toEqual([id, rest])
  })
})

describe('a tenant is not guessed', () => {
  test.each([
    ['several begin like that', 'north', 'Northwind Traders (nw), Northwind Traders (test) (nw-test)'],
    ['several have the same name', 'twin', 'Twin (twin-1), Twin (twin-2)'],
    ['several have it in them', 'raders', 'Northwind Traders (nw), Northwind Traders (test) (nw-test)'],
  ])('when %s: it says which ones, and how to name one', (_, typed, names) => {
    expect(() => find(typed)).toThrow(
      `"${typed}" fits several tenants: ${names}. Say the id or the name of one in full.`,
    )
  })

  test('when none is called that: it says which there are', () => {
    expect(() => find('woodgrove')).toThrow(
      'No tenant is called "woodgrove". There are: Contoso, Contoso Labs (labs), Northwind Traders (nw), Northwind Traders (test) (nw-test), Fabrikam (fabrikam-eu) and 2 more.',
    )
  })

  test('when nothing was typed', () => {
    expect(() => find('  ')).toThrow('No tenant is called ""')
  })

  test('and says no more of a long text than a line', () => {
    expect(() => find('x'.repeat(500))).toThrow(`No tenant is called "${'x'.repeat(60)}".`)
  })
})
