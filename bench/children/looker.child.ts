// One tenant with a long list: the bot's whole look at it, over REST, whenever one is asked for.
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { RestrictionBackend, Store } from '../../src/ports.js'
import { answerCalls } from '../processes/answer.js'
import { readUsage } from '../processes/usage.js'
import { cloudSchema, createRest } from '../world/cloud.js'
import { tenantId } from '../world/facts.js'
import { gatherEvidence, saveIncidents, toIncident } from '../world/incidents.js'
import { createMarkedStore } from '../world/marked-store.js'
import { clock, createWatchingBot, openStore } from '../world/watching.js'

const settingsSchema = z.object({ folder: z.string(), cloud: cloudSchema })
/** Of a long list on a busy machine. */
const patienceMilliseconds = 60_000
/** After a look, what it asked for goes on: evidence, and the next look up to the gate. */
const quietMilliseconds = 100

/** The next look waits here until it is asked for. */
const gate = { isWaiting: false, open: () => {} }
/** How far a look has come: by the clock and by this process's processor time, in milliseconds. */
type Mark = ReturnType<typeof mark>
const marks = { listed: mark(), compared: mark() }
let isQuiet = (_milliseconds: number) => true
let endLook = () => {}

answerCalls({
  async start(argument) {
    const { folder, cloud } = settingsSchema.parse(argument)
    const backend = await createRest(cloud).toBackend(0, clock)
    const store = await openStore(folder)
    await seed(store, backend)
    const marked = createMarkedStore(store, {
      onLookSaving() {
        marks.compared = mark()
      },
    })
    isQuiet = marked.isQuiet
    const backends = new Map([[tenantId, toGated(backend)]])
    const bot = createWatchingBot({
      store: marked.store,
      pollSeconds: 0,
      backends,
      pollEnded({ ok }) {
        if (!ok) throw new Error('The look failed.')
        endLook()
      },
    })
    await bot.start()
    await untilQuiet()
  },
  async look() {
    const begun = mark()
    await new Promise<void>((resolve) => {
      endLook = resolve
      gate.open()
    })
    const saved = mark()
    await untilQuiet()
    return {
      whole: toSpent(begun, saved),
      list: toSpent(begun, marks.listed),
      compare: toSpent(marks.listed, marks.compared),
      save: toSpent(marks.compared, saved),
    }
  },
})

function mark() {
  return { at: performance.now(), processor: readUsage().processorMilliseconds }
}

function toSpent(from: Mark, to: Mark) {
  return { milliseconds: to.at - from.at, processorMilliseconds: to.processor - from.processor }
}

/** Every entry of the list has been seen before. */
async function seed(store: Store, backend: RestrictionBackend): Promise<void> {
  const { restrictions } = await backend.list(AbortSignal.timeout(patienceMilliseconds))
  const evidence = await gatherEvidence()
  await saveIncidents(store, [...restrictions.entries()], ([index, restriction]) =>
    toIncident({ id: `known-${index}`, tenantId, restriction, evidence }),
  )
}

function toGated(backend: RestrictionBackend): RestrictionBackend {
  return {
    ...backend,
    async list() {
      await new Promise<void>((resolve) => {
        gate.open = resolve
        gate.isWaiting = true
      })
      gate.isWaiting = false
      // How long it waited at the gate must not count.
      const listed = await backend.list(AbortSignal.timeout(patienceMilliseconds))
      marks.listed = mark()
      return listed
    },
  }
}

async function untilQuiet(): Promise<void> {
  while (!gate.isWaiting || !isQuiet(quietMilliseconds)) await wait(5)
}
