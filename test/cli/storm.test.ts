// "reprieve storm": many at once, by the same rules as in chat.
import { expect, onTestFinished, test } from 'vitest'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { countUnblocks, createSender } from '../features/acts.js'
import { access, contoso } from '../features/people.js'
import { createStage } from '../features/stage.js'
import { openDoor } from './stage.js'

async function open() {
  const stage = await createStage({
    access: {
      homes: new Set([...access.homes, 'console:this-machine']),
      people: new Map([
        ['console:maya', { role: 'approver', addresses: ['maya@contoso.com'] }],
        ['console:tom', { role: 'approver', addresses: ['tom@contoso.com'] }],
        ['console:olga', { role: 'operator', addresses: ['olga@contoso.com'] }],
      ]),
      accounts: new Map([
        ['console:maya', { objectId: 'aad-1', directoryId: 'tenant-1' }],
        ['console:tom', { objectId: 'aad-2', directoryId: 'tenant-1' }],
      ]),
      groups: new Map(),
    },
    tenants: [contoso],
  })
  onTestFinished(() => stage.close())
  for (let number = 1; number <= 7; number += 1)
    stage.backend.restrict(createSender(`shop${number}@contoso.com`))
  await stage.advance(minuteMilliseconds)
  await stage.advance(5_000)
  const door = await openDoor(stage.bot().handlers)
  const ask = (args: readonly string[], user = 'maya') => door(['storm', ...args], { user })
  return { stage, ask }
}

test('one signs and another approves; who is left out or has no role stays out', async () => {
  const { stage, ask } = await open()
  expect((await ask([])).stderr).toContain('Nobody is there to ask.')
  const unknown = await ask(['--yes', '--answer', 'wanted=yes', '--leave-out', 'shop9@contoso.com'])
  expect(unknown).toMatchObject({ code: 2 })
  expect(unknown.stderr).toContain('Not among them: shop9@contoso.com')
  expect(await ask(['--yes', '--answer', 'wanted=no'])).toMatchObject({ code: 3 })
  expect(await ask(['--yes', '--answer', 'wanted=yes'], 'olga')).toMatchObject({ code: 3 })
  const signed = await ask(['--yes', '--answer', 'wanted=yes', '--leave-out', 'shop3@contoso.com'])
  expect(signed.code).toBe(4)
  expect(signed.stderr).toContain('You signed for 6.')
  await stage.advance(3_000)
  const own = await ask(['--approve', '--yes'])
  expect(own).toMatchObject({ code: 3 })
  expect(countUnblocks(stage)).toBe(0)
  const approved = await ask(['--approve', '--yes'], 'tom')
  expect(approved.code).toBe(0)
  expect(approved.stdout).toContain('Unblocking 6.')
  await stage.advance(minuteMilliseconds)
  expect(countUnblocks(stage)).toBe(6)
  expect(stage.backend.isListed(createSender('shop3@contoso.com').entity)).toBe(true)
})

test('the latest is stopped', async () => {
  const { stage, ask } = await open()
  await ask(['--yes', '--answer', 'wanted=yes'])
  await stage.advance(3_000)
  const stopped = await ask(['--stop'], 'tom')
  expect(stopped).toMatchObject({ code: 0 })
  expect(stopped.stdout).toContain('Stopped.')
  expect(await ask(['--stop'])).toMatchObject({ code: 3 })
})
