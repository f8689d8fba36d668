import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createMask } from '../../src/log/mask.js'
import { measureCpu } from '../cpu-time.js'

/** In every secret below; nowhere else. */
const canary = 'c4n4ry'

describe('what looks like a secret', () => {
  test.each([
    ['Slack token', `invalid xoxb-1-2-${canary} for xapp-1-${canary}`],
    ['rotated Slack token', `xoxe.xoxp-1-${canary}`],
    ['response URL of Slack', `POST https://hooks.slack.com/actions/T1/2/${canary} failed`],
    ['bearer token', `401 for Bearer ${canary}.${canary}~1`],
    ['basic credentials', `authorization was basic ${canary}Rk9PQkFS=`],
    ['JWT', `got eyJhbGciOiJSUzI1NiJ9.${canary}.${canary}, expired`],
    ['JWT behind another word', `id-eyJhbGciOiJSUzI1NiJ9.${canary}.${canary}`],
    ['private key', `-----BEGIN RSA PRIVATE KEY-----\nMII${canary}\n-----END RSA PRIVATE KEY-----`],
    ['private key that was cut off', `-----BEGIN PRIVATE KEY-----\nMII${canary}`],
    ['private key in JSON', JSON.stringify(`-----BEGIN PRIVATE KEY-----\nMII\n${canary}\n-----END`)],
    ['password of a URL', `postgres://reprieve:${canary}@db/reprieve`],
    ['header among others', `POST /token HTTP/1.1\r\nAuthorization: ${canary}, ${canary}\r\nHost: x`],
    ['signature header', `x-slack-signature: v0=${canary}`],
    ['cookie', `Set-Cookie: d=${canary}; Path=/`],
    ['form', `grant_type=client_credentials&client_secret=${canary}%2F&scope=x`],
    ['form, first field', `client_assertion=${canary}&scope=x`],
    ['query', `GET https://x.test/?access_token=${canary}&a=1`],
    ['JSON', `{"access_token":"${canary}","expires_in":1}`],
    ['JSON with spaces and a strange value', `{ "client_secret" : "a\\n${canary}" }`],
    ['JSON within JSON', JSON.stringify(JSON.stringify({ refresh_token: canary, a: 1 }))],
  ])('%s', (_, text) => {
    const masked = createMask([])(text)
    expect(masked).not.toContain(canary)
    expect(masked).toContain('[secret]')
  })

  test.each([
    'Basic authentication is disabled for this tenant',
    'Invalid token: it has expired',
    'TokenExpiredError: jwt expired\n    at verify (file:///app/dist/token.js:1:2)',
    'laura@contoso.com at https://graph.microsoft.com/v1.0/users?$top=5',
    'journal-2026-11.ndjson and domain.incident.state',
    'the password=… of nobody',
  ])('does not hide "%s"', (text) => {
    expect(createMask([])(text.replace('password=…', 'password'))).toBe(
      text.replace('password=…', 'password'),
    )
  })

  test.each([
    ['eyJ', 'eyJ'.repeat(4_000)],
    ['dots', 'aaaaaaaaaaa.'.repeat(1_000)],
    ['Bearer', 'Bearer '.repeat(2_000)],
    ['blanks', `Bearer${' '.repeat(12_000)}`],
    ['colons', '://a:'.repeat(2_400)],
    ['quotes', '"token'.repeat(2_000)],
    ['keys', '-----BEGIN PRIVATE KEY-----'.repeat(400)],
    ['hyphens', '-token-'.repeat(1_700)],
    ['names', `${'secret'.repeat(2_000)}=`],
  ])('is looked for in little time, whatever the text: %s', async (_, text) => {
    const mask = createMask([`secret ${canary}`])
    expect(await measureCpu(() => mask(text))).toBeLessThan(250)
  })
})

describe('a secret that is known', () => {
  const secret = `p"ä ss/${canary}+é&w`
  const mask = createMask([secret])

  test.each([
    ['by itself', secret],
    ['in a sentence', `the app ${secret} was refused`],
    ['in JSON', JSON.stringify({ a: secret })],
    ['in a path', `/x/${encodeURIComponent(secret)}/y`],
    ['in a form', new URLSearchParams({ a: secret }).toString()],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in a link', `https://x.test/${Buffer.from(secret).toString('base64url')}`],
  ])('is masked %s', (_, text) => {
    const masked = mask(text)
    expect(masked).toContain('[secret]')
    expect(masked).not.toContain(canary)
    expect(masked).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12))
  })

  test('is masked line by line when it is a key in PEM', () => {
    const lines = [`MIIEvQIBADANBgkq${canary}`, `hkiG9w0BAQEFAASC${canary}`]
    const pem = `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`
    expect(createMask([pem])(`unexpected ${lines[1]} in line 3`)).toBe('unexpected [secret] in line 3')
  })

  test('is masked whole when another one is a part of it', () => {
    expect(createMask([canary, `${canary}-and-more`])(`${canary}-and-more`)).toBe('[secret]')
  })

  test('masks nothing when it is empty or too short to be one', () => {
    expect(createMask(['', 'a', 'info'])('information')).toBe('information')
  })
})

describe('a thousand certificates that are known', () => {
  // They all begin and end alike, as keys do.
  const toPem = (at: number) => {
    const digits = createHash('sha512').update(String(at)).digest('base64').repeat(4)
    const lines = `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${digits}AAAAAAAAAAAA`.match(/.{1,64}/g) ?? []
    return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----`
  }
  const all = Array.from({ length: 1_000 }, (_, at) => toPem(at))
  const mask = createMask(all)

  test.each([
    ['over several lines', (pem: string) => `refused:\n${pem}\nand so on`],
    ['with the line ends of Windows', (pem: string) => pem.replaceAll('\n', '\r\n')],
    ['in JSON', (pem: string) => JSON.stringify({ a: pem })],
    ['in JSON within JSON', (pem: string) => JSON.stringify(JSON.stringify({ a: pem }))],
    ['indented', (pem: string) => pem.replaceAll('\n', '\n    ')],
    ['in a form', (pem: string) => new URLSearchParams({ a: pem }).toString()],
    ['in base64', (pem: string) => `x=${Buffer.from(pem).toString('base64')}`],
    ['beside another', (pem: string) => `${pem}${toPem(7)}${pem}`],
  ])('no line of any gets out %s', (_title, write) => {
    for (const [at, pem] of [...all.entries()].filter(([one]) => one % 40 === 0)) {
      const shown = mask(write(pem))
      const lines = pem.split('\n').filter((line) => line.length >= 16 && !line.startsWith('-----'))
      const spellings = lines.flatMap((line) => [
        line,
        encodeURIComponent(line),
        Buffer.from(pem).toString('base64'),
      ])
      expect([at, spellings.filter((line) => shown.includes(line))]).toEqual([at, []])
      expect(shown).toContain('[secret]')
    }
  })

  test('leave what only looks like them', () => {
    expect(mask('MIIEvQIBADANBgkqhkiG9w0BAQEFAASC')).toBe('MIIEvQIBADANBgkqhkiG9w0BAQEFAASC')
  })
})

test('of secrets that overlap nothing is left, whichever is the longer', () => {
  const mask = createMask(['abcdefghij', 'ghijklmnop', 'klmnop', 'qqqqqq'])
  expect(mask('<abcdefghijklmnop> <ghijklmnop> <qqqqqqqqqqqqqqq> <klmnop>')).toBe(
    '<[secret]> <[secret]> <[secret]> <[secret]>',
  )
})
