// One store alone, killed or cut off from its power at one write after the other: quicker than whole days, and closer.
import type { Claim, Clock, Commit, Log, Store } from '../../src/ports.js'
import { createEvent, createIncident, createTask, toClosed, toPools } from '../contracts/store-records.js'
import { lanes, toIncidentId, toTaskKey } from '../stores/file/kill-plan.js'
import type { Program } from './program/load.js'
import { createRandom, type Random } from './random.js'
import { createWorldTime, type WorldTime } from './time.js'
import { createFailingDisk } from './world/disk.js'
import { createLife, type Life } from './world/life.js'
import { forgetLocks } from './world/locks.js'

export interface PowerRun {
  readonly seed: number
  /** How often it is started. */
  readonly starts: number
  readonly program: Program
}

interface Place extends PowerRun {
  readonly folder: string
  readonly time: WorldTime
  readonly random: Random
  readonly createId: () => string
}

/** Last steps that were acknowledged. */
type Steps = Map<string, number>

const began = Date.UTC(2026, 10, 5)

/** Undefined when all is as it must be; otherwise what is not, in words. */
export async function failPower(run: PowerRun): Promise<string | undefined> {
  const folder = `/power/${run.seed}`
  const random = createRandom(`power ${run.seed}`)
  await run.program.files.mkdir(folder)
  let ids = 0
  const createId = () => {
    ids += 1
    return `i${ids}`
  }
  const place: Place = { ...run, folder, random, createId, time: createWorldTime(began) }
  const steps: Steps = new Map()
  try {
    for (let start = 1; start <= run.starts; start += 1) {
      const problem = await liveOnce(place, steps)
      if (problem !== undefined) return `start ${start}: ${problem}`
    }
    return undefined
  } finally {
    run.program.files.forget(folder)
  }
}

async function liveOnce(place: Place, steps: Steps): Promise<string | undefined> {
  const { program, folder, random, time } = place
  await forgetLocks(program.files, folder)
  const life = createLife(1)
  const { clock, stop } = time.createClock()
  let ended: string | undefined
  const end = (what: string) => {
    life.end()
    ended ??= what
  }
  let writesLeft = random.pick([1, 2, 3, 5, 8, 13, 21, 34])
  const isLastWrite = () => {
    writesLeft -= 1
    return writesLeft === 0
  }
  const disk = createFailingDisk({
    ...place,
    files: program.files,
    disk: program.createDisk(),
    life,
    readTrouble: () => undefined,
    isLastWrite,
    onDeath: end,
  })
  live(place, { steps, life, clock, disk }).then(end, (error: unknown) =>
    end(`PROBLEM ${error instanceof Error ? error.message : String(error)}`),
  )
  await passUntil(time, () => ended !== undefined)
  stop()
  if (random.chance(0.6)) program.files.cutPower(folder, () => random.chance(0.5))
  return ended?.startsWith('PROBLEM') === true ? ended : undefined
}

/** A lock that nobody can read is waited for. */
async function passUntil(time: WorldTime, isOver: () => boolean): Promise<void> {
  for (;;) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve)
    })
    if (isOver()) return
    time.runNext(time.passed() + 60_000)
  }
}

interface Alive {
  readonly steps: Steps
  readonly life: Life
  readonly clock: Clock
  readonly disk: ReturnType<typeof createFailingDisk>
}

const log: Log = { debug() {}, info() {}, warn() {}, error() {} }

async function live(place: Place, { steps, life, clock, disk }: Alive): Promise<string> {
  const { program, folder, createId, random } = place
  const { duties } = program
  const store = await life.hear(() =>
    // So few bytes that cells move into their own file and back again.
    program.createFileStore({
      duties,
      folder,
      clock,
      createId,
      log,
      pid: process.pid,
      disk,
      foldCellsAt: 180,
    }),
  )
  const problem = await findProblem(place, store, { steps, life })
  if (problem !== undefined) return `PROBLEM ${problem}`
  const claims = new Map<string, Claim>()
  const most = random.pick([0, 2, 9])
  await Promise.all(
    lanes.map(async (lane) => {
      for (let count = 0; count < most; count += 1) {
        const step = (steps.get(lane) ?? 0) + 1
        const commit = await toCommit(store, { lane, step, claims, clock })
        await life.hear(() => store.commit(commit))
        steps.set(lane, step)
      }
    }),
  )
  await life.hear(() => store.close())
  return 'closed'
}

interface Step {
  readonly lane: string
  readonly step: number
  readonly claims: Map<string, Claim>
  readonly clock: Clock
}

/** Every third step opens an incident, the next closes it, the one after gives the closed one a card. */
async function toCommit(store: Store, { lane, step, claims, clock }: Step): Promise<Commit> {
  const id = toIncidentId(lane, step)
  const known = await store.findIncident(id)
  const next = known ?? createIncident(id)
  const phase = step % 3
  const card = { platform: 'slack', channel: 'C1', message: String(step) } as const
  const changed = phase === 1 ? next : phase === 2 ? toClosed(next) : { ...next, cards: [card] }
  const request = { now: clock.now(), pools: toPools(9), leaseMilliseconds: 1 }
  for (const claim of await store.claimTasks(request)) claims.set(claim.task.key, claim)
  const claim = claims.get(toTaskKey(lane, step - 1))
  return {
    incident: { next: changed, expectedVersion: known?.version ?? 0 },
    // Longer than a page of the disk now and then.
    events: [createEvent(id, { data: { lane, step }, texts: { note: id.repeat(step % 5 === 0 ? 400 : 1) } })],
    tasks: [createTask(toTaskKey(lane, step), { lane })],
    cells: [{ key: lane, value: step }],
    ...(claim === undefined ? {} : { settle: { claim } }),
  }
}

/** What was acknowledged is there, once; what was under way is there whole or not at all. */
async function findProblem(
  { program }: Place,
  store: Store,
  { steps, life }: Pick<Alive, 'steps' | 'life'>,
): Promise<string | undefined> {
  const entries = await life.hear(() => store.readJournal({ limit: 1_000_000 }))
  let head = program.chainStart
  for (const entry of entries) {
    if (entry.previousHash !== head.hash || entry.hash !== program.toHash(entry))
      return `the journal's entry ${entry.seq} does not follow from ${head.seq}`
    if (entry.event.digests !== undefined && entry.texts === undefined)
      return `the texts of entry ${entry.seq} are gone`
    head = entry
  }
  for (const lane of lanes) {
    const acknowledged = steps.get(lane) ?? 0
    const found = Number((await life.hear(() => store.recall(lane)))?.value ?? 0)
    if (found < acknowledged || found > acknowledged + 1)
      return `${lane} was at step ${acknowledged}, and is at ${found}`
    const written = entries.filter(({ event }) => event.data.lane === lane)
    const isWhole = written.every(({ event }, index) => event.data.step === index + 1)
    if (!isWhole || written.length !== found) return `${lane} has ${written.length} entries of ${found}`
    const incident = await life.hear(() => store.findIncident(toIncidentId(lane, found)))
    if (found > 0 && incident?.version !== ((found - 1) % 3) + 1)
      return `the incident of ${lane} is at version ${incident?.version} after step ${found}`
    steps.set(lane, found)
  }
  return undefined
}
