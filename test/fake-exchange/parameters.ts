// Parameters of a cmdlet as text. One text may stand for a list of one.
import { findParameter } from './cmdlet.js'

type Parameters = Readonly<Record<string, unknown>>

/** Empty when it is missing or no text. */
export function findText(parameters: Parameters, name: string): string {
  return findTexts(parameters, name)[0] ?? ''
}

export function findTexts(parameters: Parameters, name: string): readonly string[] {
  return [findParameter(parameters, name)].flat().filter((value) => typeof value === 'string')
}
