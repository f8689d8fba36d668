// What chat can do, from a terminal: the same rules, flow and record.
import { expect, test } from 'vitest'
import { createTakenOver } from '../domain/rules/evidence.js'
import { getIncident, readTypes } from '../features/acts.js'
import { openAtConsole } from './stage.js'

test('whoever claims one is on it, in chat as well, and who may only look is refused', async () => {
  const { stage, id, ask } = await openAtConsole()
  expect(await ask(['claim', 'sam@contoso.com'], { user: 'vera' })).toMatchObject({ code: 3 })
  const ran = await ask(['claim', 'sam@contoso.com'])
  expect(ran.code).toBe(0)
  expect(ran.stdout).toContain('You are on it')
  expect((await getIncident(stage, id)).taken?.by).toMatchObject({ platform: 'console', id: 'maya' })
  const handover = await ask(['handover', '--take', 'nobody'])
  expect(handover.code).toBe(3)
  expect(handover.stderr).toContain('There are: maya (console:maya).')
})

test('an account is taken back with the steps that are named, and what is not offered says what is', async () => {
  const { stage, id, ask } = await openAtConsole(createTakenOver({ addresses: ['sam@contoso.com'] }))
  const wrong = await ask(['contain', 'sam@contoso.com', '--step', 'sing-out', '--yes'])
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toMatch(/Not to be done: sing-out\. There is: .*revoke-sessions/)
  expect(await ask(['contain', 'sam@contoso.com'])).toMatchObject({ code: 2 })
  const refused = await ask(['contain', id, '--step', 'revoke-sessions', '--yes'], { user: 'vera' })
  expect(refused.code).toBe(3)
  const asking = ask(['contain', id, '--step', 'revoke-sessions', '--yes', '--wait', '0'])
  expect((await asking).stderr).toContain('No answer yet')
  await stage.advance(5_000)
  expect(await readTypes(stage)).toContain('containment.done')
})

test('what is over, how Reprieve is and what the settings are is told in lines', async () => {
  const { ask } = await openAtConsole()
  expect((await ask(['history'])).stdout).toContain('Nothing has ended yet.')
  const status = await ask(['status'])
  expect(status.stdout).toMatch(/^Status: /)
  expect(status.stdout).toContain('[works]')
  expect((await ask(['policies', '--tenant', 'contoso'])).stdout).toMatch(/^Settings of Contoso: /)
  expect((await ask(['policies', '--tenant', 'contso'])).stderr).toContain('Did you mean Contoso?')
  expect((await ask(['policies', '--accept', '--yes'])).stderr).toContain('Nothing has changed')
})

test('the text for Microsoft Support is handed on as it is', async () => {
  const { ask } = await openAtConsole()
  const { code, stdout } = await ask(['support-text', 'sam@contoso.com'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Subject: sam@contoso\.com cannot send mail/)
})

test('--tenant says of which organisation one is meant', async () => {
  const { ask } = await openAtConsole()
  expect((await ask(['list', '--tenant', 'Contoso'])).stdout).toContain('sam@contoso.com')
  expect((await ask(['show', 'sam@contoso.com', '--tenant', 'contoso'])).code).toBe(0)
  const none = await ask(['claim', 'sam@contoso.com', '--tenant', 'fabrikam'])
  expect(none.code).toBe(3)
  expect(none.stderr).toContain('No tenant is called "fabrikam".')
  const other = await ask(['claim', 'tom@contoso.com', '--tenant', 'contoso'])
  expect(other.stderr).toContain('Nothing that is live in contoso is called tom@contoso.com.')
})
