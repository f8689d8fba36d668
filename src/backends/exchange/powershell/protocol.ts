// What travels between this process and `host.ps1`: one JSON request a line there, one JSON answer a line back.
import { z } from 'zod'
import type { CmdletService, CmdletValue } from '../cmdlets.js'

export type SignIn =
  | { readonly kind: 'token'; readonly token: string }
  | {
      readonly kind: 'certificate'
      readonly appId: string
      readonly certificate: string
      readonly privateKey: string
    }

export type HostRequest =
  | {
      readonly do: 'connect'
      readonly service: CmdletService
      readonly signIn: SignIn
      readonly parameters: Readonly<Record<string, CmdletValue>>
    }
  | {
      readonly do: 'run'
      readonly service: CmdletService
      readonly cmdlet: string
      readonly parameters: Readonly<Record<string, CmdletValue>>
    }
  | { readonly do: 'list'; readonly service: CmdletService }
  | { readonly do: 'disconnect' }

/** The first line; its answer says that the module is loaded. */
export interface HostStart {
  readonly marker: string
  readonly cmdlets: readonly string[]
  readonly refusedParameters: readonly string[]
  readonly mostBytes: number
  /** Folders to look for modules in before all others; empty for none. */
  readonly modulePath: string
}

const texts = z.array(z.string()).readonly()

const doneSchema = z.object({
  id: z.number(),
  ok: z.literal(true),
  records: z.array(z.record(z.string(), z.unknown())).readonly().default([]),
  warnings: texts.default([]),
  names: texts.default([]),
})

const failedSchema = z.object({
  id: z.number(),
  ok: z.literal(false),
  kind: z.enum([
    'no-module',
    'old-module',
    'connect-failed',
    'disconnect-failed',
    'list-failed',
    'run-failed',
    'not-imported',
    'bad-parameter',
    'too-large',
  ]),
  /** What the error says, then what its causes say. */
  texts,
  /** Types of the exceptions, the error's id and its category. */
  names: texts,
})

export const answerSchema = z.discriminatedUnion('ok', [doneSchema, failedSchema])
export type HostAnswer = z.output<typeof answerSchema>
export type HostDone = z.output<typeof doneSchema>
export type HostFailed = z.output<typeof failedSchema>

/**
 * Parameters that every cmdlet takes and that would change what its answer means: they hide errors, or turn a deed
 * into a rehearsal. `-Confirm` stays, it can only be made to ask nobody.
 */
export const refusedParameters = [
  ...['Debug', 'ErrorAction', 'ErrorVariable', 'InformationAction', 'InformationVariable', 'OutBuffer'],
  ...['OutVariable', 'PipelineVariable', 'ProgressAction', 'Verbose', 'WarningAction', 'WarningVariable'],
  ...['WhatIf', 'UseTransaction'],
]
