// What somebody means who types the program's name and nothing else.
import { existsSync } from 'node:fs'

interface Around {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Whether there is a file of this name in the current folder. */
  readonly isThere?: (name: string) => boolean
}

/**
 * The playground, where nothing is set up yet: there is nothing to ask and nothing to break. Else what was typed.
 * @param typed the words after the program's name.
 */
export function toCommandLine(
  typed: readonly string[],
  { environment, isThere = existsSync }: Around,
): readonly string[] {
  const isSetUp = Boolean(environment.REPRIEVE_CONFIG) || isThere('reprieve.yaml')
  return typed.length === 0 && !isSetUp ? ['playground'] : typed
}
