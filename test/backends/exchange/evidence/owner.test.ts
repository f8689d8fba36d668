// Who the mailbox belongs to: what it takes to tell whether somebody acts on their own.
import { describe, expect, test } from 'vitest'
import type { Entity } from '../../../../src/domain/entity.js'
import { createFakeAccount } from '../../../fake-exchange/accounts.js'
import { createSetup } from './setup.js'

const scanner: Entity = { kind: 'sender', address: 'scanner@contoso.com' }

describe('the owner of a mailbox', () => {
  test("is told by object id, addresses and the organisation's domains", async () => {
    const setup = createSetup({ otherAddresses: ['l.bianchi@contoso.de'], mail: 'laura@contoso.com' })
    expect((await setup.gatherSender()).owner).toEqual({
      kind: 'account',
      userId: setup.user.userId,
      addresses: ['laura@contoso.com', 'l.bianchi@contoso.de'],
      domains: ['contoso.com', 'contoso.de'],
    })
  })

  test('is told by Exchange while Graph is down', async () => {
    const setup = createSetup({ otherAddresses: ['l@contoso.com'] })
    setup.setTrouble('/v1.0/users', 'unavailable')
    expect((await setup.gatherSender()).owner).toEqual({
      kind: 'account',
      userId: setup.user.userId,
      addresses: ['laura@contoso.com', 'l@contoso.com'],
      domains: ['contoso.com'],
    })
  })

  test('is told by Entra where the mailbox may not be read, with the domain of the sign-in name', async () => {
    const setup = createSetup({ otherAddresses: ['l@contoso.com'] })
    setup.setTrouble('Get-Mailbox', 'forbidden')
    expect((await setup.gatherSender()).owner).toMatchObject({
      kind: 'account',
      userId: setup.user.userId,
      domains: ['contoso.com'],
    })
  })

  test('is not told when neither can be asked', async () => {
    const setup = createSetup()
    setup.setTrouble('/v1.0/users', 'unavailable')
    setup.setTrouble('Get-Mailbox', 'forbidden')
    expect(await setup.gatherSender()).not.toHaveProperty('owner')
  })
})

describe('an address without a mailbox', () => {
  test("is nobody's when Entra knows nobody either", async () => {
    expect((await createSetup().gatherSender(scanner)).owner).toEqual({ kind: 'nobody' })
  })

  test("is nobody's by the word of Exchange where Graph was never permitted", async () => {
    const setup = createSetup()
    setup.state.graphPermissions.clear()
    expect((await setup.gatherSender(scanner)).owner).toEqual({ kind: 'nobody' })
  })

  test.each(['/v1.0/users', 'Get-Mailbox'])('is not told while %s does not answer', async (asked) => {
    const setup = createSetup()
    setup.setTrouble(asked, 'unavailable')
    expect(await setup.gatherSender(scanner)).not.toHaveProperty('owner')
  })

  test('belongs to the account that Entra has for it: the mailbox may be on-premises', async () => {
    const setup = createSetup({ hasMailbox: false, otherAddresses: ['l@contoso.com'] })
    expect((await setup.gatherSender()).owner).toMatchObject({ kind: 'account', userId: setup.user.userId })
  })

  test('is not told when two accounts have it', async () => {
    const shared = { otherAddresses: ['sales@contoso.com'], hasMailbox: false }
    const setup = createSetup(shared)
    setup.state.accounts.push(createFakeAccount({ upn: 'tom@contoso.com', ...shared }))
    const evidence = await setup.gatherSender({ kind: 'sender', address: 'sales@contoso.com' })
    expect(evidence).not.toHaveProperty('owner')
  })
})
