import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StoreError } from '../../../src/errors.js'
import { createEvent, createIncident, createTask, toClosed } from '../../contracts/store-records.js'
import { createFolder, type Folder, forgetEnd, toStateBytes } from './folder.js'

let folder: Folder
let file: string
beforeEach(async () => {
  folder = await createFolder()
  file = join(folder.path, 'state.json')
})
afterEach(() => folder.remove())

async function fill(): Promise<void> {
  const store = await folder.open()
  await store.commit({
    incident: { next: createIncident('one'), expectedVersion: 0 },
    events: [createEvent('one')],
    tasks: [createTask('one')],
    cells: [{ key: 'key', value: 'kept' }],
  })
  await store.commit({ incident: { next: toClosed(createIncident('two')), expectedVersion: 0 } })
  await store.close()
}

/** As a bot leaves it that was killed. */
async function fillAndKill(): Promise<void> {
  await fill()
  await forgetEnd(folder.path)
}

async function refusal(): Promise<StoreError> {
  const error: unknown = await folder.open().catch((reason: unknown) => reason)
  if (!(error instanceof StoreError))
    throw new Error('It was opened, or failed in another way', { cause: error })
  expect(error.fatal).toBe(true)
  return error
}

const listCopies = async () => (await readdir(folder.path)).filter((name) => name.includes('.corrupt-'))

describe('a state file that is damaged', () => {
  const rewrite = (change: (text: string) => string) => async () =>
    writeFile(file, change(await readFile(file, 'utf8')))
  /** By something that knows how to write a checksum. */
  const rewriteWhole = (change: (text: string) => string) => async () => {
    const text = change(await readFile(file, 'utf8'))
    await writeFile(file, toStateBytes(JSON.parse(text) as object))
  }

  test.each<[string, () => Promise<void>, RegExp]>([
    ['is empty', rewrite(() => ''), /not JSON/],
    ['was cut off', rewrite((text) => text.slice(0, text.length / 2)), /not JSON/],
    ['holds null', rewrite(() => 'null'), /top level/],
    ['holds false', rewrite(() => 'false'), /top level/],
    ['holds a list', rewrite(() => '[]'), /top level/],
    ['holds no members', rewrite(() => '{}'), /version/],
    ['does not say its format', rewrite((text) => text.replace('"format":8,', '')), /format/],
    [
      'has a format that is no number',
      rewrite((text) => text.replace('"format":8,', '"format":"4",')),
      /format/,
    ],
    [
      'has a wrong value',
      rewriteWhole((text) => text.replace('"status":"open"', '"status":"ajar"')),
      /incidents\[0\]\.state/,
    ],
    [
      'holds an incident twice',
      rewriteWhole((text) => text.replace(/"incidents":\[(.*)\],/, '"incidents":[$1,$1],')),
      /twice/,
    ],
    ['has one bit flipped', rewrite((text) => text.replace('contoso', 'contosn')), /checksum does not match/],
    [
      'has lost its checksum',
      rewrite((text) => text.replace(/,"checksum":"\w+"/, '')),
      /checksum is missing/,
    ],
    ['has a damaged name for it', rewrite((text) => text.replace('"checksum"', '"checksul"')), /checksum/],
    ['was edited by a program that writes JSON', rewrite((text) => text.trimEnd()), /checksum is missing/],
    ['is not there', () => rm(file), /it is not there/],
    ['is binary', async () => writeFile(file, Buffer.from([0, 255, 254, 128, 10])), /not JSON/],
    ['is zeros, as after a power cut', async () => writeFile(file, Buffer.alloc(512)), /not JSON/],
  ])('is refused and kept when it %s', async (_, damage, words) => {
    await fillAndKill()
    await damage()
    const bytes = await readFile(file).catch(() => undefined)
    const error = await refusal()
    expect(error.message).toContain(file)
    expect(error.message).toMatch(words)
    expect(error.message).toContain('reprieve store repair')
    expect(error.message).toContain('restore')
    expect(await readFile(file).catch(() => undefined)).toEqual(bytes)
    await refusal()
    const copies = await listCopies()
    expect(copies).toHaveLength(bytes === undefined ? 0 : 1)
    for (const copy of copies) expect(await readFile(join(folder.path, copy))).toEqual(bytes)
  })

  test('says nothing of what is in the file', async () => {
    await writeFile(file, 'laura@contoso.com')
    expect((await refusal()).message).not.toContain('laura')
  })

  test.each<[string, () => Promise<void>]>([
    ['is empty', rewrite(() => '')],
    ['has one bit flipped', rewrite((text) => text.replace('contoso', 'contosn'))],
    ['is not there', () => rm(file)],
  ])(
    'costs nothing when it %s after a peaceful stop: the second copy is known to be the last',
    async (_, damage) => {
      await fill()
      await damage()
      const bytes = await readFile(file).catch(() => undefined)
      const store = await folder.open()
      expect(await store.listLive({})).toEqual([createIncident('one', { version: 1 })])
      expect((await store.recall('key'))?.value).toBe('kept')
      await store.remember('key', 'new')
      await store.close()
      expect((await (await folder.open()).recall('key'))?.value).toBe('new')
      for (const copy of await listCopies()) expect(await readFile(join(folder.path, copy))).toEqual(bytes)
    },
  )

  test('is not replaced by the generation before it, which is one commit short', async () => {
    const store = await folder.open()
    await store.remember('key', 'first')
    await store.remember('key', 'second')
    const previous = await readFile(join(folder.path, 'state.previous.json'), 'utf8')
    expect(previous).toContain('first')
    await store.close()
    await forgetEnd(folder.path)
    await writeFile(join(folder.path, 'state.previous.json'), previous)
    await writeFile(file, 'null')
    expect((await refusal()).message).toContain('reprieve store repair')
  })

  test('is not replaced by a second copy that is damaged too', async () => {
    await fill()
    await writeFile(file, 'null')
    const previous = join(folder.path, 'state.previous.json')
    await writeFile(previous, (await readFile(previous, 'utf8')).replace('contoso', 'contosn'))
    expect((await refusal()).message).toContain('reprieve store repair')
  })

  test('can be put back from a backup', async () => {
    await fillAndKill()
    const backup = await readFile(file)
    await writeFile(file, 'null')
    await refusal()
    await writeFile(file, backup)
    const store = await folder.open()
    expect(await store.listLive({})).toHaveLength(1)
  })

  test('is refused when it cannot be read', async () => {
    await mkdir(file)
    expect((await refusal()).message).toContain(file)
    expect(await listCopies()).toEqual([])
  })
})

describe('a state file that is missing', () => {
  test('begins a new store', async () => {
    const store = await folder.open({ folder: join(folder.path, 'new', 'deep') })
    expect(await store.listLive({})).toEqual([])
    await store.close()
  })

  test.each([
    ['journal', 'archive'],
    ['archive', 'journal'],
  ])('is refused when there is a %s beside it', async (kept, dropped) => {
    await fill()
    await rm(file)
    await rm(join(folder.path, 'state.previous.json'))
    for (const name of await readdir(folder.path))
      if (name.startsWith(dropped)) await rm(join(folder.path, name))
    expect((await refusal()).message).toMatch(
      new RegExp(`The ${kept} goes on to entry 1, but state.json knows of 0`),
    )
  })

  test('is refused when it is a link to nowhere, such as a volume that is not mounted', async () => {
    await symlink(join(folder.path, 'volume', 'state.json'), file)
    expect((await refusal()).message).toContain('mounted')
  })
})

describe('files', () => {
  const toMode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

  test('are for their owner only', async () => {
    const path = join(folder.path, 'private')
    const store = await folder.open({ folder: path })
    await store.commit({
      incident: { next: toClosed(createIncident('one')), expectedVersion: 0 },
      events: [createEvent('one')],
    })
    await store.close()
    expect(await toMode(path)).toBe('700')
    const names = await readdir(path)
    expect(names.sort()).toEqual([
      'archive-1970-01.ndjson',
      'journal-2026-11.ndjson',
      'lock.1',
      'state.json',
      'state.previous.json',
    ])
    for (const name of names) expect(await toMode(join(path, name))).toBe('600')
  })

  test('become private again with the next write', async () => {
    await fill()
    await chmod(file, 0o644)
    const store = await folder.open()
    await store.remember('key', 1)
    expect(await toMode(file)).toBe('600')
  })

  test('are compact JSON that holds everything', async () => {
    await fill()
    const text = await readFile(file, 'utf8')
    expect(text).toBe(`${JSON.stringify(JSON.parse(text))}\n`)
    expect(JSON.parse(text)).toMatchObject({
      format: 8,
      oldestReader: 2,
      journal: { seq: 1 },
      memory: [['key', 'kept']],
      tasks: [createTask('one')],
      incidents: [createIncident('one', { version: 1 })],
    })
  })

  test('left behind by a killed write are removed, and what was saved before counts', async () => {
    await fill()
    await writeFile(`${file}.tmp`, '{"version":1,')
    const store = await folder.open()
    expect(await readdir(folder.path)).not.toContain('state.json.tmp')
    expect((await store.recall('key'))?.value).toBe('kept')
    await store.remember('key', 'new')
  })

  test('stay where a link points to', async () => {
    const elsewhere = join(folder.path, 'elsewhere')
    await mkdir(elsewhere)
    await fill()
    const target = join(elsewhere, 'real.json')
    await writeFile(target, await readFile(file))
    await rm(file)
    await symlink(target, file)
    const store = await folder.open()
    await store.remember('key', 'through the link')
    await store.close()
    expect(await readFile(target, 'utf8')).toContain('through the link')
    expect(await readFile(join(elsewhere, 'real.previous.json'), 'utf8')).toContain('through the link')
    const again = await folder.open()
    expect((await again.recall('key'))?.value).toBe('through the link')
  })
})
