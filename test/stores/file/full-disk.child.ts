// Works on a store whose files may not grow, and prints what became of it as JSON.

import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { StoreError } from '../../../src/errors.js'
import { duties } from '../../../src/features/index.js'
import { createFileStore } from '../../../src/stores/file/index.js'
import { createManualClock } from '../../clock.js'
import { createEvent } from '../../contracts/store-records.js'

const [, , folder = '', size = '0'] = process.argv
let failedAppends = 0
const log = { debug() {}, info() {}, warn() {}, error: () => (failedAppends += 1) }
const clock = createManualClock(1_000)
const store = await createFileStore({ duties, folder, clock, createId: randomUUID, log, pid: process.pid })

const tooBig: unknown = await store.remember('big', 'x'.repeat(Number(size))).catch((error: unknown) => error)
const names = readdirSync(folder)
let commits = 0
for (; failedAppends < 3; commits += 1) await store.commit({ events: [createEvent('one')] })
await store.close()

const isFatal = tooBig instanceof StoreError ? tooBig.fatal : undefined
process.stdout.write(JSON.stringify({ isFatal, names, commits }))
