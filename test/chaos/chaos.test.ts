// A short run of `npm run chaos`, of the program as it was built: what it may find takes longer, and a machine of its own.
import { expect, test } from 'vitest'
import { createPlace, describePostgres } from '../stores/postgres/place.js'
import { runChaos } from './run.js'

describePostgres('three replicas on one PostgreSQL', () => {
  test('lose nothing that somebody was told is taken when they are killed and frozen', {
    timeout: 180_000,
  }, async () => {
    const place = await createPlace({ isEmpty: true })
    const said: string[] = []
    const counts = await runChaos({
      seed: 'short',
      kills: 2,
      freezes: 1,
      others: false,
      leaseSeconds: 5,
      cluster: undefined,
      url: place.url,
      say: (line) => void said.push(line),
    })
    await place.remove()
    expect({ failed: counts.failed, said: said.filter((line) => line.includes('after')) }).toEqual({
      failed: 0,
      said: [],
    })
    expect(counts.presses).toBeGreaterThan(0)
  })
})
