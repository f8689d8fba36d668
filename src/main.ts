#!/usr/bin/env node
// The command line, and the only file that touches `process`.
import { readSettings } from './config.js'
import { ConfigError } from './errors.js'
import { refuseRealCredentials } from './playground/credentials.js'
import { startPlayground } from './run-playground.js'

const usage = `Usage: reprieve playground

Runs Reprieve on a sandbox tenant, with a local Slack workspace and a local Teams tenant, on one page.
Environment: PORT (3978), REPRIEVE_DATA (./data), REPRIEVE_LOG (info).`

async function main(argv: readonly string[]): Promise<void> {
  if (argv[0] !== 'playground' || argv.length > 1) {
    const wantsHelp = argv[0] === 'help' || argv[0] === '--help' || argv[0] === '-h'
    process[wantsHelp ? 'stdout' : 'stderr'].write(`${usage}\n`)
    process.exitCode = wantsHelp ? 0 : 2
    return
  }
  refuseRealCredentials(process.env)
  const running = await startPlayground(readSettings(process.env), { pid: process.pid, onFatal: fail })
  process.stdout.write(`Reprieve's playground is ready: ${running.address}\n`)
  stopOnSignals(running.stop)
}

function stopOnSignals(stop: () => Promise<void>): void {
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      // A second signal means now: everything accepted is on the disk already.
      if (isStopping) process.exit(130)
      isStopping = true
      stop().then(() => process.exit(0), fail)
    })
}

function fail(error: unknown): void {
  const words =
    error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`${words}\n`)
  process.exit(1)
}

main(process.argv.slice(2)).catch(fail)
