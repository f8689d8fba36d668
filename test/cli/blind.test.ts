// "reprieve blind": what can be pressed on the card of what goes unseen, from a terminal.
import { expect, test } from 'vitest'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { BackendError } from '../../src/errors.js'
import { readTypes } from '../features/acts.js'
import { openAtConsole } from './stage.js'

const refused = new BackendError('AADSTS700027: the certificate has expired.', {
  code: 'forbidden',
  outcome: 'unchanged',
})

test('what goes unseen is listed, taken on, read again and explained from a terminal, by those who may in chat', async () => {
  const { stage, ask } = await openAtConsole()
  expect((await ask(['blind'])).stdout).toBe('Nothing goes unseen.')
  expect(await ask(['blind', '--take'])).toMatchObject({ code: 3 })
  stage.backend.fail('list', refused)
  await stage.advance(10 * minuteMilliseconds)
  expect((await ask(['blind'], { user: 'vera' })).stdout).toMatch(
    /^Not watching Contoso since 2026-11-22 03:\d\d UTC\n {2}Nobody is on it\n {2}Which: \S+$/,
  )
  expect((await ask(['blind', '--fix'], { user: 'vera' })).stdout).toContain('Type reprieve doctor')
  expect(await ask(['blind', '--take'], { user: 'vera' })).toMatchObject({ code: 3 })
  expect((await ask(['blind', '--take', '--try'])).stderr).toContain('Say one of')
  const taken = await ask(['blind', '--take', '--json'])
  expect(taken.stderr).toBe('')
  expect(JSON.parse(taken.stdout)).toMatchObject({
    said: expect.stringContaining('You are on it.') as string,
    unseen: [
      { cause: 'tenant', platform: null, tenantIds: ['contoso'], claimedBy: { id: 'maya' }, canTry: true },
    ],
  })
  expect(await readTypes(stage)).toContain('blindness.taken')
  stage.backend.fail('list', undefined)
  expect((await ask(['blind', '--try'])).stdout).toContain('The list of Contoso is being read.')
  await stage.advance(minuteMilliseconds)
  expect(JSON.parse((await ask(['blind', '--json'])).stdout)).toEqual({ unseen: [] })
})

test('of several things that go unseen one is named, and where no list is left out none is read again', async () => {
  const { stage, ask } = await openAtConsole()
  stage.backend.fail('list', refused)
  stage.teams.sicken('invalid_auth')
  await stage.advance(10 * minuteMilliseconds)
  const several = await ask(['blind', '--take'])
  expect(several.code).toBe(2)
  expect(several.stderr).toContain('There are several: say which.')
  const [, id = ''] = /(\S+) {2}\S+ is not reached/.exec(several.stderr) ?? []
  expect((await ask(['blind', 'nonsense', '--take'])).stderr).toContain('None of them is nonsense.')
  expect(await ask(['blind', id, '--try'])).toMatchObject({ code: 2 })
  expect((await ask(['blind', id, '--fix'])).stdout).toContain('Type reprieve doctor here')
})
