import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createEvent, createIncident } from '../contracts/store-records.js'
import { createFolder, type Folder, forgetEnd } from '../stores/file/folder.js'
import { run } from './run.js'

let folder: Folder
let store: string
beforeEach(async () => {
  folder = await createFolder()
  store = join(folder.path, 'store')
  const opened = await folder.open({ folder: store })
  await opened.commit({
    incident: { next: createIncident('one'), expectedVersion: 0 },
    events: [createEvent('one')],
  })
  await opened.close()
})
afterEach(() => folder.remove())

const repair = (args: readonly string[] = [], typed?: readonly string[]) =>
  run(['store', 'repair', '--data', folder.path, ...args], typed === undefined ? {} : { typed })

async function damage(): Promise<void> {
  await forgetEnd(store)
  await writeFile(join(store, 'state.json'), 'null')
}

test('says so when there is nothing to repair', async () => {
  expect(await repair()).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('nothing to repair') as unknown,
  })
})

test('says what is wrong, what can be rebuilt and what is lost, and changes nothing by itself', async () => {
  await damage()
  const { code, stdout, stderr } = await repair()
  expect(code).toBe(3)
  expect(stdout).toMatch(
    /What is wrong:\n {2}state\.json is damaged: .*\nWhat can be rebuilt from state\.previous\.json and the journal \(1 entry\):\n {2}1 live incident, /,
  )
  expect(stdout).toMatch(/What is lost:\n {2}Whatever the last save held/)
  expect(stderr).toContain('Nothing was changed. With --yes it is done.')
  expect(await readFile(join(store, 'state.json'), 'utf8')).toBe('null')
})

test.each([
  ['--yes', ['--yes'], undefined],
  ['a typed yes', [], ['yes']],
])('repairs at %s, and says where the damaged files are', async (_, args, typed) => {
  await damage()
  const { code, stderr } = await repair(args, typed)
  expect(code).toBe(0)
  expect(stderr).toMatch(/Repaired\. What was there before is in .*before-repair-/)
  expect((await readdir(store)).some((name) => name.startsWith('before-repair-'))).toBe(true)
  const opened = await folder.open({ folder: store })
  expect(await opened.listLive({})).toMatchObject([{ id: 'one' }])
})

test('asks, and takes nothing but yes for it', async () => {
  await damage()
  expect(await repair([], ['no'])).toMatchObject({ code: 3, asked: ['Repair it like this? Type yes: '] })
})

test('gives the plan as JSON, with the base and what is lost', async () => {
  await rm(join(store, 'state.json'))
  await rm(join(store, 'state.previous.json'))
  const { stdout } = await repair(['--json'])
  expect(JSON.parse(stdout)).toMatchObject({ base: 'nothing', lost: { incidents: ['one'] } })
})
