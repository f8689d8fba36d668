// Other tenants in the settings while the bot runs.
import { expect, onTestFinished, test } from 'vitest'
import { toOpenRoute } from '../../src/domain/route.js'
import type { Tenant } from '../../src/domain/tenant.js'
import { createSender, getIncident } from '../features/acts.js'
import { access, contoso, vera } from '../features/people.js'
import { createStage, type Stage, toView } from '../features/stage.js'

const fabrikam: Tenant = {
  id: 'fabrikam',
  name: 'Fabrikam',
  pollSeconds: 60,
  portals: contoso.portals,
  routes: [toOpenRoute({ platform: 'slack', channel: 'C9' })],
}

async function open(): Promise<Stage> {
  const stage = await createStage({ tenants: [contoso, fabrikam] })
  onTestFinished(() => stage.close())
  return stage
}

function change(stage: Stage, tenants: readonly Tenant[]): Promise<void> {
  const given = tenants.map((tenant) => {
    const backend = stage.backends.get(tenant.id)
    return backend === undefined ? { tenant } : { tenant, backend }
  })
  return stage.bot().changeTenants({ tenants: given, access, warnings: [] })
}

test('who comes into the settings is watched within seconds, and who is gone is told as not watched any more', async () => {
  const stage = await open()
  stage.backends.get('fabrikam')?.restrict(createSender('nina@fabrikam.com'))
  await stage.advance(65_000)
  const [incident] = await stage.incidents()
  expect(incident?.tenantId).toBe('fabrikam')

  await change(stage, [contoso])
  await stage.advance(5_000)
  expect(await stage.incidents()).toEqual([])
  expect(await getIncident(stage, incident?.id ?? '')).toMatchObject({
    state: { outcome: 'no-longer-watched' },
  })
  const polls = () => stage.backends.get('fabrikam')?.calls.filter((name) => name === 'list').length ?? 0
  const before = polls()
  await stage.advance(180_000)
  expect(polls()).toBe(before)

  await change(stage, [contoso, fabrikam])
  await stage.advance(5_000)
  expect(polls()).toBe(before + 1)
  expect(await stage.incidents()).toMatchObject([{ tenantId: 'fabrikam' }])
  const told = (await stage.journal()).filter(({ type }) => type === 'settings.taken')
  expect(told.map(({ data }) => data?.what)).toEqual(['gone: Fabrikam', 'new: Fabrikam'])
})

test('a tenant that changes takes its new name and channel, and keeps what is going on', async () => {
  const stage = await open()
  stage.backends.get('fabrikam')?.restrict(createSender('nina@fabrikam.com'))
  await stage.advance(65_000)
  const [incident] = await stage.incidents()
  await change(stage, [
    contoso,
    { ...fabrikam, name: 'Fabrikam West', routes: [toOpenRoute({ platform: 'slack', channel: 'C10' })] },
  ])
  await stage.advance(5_000)
  expect((await stage.incidents()).map(({ id }) => id)).toEqual([incident?.id])
  const moved = stage.slack.sent.filter(({ channel }) => channel === 'C10')
  expect(JSON.stringify(moved.map(({ card }) => card))).toContain('Fabrikam West')
  const { rows } = toView(await stage.command(vera, 'status'), 'status')
  expect(rows.map(({ name }) => name)).toContain('Polls of Fabrikam West')
})

test('a tenant whose change could not be saved is watched by the next one that can', async () => {
  const stage = await open()
  await change(stage, [contoso])
  stage.fillDisk(true)
  await expect(change(stage, [contoso, fabrikam])).rejects.toThrow('ENOSPC')
  stage.fillDisk(false)
  const { length } = stage.backends.get('fabrikam')?.calls ?? []
  await change(stage, [contoso, fabrikam])
  await stage.advance(5_000)
  expect(stage.backends.get('fabrikam')?.calls.length).toBeGreaterThan(length ?? 0)
})
