// The socket for the command line: who gets through, and what is made of what they send.

import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Actor } from '../../src/domain/actor.js'
import type { DoctorWish } from '../../src/domain/doctor.js'
import { createControl, findPathProblem } from '../../src/doors/control.js'
import { catalogue } from '../../src/features/index.js'
import { toControlPath } from '../../src/run/data-folder.js'
import { silentLog } from '../stores/file/folder.js'

async function createPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'reprieve-control-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return toControlPath(folder)
}

async function open(path: string) {
  const heard: object[] = []
  const note = (given: object) => {
    heard.push(given)
    return Promise.resolve({ name: 'line', view: { icon: '', text: 'heard' } } as const)
  }
  const handlers = { onPress: note, onCommand: note, onHome: note }
  const breakGlass = async () => undefined
  const callDoctor = (actor: Actor, wish: DoctorWish) => note({ actor, wish })
  const control = createControl({
    path,
    handlers,
    callDoctor,
    breakGlass,
    presses: catalogue.presses,
    log: silentLog,
  })
  await control.listen()
  onTestFinished(() => control.close())
  return { heard, control }
}

function send(socketPath: string, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath, method: 'POST', agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

const command = { kind: 'command', user: 'maya', text: 'list' }

test('hands on who asks and what, as somebody at this machine who belongs to no group', async () => {
  const path = await createPath()
  const { heard } = await open(path)
  const answer = await send(path, JSON.stringify(command))
  expect(JSON.parse(answer.text)).toEqual({ card: { name: 'line', view: { icon: '', text: 'heard' } } })
  const actor = { platform: 'console', id: 'maya', name: 'maya', home: 'this-machine', isMember: true }
  expect(heard).toEqual([{ actor: { ...actor, addresses: undefined, groups: [] }, text: 'list' }])
})

test('hands on a call for the doctor, and brings the refusal back', async () => {
  const path = await createPath()
  const { heard } = await open(path)
  const ask = { kind: 'doctor', user: 'maya', tenant: 'contoso', postsTestCards: false }
  const answer = await send(path, JSON.stringify(ask))
  expect(JSON.parse(answer.text)).toMatchObject({ card: { name: 'line' } })
  expect(heard).toMatchObject([
    { actor: { platform: 'console', id: 'maya' }, wish: { tenant: 'contoso', postsTestCards: false } },
  ])
})

test.each([
  ['no JSON', 'list'],
  [
    'a doctor for too much',
    JSON.stringify({ kind: 'doctor', user: 'maya', postsTestCards: true, again: true }),
  ],
  ['an unknown kind', JSON.stringify({ ...command, kind: 'order' })],
  ['more than was asked for', JSON.stringify({ ...command, home: 'T1' })],
  ['no user', JSON.stringify({ ...command, user: '' })],
  ['a very long user', JSON.stringify({ ...command, user: 'x'.repeat(201) })],
  [
    'no button there is',
    JSON.stringify({
      kind: 'press',
      user: 'maya',
      action: 'destroy',
      incidentId: '',
      confirmationId: '',
      values: {},
    }),
  ],
])('refuses %s, and nobody hears of it', async (_, body) => {
  const path = await createPath()
  const { heard } = await open(path)
  expect(await send(path, body)).toMatchObject({ status: 400 })
  expect(heard).toEqual([])
})

test('takes no more than it can hold', async () => {
  const path = await createPath()
  const { heard } = await open(path)
  const sent = send(path, JSON.stringify({ ...command, text: 'x'.repeat(10_000_000) }))
  await sent.catch(() => undefined)
  expect(heard).toEqual([])
  expect(await send(path, JSON.stringify(command))).toMatchObject({ status: 200 })
})

test('lets only the owner at the socket, however open the folders are', async () => {
  const path = await createPath()
  await mkdir(dirname(path), { mode: 0o777 })
  await open(path)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700)
})

test('takes the place of a socket that a dead bot left, and leaves none behind', async () => {
  const path = await createPath()
  await mkdir(dirname(path))
  await writeFile(path, '')
  const { control } = await open(path)
  expect(await send(path, JSON.stringify(command))).toMatchObject({ status: 200 })
  await control.close()
  expect(await readdir(dirname(path))).toEqual([])
})

test('refuses a path that the system would cut off, and leaves alone whoever listens where it would end', async () => {
  const path = await createPath()
  const long = join(dirname(path), 'x'.repeat(120), 'socket')
  expect(findPathProblem(long)).toContain('Use a shorter dataFolder')
  expect(findPathProblem(path)).toBeUndefined()
  await expect(open(long)).rejects.toThrow('longer than')
})

test('closes at once when nobody is being answered', async () => {
  const path = await createPath()
  const { control } = await open(path)
  await send(path, JSON.stringify(command))
  await control.close()
  await expect(send(path, JSON.stringify(command))).rejects.toThrow('ENOENT')
  // The place is free again.
  const next = createServer()
  await new Promise<void>((resolve) => next.listen(path, () => resolve()))
  await new Promise((resolve) => next.close(resolve))
})
