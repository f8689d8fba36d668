// What one cmdlet of the fake tenant is: a function from parameters to records, or to Exchange's way of saying no.
import type { FakeState } from './model.js'

/** How Exchange says no: the three parts of `Ex6F9304|<type>|<text>`. */
export class FakeCmdletError extends Error {
  override readonly name = 'FakeCmdletError'
  constructor(
    readonly exceptionType: string,
    message: string,
    readonly status: 400 | 404 = 400,
  ) {
    super(message)
  }
}

export interface FakeCall {
  readonly state: FakeState
  readonly now: number
  /** Keys as they were sent. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/** Gives the output, or throws FakeCmdletError. */
export type FakeCmdlet = (call: FakeCall) => readonly Readonly<Record<string, unknown>>[]

/** A parameter by name, case ignored, as PowerShell binds it. */
export function findParameter(parameters: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.entries(parameters).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
}

/** As PowerShell does with a parameter that a cmdlet does not have. */
export function refuseUnknown(parameters: FakeCall['parameters'], known: readonly string[]): void {
  const unknown = Object.keys(parameters).find(
    (name) => !known.some((one) => one.toLowerCase() === name.toLowerCase()),
  )
  if (unknown !== undefined)
    throw new FakeCmdletError(
      'System.Management.Automation.ParameterBindingException',
      `A parameter cannot be found that matches parameter name '${unknown}'.`,
    )
}
