// What it costs, and what it gains, that several processes work on one PostgreSQL.
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { Child } from '../processes/child.js'
import { type Pair, toFigure, toPairedFigure } from '../report/figure.js'
import { type Postgres, withPostgres } from '../world/postgres.js'
import { putOpen } from '../world/rows.js'
import type { Bench } from './bench.js'
import { type Scene, type Side, withScene } from './scene.js'

const longLeaseMilliseconds = 360_000
const glanceMilliseconds = 20

type StartReplica = (url: string, more?: object) => Promise<Child>

function toStart(scene: Scene): StartReplica {
  const usual = { pollSeconds: 1, leaseMilliseconds: longLeaseMilliseconds }
  return (url, more = {}) => scene.startChild('replica', { ...usual, url, ...more })
}

const yesNote =
  'from the press to the call, made by whichever of the two takes it first; the floor is one process on a database of its own'

export const postgresYes: Bench = {
  name: 'postgres-yes',
  run: ({ rounds, isQuick }) =>
    withBoth(async (postgres, scene) => {
      const start = toStart(scene)
      const [both, single] = [await postgres.createDatabase('both'), await postgres.createDatabase('single')]
      const two = [await start(both), await start(both)]
      const one = [await start(single)]
      const pairs: Pair[] = []
      const times = isQuick ? 3 : 5 * rounds
      for (let turn = 0; turn <= times; turn += 1) {
        const address = `guest-${turn}@contoso.com`
        const pair = { ours: await sayYes(two, address), floor: await sayYes(one, address) }
        if (turn > 0) pairs.push(pair)
      }
      const name = 'PostgreSQL: Yes on one of two replicas to the call to Exchange'
      return [
        toPairedFigure({ name, unit: 'ms', target: { of: 'ratio', atMost: 1.2 }, note: yesNote }, pairs),
      ]
    }),
}

/** @returns milliseconds until one of them asked Exchange. */
async function sayYes(replicas: readonly Child[], address: string): Promise<number> {
  const tell = (what: 'restrict' | 'clear') =>
    Promise.all(replicas.map((replica) => replica.call(what, address, z.unknown())))
  const listCalls = async () => {
    const lists = await Promise.all(
      replicas.map((replica) => replica.call('listUnblocks', undefined, z.array(z.number()))),
    )
    return lists.flat()
  }
  await tell('restrict')
  const [first] = replicas
  await first?.call('review', address, z.unknown())
  const before = (await listCalls()).length
  const pressedAt = await first?.call('sayYes', undefined, z.number())
  for (;;) {
    const calls = await listCalls()
    if (calls.length > before) {
      await tell('clear')
      return Math.max(...calls) - (pressedAt ?? Number.NaN)
    }
    await wait(glanceMilliseconds)
  }
}

const clickNote =
  '`show`, the window opened; the same clicks, half of them at each, against all of them at one'

export const postgresClicks: Bench = {
  name: 'postgres-clicks',
  run: ({ rounds, roundMilliseconds, warmUps }) =>
    withBoth(async (postgres, scene) => {
      const openIncidents = 50
      const startBot = async (databaseUrl: string) => scene.startBot({ databaseUrl, openIncidents })
      const [both, single] = [await postgres.createDatabase('both'), await postgres.createDatabase('single')]
      await putOpen(both, openIncidents)
      await putOpen(single, openIncidents)
      const two = [await startBot(both), await startBot(both)]
      const one = [await startBot(single)]
      const pairs: Pair[] = []
      for (let round = 0; round < rounds + warmUps; round += 1) {
        const milliseconds = 2 * roundMilliseconds
        const pair = {
          ours: await spend(scene, two, milliseconds),
          floor: await spend(scene, one, milliseconds),
        }
        if (round >= warmUps) pairs.push(pair)
      }
      const name = 'PostgreSQL: processor of a click, two replicas'
      return [
        toPairedFigure({ name, unit: 'ms', target: { of: 'ratio', atMost: 1.15 }, note: clickNote }, pairs),
      ]
    }),
}

/** @returns processor time of all of them together for each click. */
async function spend(scene: Scene, sides: readonly Side[], milliseconds: number): Promise<number> {
  const read = async () => {
    const usages = await Promise.all(sides.map((side) => side.readUsage()))
    return usages.reduce((sum, { processorMilliseconds }) => sum + processorMilliseconds, 0)
  }
  const before = await read()
  const floods = await Promise.all(
    sides.map((side) =>
      scene.flood(side, {
        kind: 'click',
        action: 'show',
        connections: 4 / sides.length,
        milliseconds,
        requests: 100_000,
        until: 'opened',
      }),
    ),
  )
  return ((await read()) - before) / floods.reduce((sum, { count }) => sum + count, 0)
}

const leaseMilliseconds = 5_000
const killedNote = `the one that asks for evidence is killed; leases of ${leaseMilliseconds / 1_000} s, from the kill to the other one's call`

export const postgresKilled: Bench = {
  name: 'postgres-killed',
  run: ({ rounds }) =>
    withBoth(async (postgres, scene) => {
      const start = toStart(scene)
      const found: number[] = []
      for (let round = 0; round < rounds; round += 1) {
        const url = await postgres.createDatabase(`killed${round}`)
        const dying = await start(url, { leaseMilliseconds })
        await dying.call('hang', undefined, z.unknown())
        await dying.call('restrict', 'guest@contoso.com', z.unknown())
        await dying.call('untilGathering', undefined, z.number())
        const living = await start(url, { leaseMilliseconds })
        await living.call('restrict', 'guest@contoso.com', z.unknown())
        const killedAt = await dying.kill()
        const at = await living.call('untilGathering', undefined, z.number())
        found.push((at - killedAt) / leaseMilliseconds)
        await living.stop()
      }
      const name = 'PostgreSQL: the task of a killed worker runs elsewhere after'
      return [
        toFigure({ name, unit: 'leases', target: { of: 'ours', atMost: 1.1 }, note: killedNote }, found),
      ]
    }),
}

function withBoth<Result>(work: (postgres: Postgres, scene: Scene) => Promise<Result>): Promise<Result> {
  return withPostgres((postgres) => withScene((scene) => work(postgres, scene)))
}
