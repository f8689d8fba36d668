#!/usr/bin/env node
// The command line, and the only file that touches `process`.
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { createInterface } from 'node:readline/promises'
import { CommanderError } from 'commander'
import { z } from 'zod'
import { createProgram } from './cli/program.js'
import { ExitError, exitCodes, type Terminal } from './cli/terminal.js'
import { ConfigError, StoreError } from './errors.js'

const terminal: Terminal = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  async ask(question) {
    if (!process.stdin.isTTY) return undefined
    const reader = createInterface({ input: process.stdin, output: process.stderr })
    try {
      return await reader.question(question)
    } finally {
      reader.close()
    }
  },
  environment: process.env,
  pid: process.pid,
  user: userInfo().username,
  fail,
  onStop: stopOnSignals,
}

function stopOnSignals(stop: () => Promise<void>): void {
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      // A second signal means now: everything accepted is on the disk already.
      if (isStopping) process.exit(130)
      isStopping = true
      stop().then(() => process.exit(exitCodes.done), fail)
    })
}

function fail(error: unknown): void {
  const words = toWords(error)
  if (words !== '') process.stderr.write(`${words}\n`)
  process.exit(toExitCode(error))
}

function toWords(error: unknown): string {
  // commander has said it already.
  if (error instanceof CommanderError) return ''
  if (error instanceof ConfigError || error instanceof StoreError || error instanceof ExitError)
    return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function toExitCode(error: unknown): number {
  if (error instanceof ExitError) return error.code
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  return exitCodes.failed
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

createProgram(terminal, readVersion()).parseAsync(process.argv).catch(fail)
