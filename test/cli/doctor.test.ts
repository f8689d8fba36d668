// "reprieve doctor" through the running bot, and by the settings alone while none runs.

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { toDoctorText } from '../../src/cli/doctor.js'
import type { Check } from '../../src/domain/check.js'
import { doctorReportSchema } from '../../src/domain/doctor.js'
import type { PersonEntry } from '../../src/domain/grants.js'
import { createControl } from '../../src/doors/control.js'
import { catalogue } from '../../src/features/index.js'
import { toControlPath } from '../../src/run/data-folder.js'
import { readTypes } from '../features/acts.js'
import { access } from '../features/people.js'
import { createStage } from '../features/stage.js'
import { silentLog } from '../stores/file/folder.js'
import { createPlace } from './bot.js'
import { run } from './run.js'

const jsonSchema = z.looseObject({ worst: z.string(), ...doctorReportSchema.unwrap().shape })
const toNames = (sections: z.infer<typeof jsonSchema>['sections']) =>
  sections.flatMap(({ name, checks }) => checks.map((check) => `${name}: ${check.name} ${check.result}`))

/** A bot on the stage with the door of a real one. */
async function open(checks?: readonly Check[]) {
  const person = (name: string, role: 'approver' | 'viewer'): [string, PersonEntry] => [
    `console:${name}`,
    { role, addresses: [] },
  ]
  const stage = await createStage({
    access: {
      homes: new Set([...access.homes, 'console:this-machine']),
      people: new Map([...access.people, person('maya', 'approver'), person('vera', 'viewer')]),
      groups: new Map(),
    },
  })
  if (checks !== undefined) stage.backend.diagnose(checks)
  const place = await createPlace([])
  const bot = stage.bot()
  const path = toControlPath(place.dataFolder)
  const control = createControl({
    path,
    handlers: bot.handlers,
    callDoctor: bot.callDoctor,
    breakGlass: bot.breakGlass,
    presses: catalogue.presses,
    log: silentLog,
  })
  await control.listen()
  onTestFinished(async () => {
    await control.close()
    await place.remove()
    await stage.close()
  })
  const ask = (user: string, ...args: readonly string[]) =>
    run(['doctor', ...args, '-c', place.configPath], { user })
  return { stage, ask }
}

describe('through the running bot', () => {
  test('prints every line, and ends well when there is nothing to mend', async () => {
    const { ask, stage } = await open([
      { name: 'Certificate', result: 'warning', found: 'Ends in 9 days.', remedy: 'Renew it.' },
    ])
    const ran = await ask('maya')
    expect(ran.code).toBe(0)
    expect(ran.stdout).toMatch(/^Reprieve\n {2}\[works\] Settings: .*\n\nContoso\n/s)
    expect(ran.stdout).toContain('  [could be better] Certificate: Ends in 9 days.\n      Renew it.\n')
    expect(ran.stdout).toContain('  [works] Test card in C1: Posted and edited.')
    expect(ran.stdout).toMatch(/\n\n1 could be better, 9 work\.$/)
    expect(stage.slack.sent).toHaveLength(2)
  })

  test('ends with 3 when something needs mending, in JSON too, and leaves a record', async () => {
    const { ask, stage } = await open([
      { name: 'Token', result: 'problem', found: 'None.', remedy: 'Get one.' },
    ])
    const ran = await ask('maya', '--json', '--no-test-card', '--tenant', 'Contoso')
    expect(ran.code).toBe(3)
    const { worst, sections, by } = jsonSchema.parse(JSON.parse(ran.stdout))
    expect(worst).toBe('problem')
    expect(by).toEqual({ platform: 'console', id: 'maya', name: 'maya', host: 'mail-1' })
    expect(toNames(sections)).toEqual([
      'Reprieve: Settings ok',
      'Reprieve: Access list ok',
      'Reprieve: Store ok',
      'Reprieve: Drill ok',
      'Contoso: Token problem',
      'Contoso: Alert and sending settings ok',
      'Slack: Bot token ok',
      'Teams: Bot token ok',
    ])
    expect(stage.slack.sent).toEqual([])
    expect(await readTypes(stage)).toContain('doctor.run')
  })

  test.each([
    ['vera', [], /not on the list of people who may call the doctor/],
    ['mallory', [], /not on the list of people who may call the doctor/],
    ['maya', ['--tenant', 'nowhere'], /No tenant is called "nowhere"/],
  ])('%s is told no: %j', async (user, args, words) => {
    const { ask, stage } = await open()
    const ran = await ask(user, ...args)
    expect(ran).toMatchObject({ code: 3, stdout: '' })
    expect(ran.stderr).toMatch(words)
    expect(stage.slack.sent).toEqual([])
    expect(await readTypes(stage)).toContain('command.refused')
  })
})

test('settings that cannot be read are the first problem', async () => {
  const place = await createPlace([])
  onTestFinished(() => place.remove())
  const broken = join(place.folder, 'broken.yaml')
  await writeFile(broken, (await readFile(place.configPath, 'utf8')).replace('dataFolder', 'dataFoulder'))
  const ran = await run(['doctor', '-c', broken])
  expect(ran).toMatchObject({ code: 1, stdout: '' })
  expect(ran.stderr).toMatch(/The settings have .*dataFoulder/s)
})

test('text from outside drives no terminal', () => {
  const hostile = '\u001b[2J\u202eevil\nnext'
  const check: Check = { name: hostile, result: 'problem', found: hostile, remedy: hostile }
  const text = toDoctorText({
    startedAt: 0,
    finishedAt: 0,
    by: { platform: 'console', id: 'maya', name: 'maya' },
    sections: [{ name: hostile, checks: [check] }],
    counts: { problem: 1, warning: 0, skipped: 0, ok: 0 },
  })
  expect(text.split('\n')).toHaveLength(5)
  for (const live of ['\u001b', '\u202e']) expect(text).not.toContain(live)
})

test('--live with a name that no organisation has says which one was probably meant, and which there are', async () => {
  const { ask } = await open()
  const typo = await ask('maya', '--live', '--tenant', 'Contso')
  expect(typo.code).toBe(3)
  expect(typo.stderr).toContain('No tenant is called "Contso". Did you mean Contoso?')
  expect((await ask('maya', '--live', '--tenant', 'fabrikam')).stderr).toContain('There are: Contoso.')
})

test('--live says that an invented organisation cannot be read live', async () => {
  const { ask } = await open()
  const answer = await ask('maya', '--live')
  expect(answer.code).toBe(1)
  expect(answer.stderr).toMatch(/Only an organisation with the backend exchange can be read live/)
})
