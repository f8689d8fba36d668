import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chainStart, toEntry } from '../../../src/stores/chain.js'
import { createDisk } from '../../../src/stores/file/disk.js'
import { openJournal } from '../../../src/stores/file/journal.js'
import { createEvent } from '../../contracts/store-records.js'
import { createFolder, type Folder } from './folder.js'

let folder: Folder
beforeEach(async () => {
  folder = await createFolder()
})
afterEach(() => folder.remove())

test('whoever reads an incident while something about it is saved gets what was there when they asked', async () => {
  const at = { folder: folder.path, disk: createDisk() }
  const journal = await openJournal(at, { ...chainStart, outbox: [] })
  const first = toEntry(chainStart, createEvent('one'))
  journal.admit([first])
  await journal.append([first])
  const reading = journal.read({ incidentId: 'one', limit: 9 }, { ...first, outbox: [] })
  journal.admit([toEntry(first, createEvent('one'))])
  expect((await reading).map(({ seq }) => seq)).toEqual([1])
})

test('what was read of an incident is not read from its file a second time', async () => {
  const at = { folder: folder.path, disk: createDisk() }
  const journal = await openJournal(at, { ...chainStart, outbox: [] })
  const entry = toEntry(chainStart, createEvent('one'))
  journal.admit([entry])
  await journal.append([entry])
  const read = () => journal.read({ incidentId: 'one', limit: 9 }, { ...entry, outbox: [] })
  const first = await read()
  for (const name of await readdir(folder.path)) await rm(join(folder.path, name))
  expect([first, await read()]).toEqual([[entry], [entry]])
})
