import { describe, expect, test } from 'vitest'
import { scrub, toCmdletError } from '../../../src/backends/exchange/exchange-error.js'

const refuse = (text: string, { names = [] as readonly string[], changing = false } = {}) =>
  toCmdletError({ texts: [text], names, changing })

describe('what Exchange says no with', () => {
  test.each([
    [
      "Ex6F9304|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The operation couldn't be performed because object 'x@contoso.com' couldn't be found on 'AM0PR04A03DC001.EURPR04A003.PROD.OUTLOOK.COM'.",
      'not-found',
      "The operation couldn't be performed because object 'x@contoso.com' couldn't be found.",
    ],
    [
      '|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|Couldn\'t find object "Erin | x". Please make sure that it was spelled correctly.',
      'not-found',
      'Couldn\'t find object "Erin | x". Please make sure that it was spelled correctly.',
    ],
    ['Ex1|Microsoft.Exchange.Data.DataValidationException|Not like this.', 'rejected', 'Not like this.'],
    ['', 'rejected', 'Exchange Online declined, and did not say why.'],
  ])('%s', (text, code, message) => {
    expect(refuse(text)).toMatchObject({ code, message, outcome: 'unchanged' })
  })

  test('is a missing cmdlet rather than a missing object, by either name', () => {
    const names = ['System.Management.Automation.CommandNotFoundException', 'ObjectNotFound']
    expect(refuse("The term 'Get-X' is not recognized as a name of a cmdlet.", { names })).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('not permitted or not imported'),
    })
  })

  test('is a parameter that is not there, not an object', () => {
    const names = ['System.Management.Automation.ParameterBindingException']
    const text = "A parameter cannot be found that matches parameter name 'Foo'."
    expect(refuse(text, { names })).toMatchObject({ code: 'rejected', message: text })
  })

  test.each(['throttled', 'unauthorized@contoso.com', 'timed out', 'bad gateway', 'connection refused'])(
    'is not decided by a name that somebody chose: %s',
    (name) => {
      expect(refuse(`The value '${name}' isn't valid.`).code).toBe('rejected')
    },
  )

  test.each([
    ['Please retry after 17 seconds: too many requests.', 17_000],
    ['Throttled, sleeping for 250 milliseconds', 250],
    ['Too many requests.', undefined],
  ])('says how long to wait as far as it was said: %s', (text, milliseconds) => {
    expect(refuse(text)).toMatchObject({ code: 'throttled', retryAfterMilliseconds: milliseconds })
  })

  test.each([
    ['The response ended prematurely.', 'System.Net.Http.HttpIOException', 'unavailable', 'unknown'],
    ['A task was canceled.', 'System.Threading.Tasks.TaskCanceledException', 'timeout', 'unknown'],
    [
      'Connection refused (outlook.office365.com:443)',
      'System.Net.Http.HttpRequestException',
      'unavailable',
      'unchanged',
    ],
    ['403 (Forbidden).', 'System.Net.Http.HttpRequestException', 'forbidden', 'unchanged'],
  ])('leaves a deed in doubt only when it may have been done: %s', (text, name, code, outcome) => {
    expect(refuse(text, { names: [name], changing: true })).toMatchObject({ code, outcome })
    expect(refuse(text, { names: [name] })).toMatchObject({ code, outcome: 'unchanged' })
  })
})

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
    ['y'.repeat(500), `${'y'.repeat(399)}…`],
    ["Mailbox 'laura@contoso.com' isn't there.", "Mailbox 'laura@contoso.com' isn't there."],
  ])('%j', (raw, shown) => {
    expect(scrub(raw)).toBe(shown)
  })
})
