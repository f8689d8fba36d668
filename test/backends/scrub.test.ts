import { describe, expect, test } from 'vitest'
import { scrub } from '../../src/backends/scrub.js'

describe('words that are safe to show', () => {
  test.each([
    ['No such thing.\n   at Microsoft.Exchange.Foo.Bar(String x)\n   at System.Baz()', 'No such thing.'],
    ['Failed. ---> System.Exception: inner', 'Failed.'],
    ['[Server=AM0PR04MB1234,RequestId=6e1f,TimeStamp=now] Failed on AM0PR04MB1234.', 'Failed on a server.'],
    ['Ask am0pr04mb1234.eurprd04.prod.outlook.com again.', 'Ask a server again.'],
    ['Bad token eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln here', 'Bad token (removed) here'],
    ['Key -----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY----- is bad', 'Key (removed) is bad'],
    ['AADSTS700027: No. Trace ID: 6e1f Correlation ID: 7a2b', 'AADSTS700027: No.'],
    ['In /tmp/tmpEXO_x/tmpEXO_x.psm1:1205 it failed', 'In a script it failed'],
    ['Two\r\n lines\u0007\u0000', 'Two lines'],
    ['y'.repeat(500), `${'y'.repeat(299)}…`],
    ["Mailbox 'laura@contoso.com' isn't there.", "Mailbox 'laura@contoso.com' isn't there."],
  ])('%j', (raw, shown) => {
    expect(scrub(raw)).toBe(shown)
  })
})
