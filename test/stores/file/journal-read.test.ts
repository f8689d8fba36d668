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
