// Two sides in turns, A B A B, so that whatever else the machine does weighs on both.
import type { Pair } from '../report/figure.js'

/** How one round of one side went, under names that both sides share. */
export type Round<Name extends string> = Readonly<Record<Name, number>>

interface Turns<Name extends string> {
  readonly rounds: number
  readonly ours: () => Promise<Round<Name>>
  readonly floor: () => Promise<Round<Name>>
  /** One when undefined. */
  readonly warmUps?: number
}

/** The first rounds of each warm up and count for nothing. Every second pair begins with the other side. */
export async function takeTurns<Name extends string>(
  turns: Turns<Name>,
): Promise<readonly Readonly<Record<'ours' | 'floor', Round<Name>>>[]> {
  const { warmUps = 1 } = turns
  const pairs = []
  for (let round = 1 - warmUps; round <= turns.rounds; round += 1) {
    const isOursFirst = round % 2 === 0
    const first = await (isOursFirst ? turns.ours() : turns.floor())
    const second = await (isOursFirst ? turns.floor() : turns.ours())
    if (round > 0) pairs.push(isOursFirst ? { ours: first, floor: second } : { ours: second, floor: first })
  }
  return pairs
}

export function pick<Name extends string>(
  pairs: readonly Readonly<Record<'ours' | 'floor', Round<Name>>>[],
  name: Name,
): readonly Pair[] {
  return pairs.map(({ ours, floor }) => ({ ours: ours[name], floor: floor[name] }))
}
