// What every step of containment is: it does something once, and takes it back by what it remembered.
import type { z } from 'zod'
import type { ContainmentResult, Undo } from '../../../domain/containment.js'
import type { Sender } from '../../../domain/entity.js'
import { BackendError } from '../../../errors.js'

export interface StepCall {
  readonly sender: Sender
  readonly targets: readonly string[]
  readonly signal: AbortSignal
}

export interface Step {
  run(call: StepCall): Promise<ContainmentResult>
  takeBack(call: StepCall, undo: Undo): Promise<ContainmentResult>
}

/** What a step remembered, as it comes back out of the store. @throws BackendError `malformed` */
export function parseUndo<Schema extends z.ZodType>(schema: Schema, undo: Undo): z.infer<Schema> {
  const parsed = schema.safeParse(undo)
  if (parsed.success) return parsed.data
  throw new BackendError(
    'What was remembered about this step cannot be read, so it cannot be taken back from here.',
    { code: 'malformed', outcome: 'unchanged', cause: parsed.error },
  )
}

export function createRejection(message: string): BackendError {
  return new BackendError(message, { code: 'rejected', outcome: 'unchanged' })
}

/** There was nothing to do, or what was done has no way back. */
export function withoutUndo(detail: string): ContainmentResult {
  return { detail, undo: undefined }
}
