import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { Child } from '../processes/child.js'
import { type Pair, toPairedFigure } from '../report/figure.js'
import { median } from '../report/statistics.js'
import type { Bench } from './bench.js'
import { withScene } from './scene.js'

const openIncidents = 2_000

const writeNote =
  'the floor writes the same bytes and flushes file and folder; Reprieve also checks, hashes and appends to the journal'
const closedNote = 'the floor is the commit without any closed; a tenth is what two equal runs differ by'

export const commit: Bench = {
  name: 'commit',
  run: ({ rounds, isQuick }) =>
    withScene(async (scene) => {
      const closedIncidents = isQuick ? 5_000 : 100_000
      const alone = await scene.startChild('store', { openIncidents, closedIncidents: 0 })
      const behind = await scene.startChild('store', { openIncidents, closedIncidents })
      const toAlone: Pair[] = []
      const toFloor: Pair[] = []
      const times = isQuick ? 10 : 30
      for (let round = 0; round <= rounds; round += 1) {
        const [one, other, floor] = await interleave(times, [
          () => time(alone, 'commit'),
          () => time(behind, 'commit'),
          () => time(alone, 'write'),
        ])
        if (round === 0) continue
        toAlone.push({ ours: other ?? 0, floor: one ?? 0 })
        toFloor.push({ ours: one ?? 0, floor: floor ?? 0 })
      }
      const name = `File store: a commit with ${openIncidents.toLocaleString('en-US')} open incidents`
      const closed = closedIncidents.toLocaleString('en-US')
      return [
        toPairedFigure({ name, unit: 'ms', note: writeNote }, toFloor),
        toPairedFigure(
          {
            name: `The same with ${closed} closed behind them`,
            unit: 'ms',
            target: { of: 'ratio', atMost: 1.1 },
            note: closedNote,
          },
          toAlone,
        ),
      ]
    }),
}

const policyTenants = 1_000
/** Few enough that what is remembered of settings weighs against them. */
const fewIncidents = 50

export const commitPolicies: Bench = {
  name: 'commit-policies',
  run: ({ rounds, isQuick }) =>
    withScene(async (scene) => {
      const few = { openIncidents: fewIncidents, closedIncidents: 0 }
      const without = await scene.startChild('store', few)
      const among = await scene.startChild('store', { ...few, policyTenants })
      const pairs: Pair[] = []
      for (let round = 0; round <= rounds; round += 1) {
        const works = [() => timeAtRest(among), () => timeAtRest(without)]
        const [ours, floor] = await interleave(isQuick ? 10 : 30, works)
        if (round > 0) pairs.push({ ours: ours ?? 0, floor: floor ?? 0 })
      }
      const name = `File store: a commit, the settings of ${policyTenants.toLocaleString('en-US')} tenants remembered`
      const target = { of: 'ratio', atMost: 1.3 } as const
      const note = `${fewIncidents} open incidents; the floor is the same store without the settings`
      return [toPairedFigure({ name, unit: 'ms', target, note }, pairs)]
    }),
}

/** After a commit a store tidies its files, on the disk that both share. */
const restMilliseconds = 50

async function timeAtRest(store: Child): Promise<number> {
  await wait(restMilliseconds)
  return time(store, 'commit')
}

function time(store: Child, name: 'commit' | 'write'): Promise<number> {
  return store.call(name, undefined, z.number())
}

/** Medians of each, all taking turns. */
async function interleave(
  times: number,
  works: readonly (() => Promise<number>)[],
): Promise<readonly number[]> {
  const found = works.map((): number[] => [])
  for (let turn = 0; turn < times; turn += 1)
    for (const [index, work] of works.entries()) found[index]?.push(await work())
  return found.map(median)
}
