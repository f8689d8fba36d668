// Blow after blow, in rounds on worlds of their own: people press all the while, and after each blow all is judged.
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { createRandom, type Random } from '../simulation/random.js'
import type { Cluster } from '../stores/postgres/cluster.js'
import { type BlowName, deal } from './blows.js'
import { type Blow, createJudge } from './judge.js'
import { letPeoplePress, type People } from './people.js'
import { createWorld, type World } from './world.js'

export interface ChaosParts {
  readonly seed: string
  readonly leaseSeconds: number
  readonly kills: number
  readonly freezes: number
  /** Besides kills and freezes, one in so many blows is something else. */
  readonly others: boolean
  readonly cluster: Cluster | undefined
  /** Of a role that may make databases. */
  readonly url: string
  readonly say: (line: string) => void
  /** Told of each world, so that nothing of it goes on when nobody waits for its end any more. */
  readonly onWorld?: (world: World) => void
}

export interface ChaosCounts {
  passed: number
  failed: number
  presses: number
  taken: number
  unblocks: number
  /** How long all took to be taken up after each blow, in milliseconds. */
  readonly settled: number[]
  readonly blows: Map<BlowName, number>
}

/** A world grows with each round, and so does every look at it. */
const roundsPerWorld = 12
const liveMost = 14

export async function runChaos(parts: ChaosParts): Promise<ChaosCounts> {
  const random = createRandom(parts.seed)
  const counts: ChaosCounts = {
    passed: 0,
    failed: 0,
    presses: 0,
    taken: 0,
    unblocks: 0,
    settled: [],
    blows: new Map(),
  }
  const left = { kills: parts.kills, freezes: parts.freezes }
  for (let number = 1; left.kills > 0 || left.freezes > 0; number += 1)
    await runWorld({ ...parts, number, left, counts, random: random.fork(`world ${number}`) })
  return counts
}

export function toText({ blows, presses, taken, unblocks }: ChaosCounts): string {
  const dealt = [...blows].map(([name, many]) => `${many} ${name}`).join(', ')
  return `${dealt}; ${presses} presses, ${taken} taken for good, ${unblocks} unblocks`
}

interface WorldRun extends Omit<ChaosParts, 'kills' | 'freezes'> {
  readonly number: number
  readonly left: { kills: number; freezes: number }
  readonly counts: ChaosCounts
  readonly random: Random
}

async function runWorld(run: WorldRun): Promise<void> {
  const { random, counts, left, cluster, say } = run
  const databaseUrl = await makeDatabase(run.url)
  const world = await createWorld({
    databaseUrl,
    tenants: 3,
    leaseSeconds: run.leaseSeconds,
    minutesAhead: random.pick([-3, 3]),
  })
  run.onWorld?.(world)
  const blows: Blow[] = []
  await Promise.all(world.replicas.map((replica) => replica.start()))
  await install(world)
  const judge = await createJudge({ url: databaseUrl, blows }, world)
  const people = letPeoplePress(world, random.fork('people'))
  const restricting = keepRestricting(world, random.fork('exchange'))
  await untilPressed(people)
  let failed = 0
  for (let round = 0; round < roundsPerWorld && (left.kills > 0 || left.freezes > 0); round += 1) {
    const name = pickBlow(run)
    await wait(random.between(0.1, 0.8) * run.leaseSeconds * 1_000)
    const from = Date.now()
    const many = await deal(name, { world, cluster, random })
    blows.push({ what: name, from, until: Date.now() })
    if (name === 'kill') left.kills -= many
    if (name === 'freeze') left.freezes -= many
    counts.blows.set(name, (counts.blows.get(name) ?? 0) + many)
    const settled = await judge.untilSettled()
    counts.settled.push(settled.milliseconds)
    const found = [...settled.problems, ...(await judge.judge(people.taken))]
    if (found.length === 0) counts.passed += many
    else counts.failed += many
    failed += found.length
    for (const words of found) say(`world ${run.number}, after ${name}: ${words}`)
  }
  restricting.stop()
  await people.stop()
  counts.presses += people.presses()
  counts.taken += people.taken.length
  counts.unblocks += world.removals.length
  const listed = [...people.seen].map(([what, times]) => `${what} ${times}`).toSorted()
  say(
    `world ${run.number}: ${blows.length} blows, ${people.presses()} presses, ${people.unanswered()} of them unanswered, ${people.taken.length} taken, ${world.removals.length} unblocks; so far ${toText(counts)}`,
  )
  if (process.env.CHAOS_TRACE !== undefined) say(`${listed.join('; ')} ${JSON.stringify(process.cpuUsage())}`)
  await judge.close()
  if (failed > 0) {
    world.troubles.push('kept')
    say(`world ${run.number}: logs are in ${world.logFolder}, the database is ${databaseUrl}`)
  }
  await world.close()
  if (failed === 0) await ask(run.url, `drop database ${new URL(databaseUrl).pathname.slice(1)} with (force)`)
}

const mostInstalls = 6

/** A machine with much else to do answers later than Teams waits; it sends such an event again. */
async function install({ teams }: World): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      await teams.install()
      return
    } catch (error) {
      if (tries === mostInstalls) throw error
    }
}

const firstPressMilliseconds = 30_000

/** The first cards take as long as the machine needs for them. */
async function untilPressed(people: People): Promise<void> {
  const until = Date.now() + firstPressMilliseconds
  while (people.presses() === 0 && Date.now() < until) await wait(100)
}

/** As many kills for each freeze as are wanted of both; now and then something else. */
function pickBlow({ random, left, others, cluster }: WorldRun): BlowName {
  if (others && random.chance(0.15))
    return random.pick<BlowName>(
      cluster === undefined ? ['stop', 'cut'] : ['stop', 'cut', 'restart', 'crash'],
    )
  // A kill counts twice on average.
  const kills = Math.max(0, left.kills) / 2
  return random.chance(kills / (kills + Math.max(0, left.freezes))) ? 'kill' : 'freeze'
}

/** So that there is always somebody to unblock. */
function keepRestricting(world: World, random: Random) {
  let isOver = false
  async function go(): Promise<void> {
    for (let count = 0; count < 5; count += 1) world.restrict()
    while (!isOver) {
      await wait(random.between(1_000, 4_000))
      const waiting = new Set(world.removals.map(({ address }) => address)).size
      if (world.restricted() - waiting < liveMost) world.restrict()
    }
  }
  void go()
  return {
    stop: () => {
      isOver = true
    },
  }
}

async function makeDatabase(url: string): Promise<string> {
  const name = `chaos_${randomUUID().replaceAll('-', '')}`
  await ask(url, `create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return own.href
}

async function ask(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
