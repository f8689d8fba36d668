// The state in a data folder, to be rebuilt while no bot runs.
import { randomUUID } from 'node:crypto'
import { duties } from '../features/index.js'
import { createLog } from '../log/index.js'
import { openRepair, type Repair } from '../stores/file/repair/index.js'
import { createSystemClock } from './clock.js'
import { toStoreFolder } from './data-folder.js'

export type { Repair, RepairPlan } from '../stores/file/repair/index.js'

/** Looks and changes nothing yet. @throws StoreError when the folder is in use, or cannot be repaired. */
export async function openStoreRepair(dataFolder: string, pid: number): Promise<Repair> {
  return openRepair({
    folder: toStoreFolder(dataFolder),
    clock: createSystemClock(),
    createId: randomUUID,
    log: createLog({ level: 'silent' }),
    pid,
    duties,
  })
}
