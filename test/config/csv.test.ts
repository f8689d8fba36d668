// Cells, and the line on which each row begins.
import { expect, test } from 'vitest'
import { readCsv } from '../../src/config/tenants/csv.js'
import { addRow, removeRow } from '../../src/config/tenants/edit.js'

test.each([
  [
    'a,b\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,b\r\n"x, y","q""q"\r\n',
    [
      ['a', 'b'],
      ['x, y', 'q"q'],
    ],
  ],
  [
    'a\tb\n1\t2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a;b\n1,5;2',
    [
      ['a', 'b'],
      ['1,5', '2'],
    ],
  ],
  [
    'a,b\n"x\ny",',
    [
      ['a', 'b'],
      ['x\ny', ''],
    ],
  ],
  [
    '\u{FEFF}a , b\rc, "d, e" \r',
    [
      ['a', 'b'],
      ['c', 'd, e'],
    ],
  ],
  [
    'a,b\n\n,\n # c,d',
    [
      ['a', 'b'],
      ['# c', 'd'],
    ],
  ],
])('cells of %j', (text, cells) => {
  const { rows, fault } = readCsv(text)
  expect(rows.map((row) => row.cells)).toEqual(cells)
  expect(fault).toBeUndefined()
})

test('a row is named by the line on which it begins, however many a cell before it has', () => {
  const text = 'a\r\n\r\n"x\r\n\r\ny"\r\nz\n;\n"ä\ny"\nlast'
  expect(readCsv(text).rows.map(({ line, cells: [cell] }) => [line, cell])).toEqual([
    [1, 'a'],
    [3, 'x\r\n\r\ny'],
    [6, 'z'],
    [7, ';'],
    [8, 'ä\ny'],
    [10, 'last'],
  ])
})

test.each([
  ['a,b\nc,d\n"x\ny","z\n', 4, 'never closed'],
  ['a,b\nc,d\n"x\ny"z,', 3, 'text behind a closing quotation mark'],
  ['a,b\nc,d\n"x" y,', 3, 'text behind a closing quotation mark'],
  ['a,b\nc,d\n\nx,y"z"', 4, 'does not begin with one'],
])(
  'what is wrong with %j is named by the line where its cell begins, and those before it are kept',
  (text, line, what) => {
    const { rows, fault } = readCsv(text)
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(fault?.line).toBe(line)
    expect(fault?.what).toContain(what)
  },
)

const fabrikam = {
  own: {
    id: 'fabrikam',
    name: 'Fabrikam, Inc.',
    backend: { kind: 'exchange', organization: 'fabrikam.onmicrosoft.com', tenantId: 'f' },
  },
  channels: {},
}

test.each([
  {
    title: 'stands in the columns that are there, whatever their order',
    text: '\u{FEFF}domain\tmode\tName\n',
    added: '\u{FEFF}domain\tmode\tName\ttenantId\nfabrikam.onmicrosoft.com\t\tFabrikam, Inc.\tf\n',
  },
  {
    title: 'has an id of its own where its domain does not give it',
    text: 'name,domain,tenantId\r\nContoso,c.onmicrosoft.com,c',
    own: { ...fabrikam.own, id: 'fabrikam-west' },
    added:
      'name,domain,tenantId,id\r\nContoso,c.onmicrosoft.com,c\r\n"Fabrikam, Inc.",fabrikam.onmicrosoft.com,f,fabrikam-west\r\n',
  },
  {
    title: 'brings the first line along where the file is empty',
    text: '',
    added: 'id,name,tenantId,domain\nfabrikam,"Fabrikam, Inc.",f,fabrikam.onmicrosoft.com\n',
  },
])('a row that is added $title', ({ text, own = fabrikam.own, added }) => {
  expect(addRow(text, { ...fabrikam, own })).toBe(added)
})

test.each([
  [2, 'id\nlast'],
  [5, '\u{FEFF}id\n"a\nb"\n\n'],
])('a row that begins on line %i is removed with all its lines, and nothing else', (line, left) => {
  const text = line === 2 ? 'id\n"a\r\n\r\nb"\nlast' : '\u{FEFF}id\n"a\nb"\n\nlast'
  expect(removeRow(text, line)).toBe(left)
})
