// The parts as one file, for its owner alone.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { strToU8, zipSync } from 'fflate'
import { ExitError, exitCodes } from '../terminal.js'

export interface Part {
  readonly name: string
  readonly what: string
  readonly text: string
}

/** @throws ExitError when something is there already, or it cannot be written. */
export function writeBundle(path: string, parts: readonly Part[]): void {
  const readMe = `What this is: a bundle for support, written by "reprieve support" on request.
Secrets are masked. People, addresses, organisations, channels and hosts are numbers, the same in every file; who is
which stands nowhere. Names that only stand in texts of others may have been missed.

${parts.map(({ name, what }) => `${name}: ${what}`).join('\n')}
`
  const files = Object.fromEntries(
    [{ name: 'README.txt', text: readMe }, ...parts].map(({ name, text }) => [name, strToU8(text)]),
  )
  try {
    const file = openSync(path, 'wx', 0o600)
    try {
      writeSync(file, zipSync(files))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new ExitError(
      exitCodes.failed,
      code === 'EEXIST'
        ? `${path} is there already. Say another with --out.`
        : `${path} cannot be written (${code}). Say another with --out.`,
    )
  }
}
