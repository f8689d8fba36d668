// How a command that threw ends: what is said, and with which exit code.
import { CommanderError } from 'commander'
import { ConfigError, RefusedError, StoreError } from '../errors.js'
import { ExitError, exitCodes } from './terminal.js'

interface Ending {
  readonly code: number
  /** For the standard error; empty when everything has been said. */
  readonly words: string
}

export function toEnding(error: unknown): Ending {
  if (error instanceof ExitError) return { code: error.code, words: error.message }
  if (error instanceof RefusedError) return { code: exitCodes.no, words: error.message }
  // commander has said it already, and help is no mistake.
  if (error instanceof CommanderError)
    return { code: error.exitCode === 0 ? exitCodes.done : exitCodes.usage, words: '' }
  return { code: exitCodes.failed, words: toWords(error) }
}

function toWords(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StoreError) return error.message
  if (!(error instanceof Error)) return String(error)
  // What the operating system refused says what and where; a stack would only hide it.
  return isSystemError(error) ? `${error.message}${toHint(error)}` : (error.stack ?? error.message)
}

function isSystemError(error: Error): error is NodeJS.ErrnoException {
  return 'syscall' in error && 'code' in error
}

function toHint({ code, syscall }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return '\nStop what listens there, or choose another port (PORT).'
  if (code === 'EACCES' && syscall !== 'listen')
    return '\nRun this as the user the bot runs as, for example with sudo -u.'
  return ''
}
