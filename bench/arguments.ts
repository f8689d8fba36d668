export interface Arguments {
  /** The benches to run; all when empty. */
  readonly names: readonly string[]
  readonly json: boolean
  readonly quick: boolean
}

const flags = ['--json', '--quick']

/** @throws Error naming what is wrong and what there is. */
export function parseArguments(given: readonly string[], known: readonly string[]): Arguments {
  const names = given.filter((one) => !one.startsWith('-'))
  const strangers = [
    ...given.filter((one) => one.startsWith('-') && !flags.includes(one)),
    ...names.filter((name) => !known.includes(name)),
  ]
  if (strangers.length > 0)
    throw new Error(
      `There is no ${strangers.join(', ')}. Benches: ${known.join(', ')}. Options: ${flags.join(', ')}.`,
    )
  return { names, json: given.includes('--json'), quick: given.includes('--quick') }
}
