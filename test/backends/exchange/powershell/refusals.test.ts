import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { CmdletName, Cmdlets } from '../../../../src/backends/exchange/cmdlets.js'
import { startHost } from '../../../../src/backends/exchange/powershell/host.js'
import { createSystemClock } from '../../../../src/run/clock.js'
import { catchFailure } from '../../../contracts/failure.js'
import type { StubAct } from './endpoint.js'
import { createStage, describePwsh, never, patience, pwshPath, type Stage } from './stage.js'

const errorId = '[Server=AM0PR04MB1234,RequestId=6e1f,TimeStamp=Sun, 22 Nov 2026 03:14:15 GMT]'
const missing =
  'Ex6F9304|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The operation ' +
  "couldn't be performed because object 'x' couldn't be found on 'AM0PR04A03DC001.EURPR04A003.PROD.OUTLOOK.COM'."

describePwsh('what Exchange declines by way of pwsh', patience, () => {
  let stage: Stage
  let cmdlets: Cmdlets

  beforeAll(async () => {
    stage = await createStage()
    // A role that holds all but two of the cmdlets.
    const without = (names: readonly string[]) =>
      names.filter((name) => name !== 'Get-Mailbox' && name !== 'Set-Mailbox')
    stage.endpoint.onConnect = ({ parameters }) => {
      stage.endpoint.tenant.state.allowedCmdlets = new Set(without(toTexts(parameters.CommandName)))
      return {}
    }
    cmdlets = stage.create()
    await list()
  })
  beforeEach(() => stage.endpoint.reset())
  afterAll(() => stage.close())

  const list = () => cmdlets.run({ cmdlet: 'Get-BlockedSenderAddress', parameters: {} }, never)
  const remove = () =>
    cmdlets.run({ cmdlet: 'Remove-BlockedSenderAddress', parameters: { SenderAddress: 'x' } }, never)
  function answer(...acts: readonly StubAct[]): void {
    stage.endpoint.onRun = () => ({ acts, records: [{ Name: 'a part' }] })
  }

  test('is an error even when the cmdlet goes on after it, never a shorter list', async () => {
    answer({ kind: 'write-error', text: missing, id: errorId, reason: 'ManagementObjectNotFoundException' })
    await expect(list()).rejects.toMatchObject({
      code: 'not-found',
      outcome: 'unchanged',
      message: "The operation couldn't be performed because object 'x' couldn't be found.",
    })
  })

  test.each<[string, StubAct, string]>([
    ['an object that is not there', { kind: 'throw', text: missing }, 'not-found'],
    [
      'a role that lacks the cmdlet',
      { kind: 'throw', text: "The term 'Get-BlockedSenderAddress' is not recognized as a name of a cmdlet." },
      'forbidden',
    ],
    [
      'a role that lacks the parameter',
      {
        kind: 'throw',
        text: 'A positional parameter is not present in the role definition of the current user.',
      },
      'forbidden',
    ],
    [
      'a bare 403',
      { kind: 'throw', text: 'Response status code does not indicate success: 403 (Forbidden).' },
      'forbidden',
    ],
    [
      'too many calls',
      {
        kind: 'throw',
        text: 'You have reached the maximum number of concurrent requests per tenant. Please wait and try again.',
      },
      'throttled',
    ],
    [
      'anything else',
      { kind: 'throw', text: 'Ex1|Microsoft.Exchange.Data.DataValidationException|Not like this.' },
      'rejected',
    ],
  ])('tells %s', async (_, act, code) => {
    answer(act)
    await expect(list()).rejects.toMatchObject({ code, outcome: 'unchanged' })
    await expect(remove()).rejects.toMatchObject({ code, outcome: 'unchanged' })
  })

  test('does not know what was done when the connection broke', async () => {
    answer({ kind: 'connection-lost' })
    await expect(list()).rejects.toMatchObject({ code: 'unavailable', outcome: 'unchanged' })
    await expect(remove()).rejects.toMatchObject({ code: 'unavailable', outcome: 'unknown' })
  })

  test('asks no person', async () => {
    answer({ kind: 'prompt' })
    await expect(list()).rejects.toMatchObject({ code: 'rejected', outcome: 'unchanged' })
  })

  test('survives a stray break, which is no answer', async () => {
    answer({ kind: 'break' })
    await expect(list()).rejects.toMatchObject({ code: 'rejected', outcome: 'unchanged' })
    stage.endpoint.reset()
    expect(await list()).toEqual({ records: [], warnings: [] })
  })

  test('is a cmdlet that the role does not hold', async () => {
    const run = (cmdlet: CmdletName) => cmdlets.run({ cmdlet, parameters: { Identity: 'x' } }, never)
    const failure = await catchFailure(run('Get-Mailbox'))
    expect(failure).toMatchObject({ code: 'forbidden', outcome: 'unchanged' })
    expect(failure.message).toContain('Get-Mailbox is not permitted or not imported')
    await expect(run('Set-Mailbox')).rejects.toMatchObject({ code: 'forbidden', outcome: 'unchanged' })
  })

  test('shows in the list of what is allowed', async () => {
    const allowed = await cmdlets.listAllowed('exchange', never)
    expect(allowed).toContain('get-blockedsenderaddress')
    expect(allowed).not.toContain('get-mailbox')
    expect(allowed).not.toContain('get-protectionalert')
    expect(await cmdlets.listAllowed('compliance', never)).toEqual(new Set(['get-protectionalert']))
  })

  test('keeps the cmdlets of the two services apart', async () => {
    await cmdlets.run({ cmdlet: 'Get-ProtectionAlert', parameters: {} }, never).catch(() => undefined)
    await cmdlets.run({ cmdlet: 'Get-AdminAuditLogConfig', parameters: {} }, never).catch(() => undefined)
    expect(stage.endpoint.runs.map(({ cmdlet }) => cmdlet)).toEqual([
      'Get-ProtectionAlert',
      'Get-AdminAuditLogConfig',
    ])
    expect(new Set(stage.endpoint.runs.map(({ pid }) => pid)).size).toBe(1)
  })
})

describePwsh('the host script by itself', patience, () => {
  test.each([
    'Get-Process',
    'Invoke-Expression',
    'Connect-ExchangeOnline',
    'Invoke-FakeCmdlet',
    'gci',
    'sh',
    '/bin/sh',
    'Get-Blocked*',
    'ExchangeOnlineManagement\\Get-BlockedSenderAddress',
    'C:\\x.ps1',
    '& { 1 }',
  ])('does not run %s, though its parent asks', async (cmdlet) => {
    const { host } = await shared
    const answer = await host.ask({ do: 'run', service: 'exchange', cmdlet, parameters: {} })
    expect(answer).toMatchObject({ ok: false, kind: 'not-imported' })
  })

  test('does not run a cmdlet before it has signed in', async () => {
    const { host } = await shared
    const cmdlet = 'Get-BlockedSenderAddress'
    const answer = await host.ask({ do: 'run', service: 'exchange', cmdlet, parameters: {} })
    expect(answer).toMatchObject({ ok: false, kind: 'not-imported' })
  })

  test('does not run what is only called like a cmdlet that is allowed', async () => {
    const { host } = await shared
    // Allowed by name here, and there in every pwsh: but from no session.
    const answer = await host.ask({ do: 'run', service: 'exchange', cmdlet: 'Get-Date', parameters: {} })
    expect(answer).toMatchObject({ ok: false, kind: 'not-imported' })
  })

  let shared: ReturnType<typeof startAlone>
  beforeAll(() => {
    shared = startAlone()
  })
  afterAll(async () => {
    const { host, stage } = await shared
    host.kill('the test is over')
    await host.ended
    await stage.close()
  })
})

async function startAlone() {
  const stage = await createStage()
  const host = startHost({
    program: pwshPath,
    environment: process.env,
    kill: process.kill,
    clock: createSystemClock(),
    start: {
      marker: 'reprieve-alone ',
      cmdlets: ['Get-BlockedSenderAddress', 'Get-Date'],
      refusedParameters: [],
      mostBytes: 1_000_000,
      modulePath: stage.modulePath,
    },
  })
  expect(await host.ready).toMatchObject({ ok: true })
  return { host, stage }
}

function toTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
