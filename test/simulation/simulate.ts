// One seed: a world, a bot in it, and everybody who watches what becomes of them.
import { hourMilliseconds, minuteMilliseconds } from '../../src/domain/instant.js'
import { watchActs } from './invariants/acts.js'
import { cardsAreTrue, countMessages, everyListedHasCard, oneCardPerChannel } from './invariants/cards.js'
import {
  pollsGoOn,
  readinessIsHonest,
  readyWhenAllIsWell,
  watchLog,
  workIsDone,
} from './invariants/health.js'
import {
  endedIsGone,
  flowsWasSeen,
  goneIsSeen,
  liveHaveTenants,
  oneIncidentPerRestriction,
  oneLivePerEntity,
  passingStatesPass,
} from './invariants/states.js'
import { watchTellings } from './invariants/tellings.js'
import { type Book, createBook, type Violation } from './invariants/watch.js'
import { type Program, root } from './program/load.js'
import { createRandom } from './random.js'
import { createWorldTime, type WorldTime } from './time.js'
import { createChat } from './world/chat.js'
import { createCluster } from './world/cluster.js'
import { createDoings } from './world/doings.js'
import { createExchange } from './world/exchange.js'
import { createTenants, letHappen, toWhole } from './world/fate.js'
import { createHappenings } from './world/happenings.js'
import { createMachine, type MachineParts } from './world/machine.js'
import { createReader } from './world/pages.js'
import { foreseeWeather } from './world/weather.js'
import type { World } from './world/world.js'

export interface Run {
  readonly seed: number
  readonly hours: number
  readonly program: Program
  /** So many processes share a store; one on its own files when undefined. */
  readonly bots?: number
  /** The day ends as soon as a violation of such a name has been seen. */
  readonly isEnough?: (name: string) => boolean
  /** Told everything as it happens. */
  readonly trace?: (line: string) => void
}

export interface Outcome {
  readonly seed: number
  readonly digest: string
  readonly violations: readonly Violation[]
  readonly counts: Readonly<Record<string, number>>
}

const began = Date.UTC(2026, 10, 1, 6)
/** So that there are two thousand presses in a day. */
const actMilliseconds = 75_000

export async function simulate(run: Run): Promise<Outcome> {
  const folder = `/simulation/${run.seed}`
  try {
    return await live(run, folder)
  } finally {
    run.program.files.forget(folder)
  }
}

async function live(
  { seed, hours, program, bots = 1, isEnough = () => false, trace }: Run,
  folder: string,
): Promise<Outcome> {
  const random = createRandom(`${seed}`)
  const time = createWorldTime(began)
  const happenings = createHappenings(time, trace)
  const book = createBook(seed, { time, happenings })
  const tenants = createTenants(random.fork('tenants'))
  const read = createReader(program, `${root}/cards`)
  const log = watchLog(() => world, book)
  const exchanges = new Map(
    tenants.map(({ id }) => [
      id,
      createExchange({
        program,
        tenantId: id,
        time,
        random: random.fork(`exchange ${id}`),
        happenings,
        onChange(call) {
          acts.onChange(call)
          if (call.kind !== 'look') machine.note('asking')
        },
      }),
    ]),
  )
  const chats = (['slack', 'teams'] as const).map((name) =>
    createChat({ program, name, time, random: random.fork(name), happenings, read }),
  )
  const machineParts: MachineParts = {
    program,
    folder,
    time,
    random: random.fork('machine'),
    happenings,
    exchanges,
    chats,
    settings: toWhole(tenants),
    onLog: (line) => log.hear(line),
  }
  const machine = bots > 1 ? createCluster({ ...machineParts, bots }) : createMachine(machineParts)
  const world: World = {
    program,
    time,
    happenings,
    exchanges,
    chats,
    machine,
    read,
    random: random.fork('people'),
  }
  const acts = watchActs(world, book)
  const tellings = watchTellings(world, book)
  const doings = createDoings(world, {
    onBreak: (broken) => acts.onBreak(broken),
    onBroken(broken, isDone) {
      acts.onBroken(broken, isDone)
      tellings.onBroken(broken, isDone)
    },
    onPress(pressed) {
      acts.onPress(pressed)
      if (pressed.action === 'unblock') machine.note('yes')
    },
    onAnswer(pressed, answer) {
      acts.onAnswer(pressed, answer)
      tellings.onAnswer(pressed, answer)
    },
    onSilence: ({ person, action, incidentId }, why) =>
      book.report('press-unanswered', `${person.actor.name} pressed "${action}" of ${incidentId}: ${why}`),
  })
  const end = hours * hourMilliseconds
  letHappen(world, foreseeWeather(random.fork('weather'), tenants.length, end), tenants)
  const pass = () =>
    void time.after(world.random.around(actMilliseconds), () => {
      doings.act()
      pass()
    })
  pass()
  machine.start()
  const isSeen = () => book.violations.some(({ name }) => isEnough(name))
  await passTime(time, end, async () => {
    await machine.watch(() => glance(world, book))
    tellings.look()
    return !isSeen()
  })
  await acts.check()
  const { unblocks, yes, steps } = acts.counts()
  const incidents = [...exchanges.values()].flatMap(({ restrictions }) => [...restrictions.values()])
  return {
    seed,
    digest: happenings.digest(),
    violations: book.violations,
    counts: {
      tenants: tenants.length,
      incidents: incidents.reduce((sum, count) => sum + count, 0),
      presses: doings.presses(),
      yes,
      unblocks,
      steps,
      starts: machine.starts(),
      messages: countMessages(world),
      happenings: happenings.count(),
    },
  }
}

/** Everything that waits for nothing outside has run to its end by then. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** @param look once a minute; false ends it. */
async function passTime(time: WorldTime, end: number, look: () => Promise<boolean>): Promise<void> {
  await settle()
  let nextLook = minuteMilliseconds
  while (time.passed() < end) {
    const until = Math.min(nextLook, end)
    while (time.runNext(until)) await settle()
    if (time.passed() >= nextLook) {
      if (!(await look())) return
      await settle()
      nextLook += minuteMilliseconds * Math.max(1, Math.ceil((time.passed() - nextLook) / minuteMilliseconds))
    }
  }
}

async function glance(world: World, book: Book): Promise<void> {
  const running = world.machine.running()
  if (running === undefined || running.life.isOver()) return
  const live = await running.store.listLive({}).catch(() => undefined)
  if (live === undefined) return
  const seen = { world, book, live }
  oneLivePerEntity(seen)
  everyListedHasCard(seen)
  passingStatesPass(seen)
  goneIsSeen(seen)
  liveHaveTenants(seen)
  pollsGoOn(seen)
  await readinessIsHonest(seen)
  // The rest takes longer to look at than it takes to become true.
  const minute = Math.floor(world.time.passed() / minuteMilliseconds)
  if (minute % 5 !== 0) return
  oneCardPerChannel(seen)
  await cardsAreTrue(seen)
  await endedIsGone(seen)
  await flowsWasSeen(seen)
  await readyWhenAllIsWell(seen)
  await workIsDone(seen)
  if (minute % 30 === 0) await oneIncidentPerRestriction(seen)
}
