import { expect, test } from 'vitest'
import { createSetup, known } from './setup.js'

const board = '5b1f0c7e-2a01-4a52-9d35-d7c0a3f26a1e'
const staff = '6a1e0c7e-2a01-4a52-9d35-d7c0a3f25b1f'

function createMember(protectedGroups: readonly string[]) {
  const setup = createSetup({ groups: [board, staff] }, protectedGroups)
  for (const id of [board, staff]) setup.state.groups.push({ id, displayName: id, mail: '' })
  return setup
}

test('who is in a protected group is known by it, and by no other group', async () => {
  const { gatherSender } = createMember([board.toUpperCase()])
  expect((await gatherSender()).groups).toEqual(known([board.toUpperCase()]))
})

test('who is in none is known to be in none', async () => {
  const { gatherSender } = createMember(['00000000-0000-4000-8000-000000000000'])
  expect((await gatherSender()).groups).toEqual(known([]))
})

test('nothing is asked about groups where the settings protect none', async () => {
  const { gatherSender } = createMember([])
  expect(await gatherSender()).not.toHaveProperty('groups')
})

test('what may not be read is not known, and says which permission is missing', async () => {
  const { gatherSender, state } = createMember([board])
  for (const permission of ['GroupMember.Read.All', 'Directory.Read.All'])
    state.graphPermissions.delete(permission)
  const { groups } = await gatherSender()
  expect(groups).toMatchObject({ known: false })
  expect(groups?.known === false && groups.why).toContain('GroupMember.Read.All')
})
