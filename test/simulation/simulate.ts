// One seed: a world, a bot in it, and everybody who watches what becomes of them.
import { findApart } from '../../src/domain/apart.js'
import { hourMilliseconds, minuteMilliseconds } from '../../src/domain/instant.js'
import { watchActs } from './invariants/acts.js'
import { watchBlindness } from './invariants/blindness.js'
import { watchCallings } from './invariants/callings.js'
import { cardsAreTrue, countMessages, everyListedHasCard, oneCardPerChannel } from './invariants/cards.js'
import {
  pollsGoOn,
  readinessIsHonest,
  readyWhenAllIsWell,
  watchLog,
  workIsDone,
} from './invariants/health.js'
import { watchMarks } from './invariants/marks.js'
import { watchShifts } from './invariants/shifts.js'
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
import { watchWaits } from './invariants/waits.js'
import { type Book, createBook, type Glance, type Violation } from './invariants/watch.js'
import { withDesk } from './practice/desk.js'
import { practise } from './practice/doings.js'
import { withOwners } from './practice/owners.js'
import { createPracticeTenants } from './practice/tenants.js'
import { watchPractice } from './practice/watch.js'
import { type Program, root } from './program/load.js'
import { createRandom } from './random.js'
import { createWorldTime, type WorldTime } from './time.js'
import { createChat } from './world/chat.js'
import { createCluster } from './world/cluster.js'
import { createDoings } from './world/doings.js'
import { createExchange, type Exchange, type ExchangeParts } from './world/exchange.js'
import { createTenants, letHappen, toWhole } from './world/fate.js'
import { createHappenings } from './world/happenings.js'
import { createMachine, type MachineParts } from './world/machine.js'
import { fullDays, lossyDays, toQuietWeeks, wantedDays } from './world/pace.js'
import { createPager } from './world/pager.js'
import { createReader } from './world/pages.js'
import { createPlaces, pagerIds } from './world/places.js'
import { foreseeWeather } from './world/weather.js'
import type { Broken, Onlookers, World } from './world/world.js'

export interface Run {
  readonly seed: number
  readonly hours: number
  readonly program: Program
  /** So many processes share a store; one on its own files when undefined. */
  readonly bots?: number
  /** Weeks in which little happens, with ladders, pagers and shifts; full days when undefined. */
  readonly isSparse?: boolean
  /** Full days in which posting a card once is hard. */
  readonly isLossy?: boolean
  /** Full days in which people practise, review many at once and ask owners, and all that is off by default is on. */
  readonly isPractice?: boolean
  /** Full days in which most is muted. */
  readonly isWanted?: boolean
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

export async function simulate(run: Run): Promise<Outcome> {
  const folder = `/simulation/${run.seed}`
  try {
    return await live(run, folder)
  } finally {
    run.program.files.forget(folder)
  }
}

async function live(
  {
    seed,
    hours,
    program,
    bots = 1,
    isSparse = false,
    isLossy = false,
    isPractice = false,
    isWanted = false,
    isEnough = () => false,
    trace,
  }: Run,
  folder: string,
): Promise<Outcome> {
  const random = createRandom(`${seed}`)
  const days = isLossy ? lossyDays : isWanted ? wantedDays : fullDays
  const pace = isSparse ? toQuietWeeks(random.fork('pace')) : days
  const time = createWorldTime(pace.began)
  const happenings = createHappenings(time, trace)
  const book = createBook(seed, { time, happenings })
  const tenants = isSparse
    ? createPlaces(random.fork('places'))
    : isPractice
      ? createPracticeTenants(random.fork('practice tenants'))
      : createTenants(random.fork('tenants')).slice(0, isLossy || isWanted ? 1 : undefined)
  const read = createReader(program, `${root}/cards`)
  const log = watchLog(() => world, book)
  function withPractice(parts: ExchangeParts): Exchange {
    const exchange = createExchange(parts)
    if (!isPractice) return exchange
    return withDesk(exchange, {
      ...parts,
      random: random.fork(`desk ${parts.tenantId}`),
      onInvented: (call) => practice?.onInvented(call),
      onTwice: (mark) => practice?.onTwice(mark),
    })
  }
  const exchanges = new Map(
    tenants.map(({ id }) => [
      id,
      withPractice({
        program,
        tenantId: id,
        time,
        random: random.fork(`exchange ${id}`),
        happenings,
        hasWanted: isSparse || isPractice || isWanted,
        onChange(call) {
          acts.onChange(call)
          void practice?.onChange(call)
          if (call.kind !== 'look') machine.note('asking')
        },
      }),
    ]),
  )
  const chats = (['slack', 'teams'] as const).map((name) => {
    const chat = createChat({
      program,
      name,
      time,
      random: random.fork(name),
      happenings,
      read,
      isLossy,
      onPosted(message) {
        callings.onPosted(message)
        practice?.onPosted(message)
      },
    })
    return isPractice ? withOwners(chat) : chat
  })
  const pagers = (isSparse ? pagerIds : []).map((id) =>
    createPager({
      program,
      id,
      speaks: id === 'night',
      time,
      random: random.fork(id),
      happenings,
      door: () => machine.door(),
      onRing: (order) => callings.onRing(id, order),
    }),
  )
  const machineParts: MachineParts = {
    program,
    folder,
    time,
    random: random.fork('machine'),
    happenings,
    exchanges,
    chats,
    pagers,
    settings: toWhole(tenants),
    onLog: (line) => log.hear(line),
    onSaved: (commit) => marks.onSaved(commit),
    isLossy,
  }
  const machine = bots > 1 ? createCluster({ ...machineParts, bots }) : createMachine(machineParts)
  const world: World = {
    program,
    time,
    happenings,
    exchanges,
    chats,
    pagers,
    pace,
    machine,
    read,
    random: random.fork('people'),
  }
  const marks = watchMarks(book)
  const acts = watchActs(world, book)
  const tellings = watchTellings(world, book)
  const callings = watchCallings(world, book)
  const blindness = watchBlindness(world, book)
  const waits = watchWaits(world, book)
  const shifts = watchShifts(world, book)
  const practice = isPractice
    ? watchPractice(world, book, { onLeave: (broken) => acts.onBreak(broken) })
    : undefined
  /** Who was invented is nobody to Exchange. */
  const isReal = ({ incident }: Broken) => findApart(incident.tenantId) === undefined
  const onlookers: Onlookers = {
    onBreak(broken) {
      if (isReal(broken)) acts.onBreak(broken)
    },
    onBroken(broken, isDone) {
      if (!isReal(broken)) return
      acts.onBroken(broken, isDone)
      tellings.onBroken(broken, isDone)
    },
    onPress(pressed) {
      if (practice?.isPractised(pressed.incidentId) !== true) acts.onPress(pressed)
      if (pressed.action === 'unblock') machine.note('yes')
    },
    onAnswer(pressed, answer) {
      if (practice?.isPractised(pressed.incidentId) !== true) acts.onAnswer(pressed, answer)
      tellings.onAnswer(pressed, answer)
    },
    onSilence: ({ person, action, incidentId }, why) =>
      book.report('press-unanswered', `${person.actor.name} pressed "${action}" of ${incidentId}: ${why}`),
  }
  const doings = createDoings(world, onlookers)
  if (practice !== undefined) practise({ world, onlookers, onYes: practice.onYes })
  const end = hours * hourMilliseconds
  const sky = { random: random.fork('weather'), tenants: tenants.length, pace }
  letHappen(world, { pace, spells: foreseeWeather(sky, end), tenants })
  const pass = () =>
    void time.after(world.random.around(pace.actMilliseconds), () => {
      doings.act()
      pass()
    })
  pass()
  machine.start()
  const isSeen = () => book.violations.some(({ name }) => isEnough(name))
  await passTime(time, { end, every: pace.lookMinutes * minuteMilliseconds }, async () => {
    await machine.watch(async () => {
      const seen = await glance(world, book)
      if (seen === undefined) return
      acts.look(seen)
      await practice?.look()
      if (!pace.isSparse) return
      await waits.look(seen)
      await blindness.look(seen)
    })
    tellings.look()
    callings.look()
    shifts.look()
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
      ...practice?.counts(),
    },
  }
}

/** Everything that waits for nothing outside has run to its end by then. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** @param look every so many milliseconds; false ends it. */
async function passTime(
  time: WorldTime,
  { end, every }: { readonly end: number; readonly every: number },
  look: () => Promise<boolean>,
): Promise<void> {
  await settle()
  let nextLook = every
  while (time.passed() < end) {
    const until = Math.min(nextLook, end)
    while (time.runNext(until)) await settle()
    if (time.passed() >= nextLook) {
      if (!(await look())) return
      await settle()
      nextLook += every * Math.max(1, Math.ceil((time.passed() - nextLook) / every))
    }
  }
}

async function glance(world: World, book: Book): Promise<Glance | undefined> {
  const running = world.machine.running()
  if (running === undefined || running.life.isOver()) return undefined
  const all = await running.store.listLive({}).catch(() => undefined)
  if (all === undefined) return undefined
  const live = all.filter(({ tenantId }) => findApart(tenantId) === undefined)
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
  if (minute % 5 !== 0) return seen
  oneCardPerChannel(seen)
  await cardsAreTrue(seen)
  await endedIsGone(seen)
  await flowsWasSeen(seen)
  await readyWhenAllIsWell(seen)
  await workIsDone(seen)
  if (minute % 30 === 0) await oneIncidentPerRestriction(seen)
  return seen
}
