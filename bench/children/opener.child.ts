// Opens a store folder with a history, and says what that cost.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { duties } from '../../src/features/index.js'
import { createLog } from '../../src/log/index.js'
import { createSystemClock } from '../../src/run/clock.js'
import { createFileStore } from '../../src/stores/file/index.js'
import { answerCalls } from '../processes/answer.js'
import { writeHistory } from '../world/history.js'

const settingsSchema = z.object({ folder: z.string(), closedIncidents: z.number() })
let folder = ''

answerCalls({
  async start(argument) {
    const settings = settingsSchema.parse(argument)
    folder = join(settings.folder, 'history')
    await writeHistory(folder, settings.closedIncidents)
  },
  /** Processor time in milliseconds. */
  async open() {
    const before = process.cpuUsage()
    const clock = createSystemClock()
    const log = createLog({ level: 'silent' })
    const store = await createFileStore({
      folder,
      clock,
      createId: randomUUID,
      log,
      pid: process.pid,
      duties,
    })
    const { user, system } = process.cpuUsage(before)
    await store.close()
    return (user + system) / 1_000
  },
})
