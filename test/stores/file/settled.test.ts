import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDisk } from '../../../src/stores/file/disk.js'
import { createEvent, createIncident, toClosed } from '../../contracts/store-records.js'
import { createFolder, type Folder } from './folder.js'

let folder: Folder
beforeEach(async () => {
  folder = await createFolder()
})
afterEach(() => folder.remove())

test('what a killed process left to the memory of the system is on the medium before anything is built on it', async () => {
  const first = await folder.open()
  const incident = { next: toClosed(createIncident('one')), expectedVersion: 0 }
  await first.commit({ incident, events: [createEvent('one', { texts: { note: 'Clean' } })] })
  await first.close()
  const real = createDisk()
  const steps: string[] = []
  const disk = {
    ...real,
    async sync(path: string) {
      await real.sync(path)
      steps.push(path.slice(folder.path.length + 1).replace(/-.*/, ''))
    },
    async syncFolder(path: string) {
      await real.syncFolder(path)
      steps.push('folder')
    },
    async remove(path: string) {
      steps.push('remove')
      return real.remove(path)
    },
  }
  const second = await folder.open({ disk })
  expect(steps.slice(0, 5)).toEqual(['texts', 'journal', 'archive', 'folder', 'remove'])
  await second.close()
})
