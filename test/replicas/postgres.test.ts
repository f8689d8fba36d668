// The same on PostgreSQL, where each replica has a handle of its own.
import { expect, onTestFinished, test } from 'vitest'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { createSender } from '../features/acts.js'
import { contoso, maya } from '../features/people.js'
import { toView } from '../features/stage.js'
import { createPlace, describePostgres } from '../stores/postgres/place.js'
import { createWorld, type World } from './stage.js'

const fabrikam = { ...contoso, id: 'fabrikam', name: 'Fabrikam' }

async function open(): Promise<World> {
  const place = await createPlace()
  const world = await createWorld({
    tenants: [contoso, fabrikam],
    open: (parts) => place.open(parts),
    remove: () => place.remove(),
  })
  onTestFinished(() => world.close())
  return world
}

describePostgres('replicas on PostgreSQL', () => {
  test('watch what only one of them knows, post one card each, and know each other', async () => {
    const world = await open()
    const old = await world.start('old', { tenants: [contoso] })
    await world.start('new')
    await world.advance(70_000)
    world.backends.get('fabrikam')?.restrict(createSender('nina@fabrikam.com'))
    world.backend.restrict(createSender('sam@contoso.com'))
    await world.advance(minuteMilliseconds + 10_000)
    expect((await world.incidents()).map(({ tenantId }) => tenantId).toSorted()).toEqual([
      'contoso',
      'fabrikam',
    ])
    expect(old.polls).not.toContain('fabrikam')
    const posts = world.slack.sent.filter(({ call, card }) => call === 'post' && card.name === 'incident')
    expect(posts).toHaveLength(2)
    const { rows } = toView(await old.command(maya, 'status'), 'status')
    expect(rows.find(({ name }) => name === 'Replicas')?.detail).toContain('has other settings (tenants)')
  }, 60_000)

  test('go on with what one of them left when it died', async () => {
    const world = await open()
    const [dead, other] = [await world.start('dead'), await world.start('other')]
    await world.advance(65_000)
    dead.kill()
    const before = other.polls.length
    await world.advance(2 * minuteMilliseconds)
    expect(other.polls.slice(before).length).toBeGreaterThanOrEqual(2)
  }, 60_000)
})
