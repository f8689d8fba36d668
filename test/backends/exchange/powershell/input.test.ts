// Whatever somebody typed, mailed or named themselves reaches the cmdlet as one value, and does nothing else.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { CmdletCall, Cmdlets, CmdletValue } from '../../../../src/backends/exchange/cmdlets.js'
import { createStage, describePwsh, never, patience, type Stage } from './stage.js'

const folder = mkdtempSync(join(tmpdir(), 'reprieve-canary-'))
const canary = join(folder, 'canary')
const deed = `New-Item -ItemType File -Path ${canary}`

const corpus: readonly string[] = [
  `'; ${deed}; '`,
  `"; ${deed}; "`,
  `'; ${deed} #`,
  `$(${deed})`,
  `"$(${deed})"`,
  `@(${deed})`,
  `& { ${deed} }`,
  `{ ${deed} }`,
  `\`$(${deed})`,
  `a\`nb\`"c\``,
  `a\n${deed}\n`,
  `a\r\n${deed}`,
  `a; ${deed}`,
  `a | ForEach-Object { ${deed} }`,
  `a && ${deed}`,
  `a || ${deed}`,
  `’; ${deed}; ‘`,
  `”; ${deed}; “`,
  `‚${deed}‛`,
  `„$(${deed})`,
  `– ${deed}`,
  `--% ${deed}`,
  `@{ a = $(${deed}) }`,
  `# ${deed}`,
  `<# ${deed} #>`,
  `@'\n${deed}\n'@`,
  `@"\n$(${deed})\n"@`,
  `> ${canary}`,
  `| Out-File ${canary}`,
  `; exit`,
  '-Confirm:$false',
  '-Reason',
  '-SenderAddress',
  '-ErrorAction SilentlyContinue',
  '@splat',
  '$null',
  '$env:PATH',
  '$ErrorActionPreference',
  '%PATH%',
  '*',
  '[guid]::NewGuid()',
  '{0}',
  '\u0000',
  `a\u0000${deed}`,
  '\u0001\u0007\u001b[31mred\u001b[0m',
  '\u2028\u2029\u0085',
  'x'.repeat(200_000),
  '💥👩‍👩‍👧‍👦 данные ünïcödé',
  '\u202egro.live@x\u202c',
  '\ufeffbom',
  '2026-11-22T03:14:15Z',
  '1e3',
  'True',
  '  spaces  ',
  '',
  '{"id":1,"ok":true,"records":[]}',
  '</script>',
]

describePwsh('what a cmdlet is given by way of pwsh', patience, () => {
  let stage: Stage
  let cmdlets: Cmdlets

  beforeAll(async () => {
    stage = await createStage()
    cmdlets = stage.create()
  })
  beforeEach(() => stage.endpoint.reset())
  afterAll(async () => {
    await stage.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function pass(call: CmdletCall) {
    stage.endpoint.onRun = () => ({})
    await cmdlets.run(call, never)
    const [run, ...more] = stage.endpoint.runs
    expect(more).toEqual([])
    return run?.parameters
  }

  test.each(corpus.map((text) => [text.length > 60 ? `${text.slice(0, 60)}…` : text, text]))(
    'passes %j on as it is',
    async (_, text) => {
      const given = await pass({ cmdlet: 'Get-BlockedSenderAddress', parameters: { SenderAddress: text } })
      expect(given).toEqual([{ name: 'SenderAddress', type: 'System.String', value: text }])
      expect(existsSync(canary)).toBe(false)
    },
  )

  test('passes all of it on in a list', async () => {
    const parameters = { Operations: corpus, StartDate: '2026-11-21', EndDate: '2026-11-22' }
    const given = await pass({ cmdlet: 'Search-UnifiedAuditLog', parameters })
    const operations = given?.find(({ name }) => name === 'Operations')
    expect(operations).toEqual({ name: 'Operations', type: 'System.String[]', value: corpus })
    expect(existsSync(canary)).toBe(false)
  })

  test.each<[CmdletValue, string, unknown]>([
    [null, 'null', null],
    [true, 'System.Boolean', true],
    [7, 'System.Int32', 7],
    [5_000_000_000, 'System.Int64', 5_000_000_000],
    [0.5, 'System.Double', 0.5],
    [['one'], 'System.String[]', ['one']],
    [[], 'System.String[]', []],
    ['text', 'System.String', 'text'],
  ])('gives %j as %s', async (value, type, arrived) => {
    const given = await pass({ cmdlet: 'Set-Mailbox', parameters: { ForwardingAddress: value } })
    expect(given?.find(({ name }) => name === 'ForwardingAddress')).toEqual({
      name: 'ForwardingAddress',
      type,
      value: arrived,
    })
  })

  test('sets a switch', async () => {
    const given = await pass({ cmdlet: 'Get-InboxRule', parameters: { IncludeHidden: true } })
    expect(given).toEqual([
      { name: 'IncludeHidden', type: 'System.Management.Automation.SwitchParameter', value: true },
    ])
  })

  test('confirms what would ask a person', async () => {
    const given = await pass({ cmdlet: 'Disable-InboxRule', parameters: { Identity: 'r1' } })
    expect(given).toContainEqual({
      name: 'Confirm',
      type: 'System.Management.Automation.SwitchParameter',
      value: false,
    })
  })

  test.each([
    'ErrorAction',
    'erroraction',
    'WarningAction',
    'OutVariable',
    'PipelineVariable',
    'WhatIf',
    'ea',
    'ErrorA',
    'Sender',
    '',
    'SenderAddress:',
    '-SenderAddress',
    `x $(${deed})`,
    'SenderAddress\u0000',
    'Identity',
    '__proto__',
  ])('refuses a parameter called %j, and asks nobody', async (name) => {
    const call: CmdletCall = {
      cmdlet: 'Get-BlockedSenderAddress',
      parameters: Object.fromEntries([[name, 'x']]),
    }
    await expect(cmdlets.run(call, never)).rejects.toMatchObject({ code: 'rejected', outcome: 'unchanged' })
    expect(stage.endpoint.runs).toEqual([])
    expect(existsSync(canary)).toBe(false)
  })

  test('refuses half a character, which no text can hold', async () => {
    const call: CmdletCall = { cmdlet: 'Get-BlockedSenderAddress', parameters: { SenderAddress: '\ud83d' } }
    await expect(cmdlets.run(call, never)).rejects.toMatchObject({ code: 'rejected', outcome: 'unchanged' })
    expect(stage.endpoint.runs).toEqual([])
  })
})
