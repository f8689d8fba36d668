// npm run chaos -- [--kills N] [--freezes M] [--seed S] [--lease SECONDS]
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type Cluster, startCluster } from '../stores/postgres/cluster.js'
import { runChaos, toText } from './run.js'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    freezes: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    /** For how many seconds a task is given out: a machine with much else to do takes more for a pass. */
    lease: { type: 'string', default: '5' },
  },
})
const count = z.coerce.number().int().nonnegative()
const given = process.env.TEST_DATABASE_URL ?? ''
const say = (line: string) => void process.stdout.write(`${line}\n`)

// What it has started ends with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

let cluster: Cluster | undefined
if (given === '') cluster = await startCluster()
else say('The database is not ours: it is neither restarted nor crashed.')
try {
  const counts = await runChaos({
    seed: values.seed,
    leaseSeconds: z.coerce.number().min(1).parse(values.lease),
    kills: count.parse(values.kills),
    freezes: count.parse(values.freezes),
    others: true,
    cluster,
    url: cluster?.toUrl('postgres') ?? given,
    say,
  })
  say(toText(counts))
  const seconds = counts.settled.toSorted((one, other) => one - other).map((one) => (one / 1_000).toFixed(1))
  say(
    `taken up after: ${seconds[Math.floor(seconds.length / 2)]} s in the middle, ${seconds.at(-1)} s at most`,
  )
  say(`${counts.passed} passed, ${counts.failed} failed`)
  process.exitCode = counts.failed === 0 ? 0 : 1
} finally {
  await cluster?.stop()
}
