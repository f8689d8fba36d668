// Whoever types a command where nothing is named learns where settings come from.
import { expect, test } from 'vitest'
import { run } from './run.js'

test('without a settings file the command that begins one is named beside what is missing', async () => {
  const ran = await run(['config', 'check'])
  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain('No settings file was named.')
  expect(ran.stderr).toContain('else begin with "reprieve init"')
  const named = await run(['config', 'check', '--config', '/nowhere.yaml'])
  expect(named.stderr).not.toContain('No settings file was named.')
})

test('an organisation without a channel is listed as such', async () => {
  expect((await run(['tenant', 'list'])).stdout).toContain('nothing real is watched; no channel\n')
})
