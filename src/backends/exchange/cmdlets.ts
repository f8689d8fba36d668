// Exchange as cmdlets: what may be asked, and the port that two ways of asking implement.

import { type CmdletName, getCmdletSurface } from './surface/cmdlets.js'

export { type CmdletName, cmdletNames } from './surface/cmdlets.js'

/** `compliance` is Security & Compliance PowerShell, an endpoint of its own. */
export type CmdletService = 'exchange' | 'compliance'

export function toService(cmdlet: CmdletName): CmdletService {
  return getCmdletSurface(cmdlet).service ?? 'exchange'
}

/** Whether running it changes something. */
export function isChanging(cmdlet: CmdletName): boolean {
  return !/^(Get|Search)-/.test(cmdlet)
}

/** Whether its records are entries of the Restricted entities list, each of which is read by itself. */
export function isEntryList(cmdlet: CmdletName): boolean {
  return cmdlet === 'Get-BlockedSenderAddress' || cmdlet === 'Get-BlockedConnector'
}

/** What a list of a property is changed by, one entry at a time: the rest of it stays as it is. */
export type CmdletEntry = { readonly Add: string } | { readonly Remove: string }
/** A switch is `true`; null clears a property. */
export type CmdletValue = string | number | boolean | null | readonly string[] | CmdletEntry

export interface CmdletCall {
  readonly cmdlet: CmdletName
  readonly parameters: Readonly<Record<string, CmdletValue>>
  /** The mailbox it is about, for cmdlets that are answered by that mailbox's server; undefined for the rest. */
  readonly mailbox?: string
}

/** One object of a cmdlet's output. Its properties and their types are documented for few cmdlets: parse them. */
export type CmdletRecord = Readonly<Record<string, unknown>>

export interface CmdletOutput {
  /** All pages, in order; empty when the cmdlet has no output, which is success. */
  readonly records: readonly CmdletRecord[]
  /** What was said beside a success, errors among it: with no record at all it is not sure that there is nothing. */
  readonly warnings: readonly string[]
}

/**
 * Runs cmdlets in one tenant. Rejects with BackendError and nothing else: a partial output is `partial`, an object that
 * is not there `not-found`, everything else that Exchange declines `rejected` with its own words, without stack traces
 * and server names. Never retries a cmdlet that changes something; for those a lost answer has `outcome: 'unknown'`.
 */
export interface Cmdlets {
  run(call: CmdletCall, signal: AbortSignal): Promise<CmdletOutput>
  /** The cmdlets this identity may run there, lower-cased. */
  listAllowed(service: CmdletService, signal: AbortSignal): Promise<ReadonlySet<string>>
  /** Ends what it holds. Nothing may be called afterwards. */
  close(): Promise<void>
}
