import { describe, expect, test } from 'vitest'
import { toCmdletError } from '../../../src/backends/exchange/exchange-error.js'

const refuse = (text: string, { names = [] as readonly string[], changing = false } = {}) =>
  toCmdletError({ service: 'Exchange Online', texts: [text], names, changing })

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
    const error = refuse("The term 'Get-X' is not recognized as a name of a cmdlet.", { names })
    expect(error.code).toBe('forbidden')
    expect(error.message).toContain('not permitted or not imported')
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
