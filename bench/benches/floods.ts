// A flood as a round: what came of it and what it cost the side that was flooded.
import type { Flood } from '../world/flood.js'
import type { Round } from './rounds.js'
import type { Scene, Side } from './scene.js'

type FloodRound = Round<'perSecond' | 'worst' | 'microseconds'>

/** The least pause that lets work which goes on after the answer come to its end before the other side has its turn. */
const restMilliseconds = 50

export async function floodOnce(
  scene: Scene,
  side: Side,
  plan: Omit<Flood, 'port' | 'incidentIds'>,
): Promise<FloodRound> {
  const before = await side.readUsage()
  const result = await scene.flood(side, plan)
  await new Promise((resolve) => setTimeout(resolve, restMilliseconds))
  const after = await side.readUsage()
  const spent = after.processorMilliseconds - before.processorMilliseconds
  return {
    perSecond: result.perSecond,
    worst: result.worstMilliseconds,
    microseconds: (spent * 1_000) / result.count,
  }
}
