import { expect, test } from 'vitest'
import { toAddressKey, toMailDomain } from '../../src/domain/address.js'

test.each([
  ['LAURA@Contoso.COM', 'laura@contoso.com'],
  [' laura@contoso.com\n', 'laura@contoso.com'],
  ['laura+chat@contoso.com', 'laura@contoso.com'],
  ['laura+chat+more@contoso.com', 'laura@contoso.com'],
  ['laura@münchen.example', 'laura@xn--mnchen-3ya.example'],
  ['laura@XN--MNCHEN-3YA.example', 'laura@xn--mnchen-3ya.example'],
  ['laura@mu\u0308nchen.example', 'laura@xn--mnchen-3ya.example'],
  ['laura@contoso.com.', 'laura@contoso.com'],
  ['"laura"@contoso.com', 'laura@contoso.com'],
  ['ｌａｕｒａ@contoso.com', 'laura@contoso.com'],
  ['laura\uFF20contoso.com', 'laura@contoso.com'],
])('%j reaches the mailbox of %s', (written, address) => {
  expect(toAddressKey(written)).toBe(toAddressKey(address))
})

test.each([
  ['laura@contoso.com', 'lauren@contoso.com'],
  ['laura@contoso.com', 'laura@fabrikam.com'],
  ['laura@contoso.com', 'laura@mail.contoso.com'],
  ['+chat@contoso.com', '+other@contoso.com'],
  ['laura', 'laura@contoso.com'],
])('%s is not %s', (one, other) => {
  expect(toAddressKey(one)).not.toBe(toAddressKey(other))
})

test('the domain is what stands behind the last @, and nothing without one', () => {
  expect(toMailDomain('"a@b"@Contoso.com')).toBe('contoso.com')
  expect(toMailDomain('scanner')).toBe('')
})
