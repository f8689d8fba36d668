// A short run of `npm run chaos`, of the program as it was built: what it may find takes longer, and a machine of its own.
import { expect, onTestFinished, test } from 'vitest'
import { createPlace, describePostgres } from '../stores/postgres/place.js'
import { runChaos } from './run.js'
import type { World } from './world.js'

describePostgres('three replicas on one PostgreSQL', () => {
  test('lose nothing that somebody was told is taken when they are killed and frozen', {
    timeout: 180_000,
  }, async () => {
    const place = await createPlace({ isEmpty: true })
    const said: string[] = []
    let world: World | undefined
    // Also when it takes too long: three processes would go on for ever.
    onTestFinished(() => Promise.all(world?.replicas.map((replica) => replica.kill()) ?? []).then(() => {}))
    const counts = await runChaos({
      seed: 'short',
      kills: 2,
      freezes: 1,
      others: false,
      leaseSeconds: 5,
      cluster: undefined,
      url: place.url,
      say: (line) => void said.push(line),
      onWorld: (next) => {
        world = next
      },
    })
    await place.remove()
    expect({ failed: counts.failed, said: said.filter((line) => line.includes('after')) }).toEqual({
      failed: 0,
      said: [],
    })
    expect(counts.presses).toBeGreaterThan(0)
  })
})
