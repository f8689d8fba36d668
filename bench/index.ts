// npm run bench: the bot beside a floor, in turns, in the same run. Figures of two runs must not be compared.
import { parseArguments } from './arguments.js'
import { alert } from './benches/alert.js'
import { fullPace, quickPace } from './benches/bench.js'
import { commit, commitPolicies } from './benches/commit.js'
import { exchangeCall } from './benches/exchange-call.js'
import { exchangeList } from './benches/exchange-list.js'
import { exchangePowerShell } from './benches/exchange-powershell.js'
import { exchangeTenants } from './benches/exchange-tenants.js'
import { firstCard } from './benches/first-card.js'
import { fullDisk } from './benches/full-disk.js'
import { hanging, slowPolls } from './benches/hanging.js'
import { history } from './benches/history.js'
import { list } from './benches/list.js'
import { memory } from './benches/memory.js'
import { postgresCommit } from './benches/postgres-commit.js'
import { postgresPages } from './benches/postgres-pages.js'
import { postgresClicks, postgresKilled, postgresYes } from './benches/postgres-replicas.js'
import { postgresTenants } from './benches/postgres-tenants.js'
import { slackClick } from './benches/slack-click.js'
import { start } from './benches/start.js'
import { storm } from './benches/storm.js'
import { teamsForged } from './benches/teams-forged.js'
import { teamsInvoke } from './benches/teams-invoke.js'
import { buildChildren } from './processes/build.js'
import { type Figure, isMet } from './report/figure.js'
import { readMachine, toMachineText } from './report/machine.js'
import { toNotes, toTable } from './report/table.js'

const benches = [
  slackClick,
  teamsInvoke,
  teamsForged,
  alert,
  list,
  start,
  firstCard,
  commit,
  commitPolicies,
  history,
  memory,
  exchangeCall,
  exchangePowerShell,
  exchangeList,
  exchangeTenants,
  hanging,
  slowPolls,
  storm,
  fullDisk,
  postgresCommit,
  postgresPages,
  postgresYes,
  postgresClicks,
  postgresKilled,
  postgresTenants,
]

async function main(given: readonly string[]): Promise<void> {
  const { names, json, quick } = parseArguments(
    given,
    benches.map(({ name }) => name),
  )
  await buildChildren()
  const figures: Figure[] = []
  for (const bench of benches.filter(({ name }) => names.length === 0 || names.includes(name))) {
    process.stderr.write(`${bench.name} ...\n`)
    figures.push(...(await bench.run(quick ? quickPace : fullPace)))
  }
  const machine = readMachine(process.versions.node)
  process.stdout.write(json ? toJson({ machine, figures }) : toText({ machine, figures }))
}

interface Report {
  readonly machine: ReturnType<typeof readMachine>
  readonly figures: readonly Figure[]
}

function toJson({ machine, figures }: Report): string {
  const rows = figures.map((figure) => ({ ...figure, met: isMet(figure) }))
  return `${JSON.stringify({ machine, figures: rows }, undefined, 2)}\n`
}

function toText({ machine, figures }: Report): string {
  return `${toTable(figures)}\n\n${toNotes(figures)}\n\n${toMachineText(machine)}\n`
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = 1
})
