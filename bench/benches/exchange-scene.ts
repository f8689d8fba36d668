// The fake cloud in a process of its own, and processes that are told where it is.
import { z } from 'zod'
import type { ChildName } from '../processes/build.js'
import type { Child } from '../processes/child.js'
import { withChildren } from '../processes/children.js'
import { cloudSchema } from '../world/cloud.js'

export interface ExchangeScene {
  readonly cloud: Child
  startChild(name: ChildName, settings?: object, nodeOptions?: readonly string[]): Promise<Child>
}

/** @param restricted how many senders each tenant has listed. */
export function withExchange<Result>(
  restricted: readonly number[],
  work: (scene: ExchangeScene) => Promise<Result>,
): Promise<Result> {
  return withChildren(async (start, folder) => {
    const cloud = start('cloud')
    const address = await cloud.call('start', { restricted }, cloudSchema)
    return work({
      cloud,
      async startChild(name, settings = {}, nodeOptions = []) {
        const child = start(name, nodeOptions)
        await child.call('start', { folder, cloud: address, ...settings }, z.unknown())
        return child
      },
    })
  })
}
