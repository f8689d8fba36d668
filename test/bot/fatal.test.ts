import { expect, test } from 'vitest'
import { createBot } from '../../src/bot/index.js'
import { StoreError } from '../../src/errors.js'
import { createLog } from '../../src/log/index.js'
import { contoso } from '../features/people.js'
import { createStage } from '../features/stage.js'

test.each([
  ['is about to do', 'claimTasks', true, 1],
  ['is asked to save', 'commit', true, 1],
  ['can try again later', 'claimTasks', false, 0],
] as const)(
  'a store that fails at what it %s (%s, fatal: %s) ends the process or not',
  async (_, call, fatal, ends) => {
    const stage = await createStage()
    const store = stage.store()
    const errors: StoreError[] = []
    const fail = () => Promise.reject(new StoreError('The disk is gone', fatal))
    const bot = createBot({
      store: { ...store, [call]: fail },
      clock: stage.clock,
      createId: () => 'id',
      random: () => 0,
      log: createLog({ level: 'silent' }),
      access: { homes: new Set(), people: new Map(), groups: new Map() },
      tenants: [{ tenant: contoso, backend: stage.backend }],
      platforms: [],
      onFatal: (error) => void errors.push(error),
    })
    await bot.start().catch(() => undefined)
    await stage.idle()
    await bot.stop()
    expect(errors).toHaveLength(ends)
    await stage.close()
  },
)
