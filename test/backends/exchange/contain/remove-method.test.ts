import { expect, test } from 'vitest'
import { catchFailure, createSetup } from './setup.js'

const phone = { type: 'phone', id: '3179e48a-750b-4051-897c-87b9720928f7' }
const app = { type: 'microsoftAuthenticator', id: 'app-1', createdDateTime: '2026-11-21T22:00:00Z' }
const create = () => createSetup({ methods: [{ ...phone }, { ...app }] })

test('a sign-in method is removed, that one alone, and nobody can give it back', async () => {
  const { laura, run, takeBack, sent } = create()
  const result = await run('remove-method', [`phoneMethods/${phone.id}`])
  expect(result).toEqual({ detail: 'Phone is no sign-in method of this account any more.', undo: undefined })
  expect(laura.methods).toEqual([app])
  expect(sent).toMatchObject([{ method: 'DELETE' }])
  expect(await catchFailure(takeBack('remove-method', {}))).toMatchObject({ code: 'rejected' })
})

test('the last second factor is removed, and it is said', async () => {
  const { run } = createSetup({ methods: [{ ...phone }] })
  const { detail } = await run('remove-method', [`phoneMethods/${phone.id}`])
  expect(detail).toMatch(/It was the last second factor/)
})

test('a sign-in method that is gone needs nothing', async () => {
  const { run, sent } = create()
  expect((await run('remove-method', ['phoneMethods/other'])).detail).toMatch(/nothing had to be done/)
  expect(sent).toEqual([])
})

test('to remove a sign-in method names the permission that is missing', async () => {
  const { tenant, laura, run } = create()
  tenant.state.graphPermissions.delete('UserAuthenticationMethod.ReadWrite.All')
  tenant.state.graphPermissions.add('UserAuthenticationMethod.Read.All')
  const failure = await catchFailure(run('remove-method', [`phoneMethods/${phone.id}`]))
  expect(failure).toMatchObject({ code: 'forbidden', outcome: 'unchanged' })
  expect(failure.message).toMatch(/lacks the permission UserAuthenticationMethod\.ReadWrite\.All/)
  expect(laura.methods).toHaveLength(2)
})

test.each([[[]], [['phoneMethods/a', 'phoneMethods/b']]])('no method is removed for %j', async (targets) => {
  const { run, sent } = create()
  expect(await catchFailure(run('remove-method', targets))).toMatchObject({ code: 'rejected' })
  expect(sent).toEqual([])
})
