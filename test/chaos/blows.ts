// What happens to replicas and to their database. Each is over when everything runs again.
import { setTimeout as wait } from 'node:timers/promises'
import type { Random } from '../simulation/random.js'
import type { Cluster } from '../stores/postgres/cluster.js'
import type { Replica } from './replica.js'
import type { World } from './world.js'

export type BlowName = 'kill' | 'freeze' | 'stop' | 'restart' | 'crash' | 'cut'

interface BlowParts {
  readonly world: World
  /** Undefined when it is somebody else's: nobody restarts that. */
  readonly cluster: Cluster | undefined
  readonly random: Random
}

/** @returns how many of it there were. */
export async function deal(name: BlowName, parts: BlowParts): Promise<number> {
  const { world, cluster, random } = parts
  switch (name) {
    case 'kill':
      return killSome(world, random)
    case 'freeze': {
      const replica = random.pick(world.replicas)
      replica.freeze()
      await wait((world.leaseSeconds + random.between(0.5, 3)) * 1_000)
      replica.thaw()
      return 1
    }
    case 'stop': {
      const replica = random.pick(world.replicas)
      const code = await replica.stop()
      if (code !== 0) world.troubles.push(`${replica.name} ended with code ${String(code)} on SIGTERM`)
      await replica.start()
      return 1
    }
    case 'restart':
      await cluster?.restart()
      return 1
    case 'crash':
      await cluster?.crash()
      return 1
    case 'cut': {
      for (let count = 0; count < 3; count += 1) {
        const cut = world.way.cutAt('commit', random.chance(0.5) ? 'after' : 'before')
        await Promise.race([cut, wait(3_000)])
      }
      world.way.cutAll()
      return 1
    }
    default:
      return name satisfies never
  }
}

/** One, two or all, a moment apart: the last dies over what the first one left. */
async function killSome({ replicas }: World, random: Random): Promise<number> {
  const many = random.pick([1, 2, 2, 3, 3, 3])
  const chosen = pickSome(replicas, many, random)
  await Promise.all(
    chosen.map(async (replica) => {
      await wait(random.between(0, 1_500))
      await replica.kill()
      await wait(random.between(0, 500))
      await replica.start()
    }),
  )
  return chosen.length
}

function pickSome(replicas: readonly Replica[], many: number, random: Random): readonly Replica[] {
  const first = Math.floor(random.between(0, replicas.length))
  return Array.from({ length: many }, (_, at) => replicas[(first + at) % replicas.length]).filter(
    (one) => one !== undefined,
  )
}
