import { describe, expect, test } from 'vitest'
import { undoSchema } from '../../../../src/domain/containment.js'
import type { FakeGrant } from '../../../fake-exchange/model.js'
import { catchFailure, createSetup } from './setup.js'

const grant: FakeGrant = {
  id: 'S8X_y-grant',
  clientId: 'mailer-id',
  app: 'PDF Viewer Pro',
  consentType: 'Principal',
  resourceId: 'graph-id',
  scope: 'Mail.Send Mail.Read',
}

describe("removing an app's rights", () => {
  test('is done, and taken back by what it remembered', async () => {
    const { laura, run, takeBack } = createSetup({ grants: [grant] })
    const { detail, undo } = await run('remove-grant', [grant.id])
    expect(laura.grants).toEqual([])
    expect(detail).toMatch(/may no longer act for this user \(Mail\.Read Mail\.Send\)/)
    expect(undoSchema.parse(undo)).toEqual({
      clientId: 'mailer-id',
      consentType: 'Principal',
      principalId: 'laura-id',
      resourceId: 'graph-id',
      scope: 'Mail.Send Mail.Read',
    })
    expect((await takeBack('remove-grant', undo)).undo).toBeUndefined()
    expect(laura.grants).toMatchObject([
      {
        clientId: 'mailer-id',
        consentType: 'Principal',
        resourceId: 'graph-id',
        scope: 'Mail.Send Mail.Read',
      },
    ])
  })

  test('succeeds when they are gone already', async () => {
    const { run, sent } = createSetup()
    expect(await run('remove-grant', [grant.id])).toEqual({
      detail: 'The app has no such rights any more; nothing had to be done.',
      undo: undefined,
    })
    expect(sent).toEqual([])
  })

  test('is declined for what an admin gave for everybody', async () => {
    const { laura, run, sent } = createSetup({ grants: [{ ...grant, consentType: 'AllPrincipals' }] })
    const failure = await catchFailure(run('remove-grant', [grant.id]))
    expect(failure).toMatchObject({ code: 'rejected', outcome: 'unchanged' })
    expect(failure.message).toMatch(/for everybody/)
    expect(laura.grants).toHaveLength(1)
    expect(sent).toEqual([])
  })

  test("is declined for another user's", async () => {
    const { tom, run, sent } = createSetup()
    tom.grants.push(grant)
    const failure = await catchFailure(run('remove-grant', [grant.id]))
    expect(failure).toMatchObject({ code: 'rejected', outcome: 'unchanged' })
    expect(failure.message).toMatch(/another user/)
    expect(tom.grants).toHaveLength(1)
    expect(sent).toEqual([])
  })

  test.each([[[]], [[grant.id, 'other']]])('is declined for the targets %j', async (targets) => {
    const { run, sent } = createSetup({ grants: [grant] })
    expect(await catchFailure(run('remove-grant', targets))).toMatchObject({ code: 'rejected' })
    expect(sent).toEqual([])
  })

  test('names the missing permission', async () => {
    const { tenant, laura, run } = createSetup({ grants: [grant] })
    tenant.state.graphPermissions.delete('DelegatedPermissionGrant.ReadWrite.All')
    const failure = await catchFailure(run('remove-grant', [grant.id]))
    expect(failure).toMatchObject({ code: 'forbidden', outcome: 'unchanged' })
    expect(failure.message).toMatch(/DelegatedPermissionGrant\.ReadWrite\.All/)
    expect(laura.grants).toHaveLength(1)
  })

  test.each([true, false])('does not know the outcome when the answer is lost (done: %s)', async (done) => {
    const { laura, run, lose, sent } = createSetup({ grants: [grant] })
    lose('DELETE', done)
    expect(await catchFailure(run('remove-grant', [grant.id]))).toMatchObject({ outcome: 'unknown' })
    expect(laura.grants).toHaveLength(done ? 0 : 1)
    expect(sent).toHaveLength(1)
  })
})

describe("giving an app's rights back", () => {
  test('does nothing when the app has them again', async () => {
    const { laura, run, takeBack, sent } = createSetup({ grants: [grant] })
    const { undo } = await run('remove-grant', [grant.id])
    laura.grants.push({ ...grant, id: 'new', scope: ' Mail.Read Mail.Send' })
    expect((await takeBack('remove-grant', undo)).detail).toMatch(/again already; nothing had to be done/)
    expect(sent).toHaveLength(1)
  })

  test('leaves other rights that the app has by now as they are, and says so', async () => {
    const { laura, run, takeBack, sent } = createSetup({ grants: [grant] })
    const { undo } = await run('remove-grant', [grant.id])
    laura.grants.push({ ...grant, id: 'new', scope: 'User.Read' })
    expect((await takeBack('remove-grant', undo)).detail).toMatch(/other rights by now \(User\.Read\)/)
    expect(laura.grants).toHaveLength(1)
    expect(sent).toHaveLength(1)
  })

  test.each([
    [{ principalId: 'tom-id' }, 'rejected'],
    [{ consentType: 'AllPrincipals' }, 'malformed'],
    [{ scope: 7 }, 'malformed'],
  ])('is declined when %j was remembered', async (change, code) => {
    const { run, takeBack, sent } = createSetup({ grants: [grant] })
    const { undo } = await run('remove-grant', [grant.id])
    const failure = await catchFailure(takeBack('remove-grant', { ...undo, ...change }))
    expect(failure).toMatchObject({ code, outcome: 'unchanged' })
    expect(sent).toHaveLength(1)
  })
})
