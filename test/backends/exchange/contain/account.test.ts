import { describe, expect, test } from 'vitest'
import { undoSchema } from '../../../../src/domain/containment.js'
import { catchFailure, createSetup, never } from './setup.js'

describe('blocking sign-in', () => {
  test('is done, and taken back by what it remembered', async () => {
    const { laura, tom, run, takeBack } = createSetup()
    const { detail, undo } = await run('block-sign-in')
    expect(detail).toBe('Sign-in is blocked.')
    expect(laura.accountEnabled).toBe(false)
    expect(undoSchema.parse(undo)).toEqual({ userId: 'laura-id', signInAllowed: true })
    expect(await takeBack('block-sign-in', undo)).toEqual({
      detail: 'Sign-in is allowed again.',
      undo: undefined,
    })
    expect([laura.accountEnabled, tom.accountEnabled]).toEqual([true, true])
  })

  test('does nothing to an account that is blocked already, and has nothing to take back', async () => {
    const { run, sent } = createSetup({ accountEnabled: false })
    expect(await run('block-sign-in')).toEqual({
      detail: 'Sign-in was blocked already; nothing had to be done.',
      undo: undefined,
    })
    expect(sent).toEqual([])
  })

  test('leaves sign-in alone when somebody has allowed it already', async () => {
    const { laura, run, takeBack, sent } = createSetup()
    const { undo } = await run('block-sign-in')
    laura.accountEnabled = true
    expect((await takeBack('block-sign-in', undo)).detail).toMatch(/already; nothing had to be done/)
    expect(sent).toHaveLength(1)
  })

  test('says of a synced account that the next sync reverts it', async () => {
    const { laura, run } = createSetup({ synced: true })
    const { detail } = await run('block-sign-in')
    expect(laura.accountEnabled).toBe(false)
    expect(detail).toMatch(/synced from on-premises.*revert.*on-premises Active Directory/)
  })

  test('names the missing permission', async () => {
    const { tenant, laura, run } = createSetup()
    tenant.state.graphPermissions.delete('User.EnableDisableAccount.All')
    tenant.state.graphPermissions.delete('User-PasswordProfile.ReadWrite.All')
    const failure = await catchFailure(run('block-sign-in'))
    expect(failure).toMatchObject({ code: 'forbidden', outcome: 'unchanged' })
    expect(failure.message).toMatch(/lacks the permission User\.EnableDisableAccount\.All/)
    expect(laura.accountEnabled).toBe(true)
  })

  test('is never done to the last Global Administrator who can sign in', async () => {
    const { tenant, laura, tom, run, sent } = createSetup({ roles: ['Global Administrator'] })
    tenant.state.directoryRoles.add('Privileged Authentication Administrator')
    const alone = await catchFailure(run('block-sign-in'))
    expect(alone).toMatchObject({ code: 'rejected', outcome: 'unchanged' })
    expect(alone.message).toMatch(/last Global Administrator who can sign in/)
    tom.roles.push('Global Administrator')
    tom.accountEnabled = false
    expect(await catchFailure(run('block-sign-in'))).toMatchObject({ code: 'rejected' })
    expect([laura.accountEnabled, sent]).toEqual([true, []])
    tom.accountEnabled = true
    await run('block-sign-in')
    expect(laura.accountEnabled).toBe(false)
  })

  test('is not done while nobody can tell who else is an administrator, and says what the app lacks', async () => {
    const { tenant, laura, run } = createSetup()
    tenant.state.graphPermissions.delete('Directory.Read.All')
    const failure = await catchFailure(run('block-sign-in'))
    expect(failure).toMatchObject({ code: 'forbidden', outcome: 'unchanged' })
    expect(failure.message).toMatch(/lacks the permission Directory\.Read\.All/)
    expect(laura.accountEnabled).toBe(true)
    tenant.state.graphPermissions.add('Directory.Read.All')
    await run('block-sign-in')
    expect(laura.accountEnabled).toBe(false)
  })

  test("says that an admin's account needs a higher directory role", async () => {
    const { tenant, laura, tom, run } = createSetup({ roles: ['Global Administrator'] })
    tom.roles.push('Global Administrator')
    const failure = await catchFailure(run('block-sign-in'))
    expect(failure).toMatchObject({ code: 'forbidden', outcome: 'unchanged' })
    expect(failure.message).toMatch(/admin role.*higher directory role/)
    tenant.state.directoryRoles.add('Privileged Authentication Administrator')
    await run('block-sign-in')
    expect(laura.accountEnabled).toBe(false)
  })

  test('asks for no higher role when the account is known to hold none', async () => {
    const { run, setTrouble } = createSetup()
    setTrouble('PATCH', 'forbidden')
    const failure = await catchFailure(run('block-sign-in'))
    expect(failure.message).toBe(
      'Microsoft Graph refused: it does not say why. Somebody who may do so can do it in Entra.',
    )
  })

  test('finds the account by another of its addresses, however odd', async () => {
    const { laura, contain } = createSetup({ otherAddresses: ["o'brien+1&2@contoso.com"] })
    const sender = { kind: 'sender', address: "O'Brien+1&2@contoso.com" } as const
    const result = await contain(sender, { step: 'block-sign-in', targets: [], restore: undefined }, never)
    expect(result.detail).toBe('Sign-in is blocked.')
    expect(laura.accountEnabled).toBe(false)
  })

  test('is declined when two accounts have the address', async () => {
    const { tom, contain, sent } = createSetup({ otherAddresses: ['sales@contoso.com'] })
    tom.otherAddresses.push('sales@contoso.com')
    const sender = { kind: 'sender', address: 'sales@contoso.com' } as const
    const order = { step: 'block-sign-in', targets: [], restore: undefined } as const
    expect(await catchFailure(contain(sender, order, never))).toMatchObject({ code: 'rejected' })
    expect(sent).toEqual([])
  })

  test('finds a guest by its UPN', async () => {
    const upn = 'oscar_fabrikam.com#EXT#@contoso.onmicrosoft.com'
    const { laura, contain } = createSetup({ upn })
    await contain(
      { kind: 'sender', address: upn },
      { step: 'block-sign-in', targets: [], restore: undefined },
      never,
    )
    expect(laura.accountEnabled).toBe(false)
  })
})

describe('revoking sessions', () => {
  test('is done, takes minutes, and has no way back', async () => {
    const { laura, tom, run, takeBack } = createSetup()
    const { detail, undo } = await run('revoke-sessions')
    expect(detail).toMatch(/a few minutes/)
    expect(undo).toBeUndefined()
    expect(laura.sessionsRevokedAt).toBe('2026-11-22T03:14:00.000Z')
    expect(tom.sessionsRevokedAt).toBeUndefined()
    expect(await catchFailure(takeBack('revoke-sessions', {}))).toMatchObject({
      code: 'rejected',
      outcome: 'unchanged',
    })
  })
})

describe('requiring a new password', () => {
  test('is done without any password, and taken back', async () => {
    const { laura, run, takeBack, sent } = createSetup()
    const { detail, undo } = await run('require-password-change')
    expect(laura.forceChangePasswordNextSignIn).toBe(true)
    expect(detail).toMatch(/Whoever knows the old one can still choose it/)
    await takeBack('require-password-change', undo)
    expect(laura.forceChangePasswordNextSignIn).toBe(false)
    expect(sent.map(({ body }) => body)).toEqual([
      { passwordProfile: { forceChangePasswordNextSignIn: true } },
      { passwordProfile: { forceChangePasswordNextSignIn: false } },
    ])
  })

  test('says that it is no reset: the password stays valid, and nobody is locked out', async () => {
    const { run } = createSetup()
    const { detail } = await run('require-password-change')
    expect(detail).toMatch(/no reset: the current password stays valid until then, and nobody is locked out/)
  })

  test('without the role User Administrator asks for that one, and for no power over admins', async () => {
    const { tenant, laura, run } = createSetup()
    tenant.state.directoryRoles.clear()
    const failure = await catchFailure(run('require-password-change'))
    expect(failure).toMatchObject({ code: 'forbidden', outcome: 'unchanged' })
    expect(failure.message).toMatch(
      /lacks the Entra role User Administrator, which this needs beside the perm/,
    )
    expect(failure.message).not.toMatch(/Privileged/)
    expect(laura.forceChangePasswordNextSignIn).toBe(false)
    tenant.state.directoryRoles.add('User Administrator')
    await run('require-password-change')
    expect(laura.forceChangePasswordNextSignIn).toBe(true)
  })

  test('names the missing permission and the missing role together', async () => {
    const { tenant, run } = createSetup()
    tenant.state.directoryRoles.clear()
    tenant.state.graphPermissions.delete('User-PasswordProfile.ReadWrite.All')
    expect((await catchFailure(run('require-password-change'))).message).toMatch(
      /lacks the permission User-PasswordProfile\.ReadWrite\.All and the Entra role User Administrator\./,
    )
  })

  test('names a higher role only for an account that is known to hold an admin role', async () => {
    const { run } = createSetup({ roles: ['Exchange Administrator'] })
    expect((await catchFailure(run('require-password-change'))).message).toMatch(
      /holds an admin role \(Exchange Administrator\).*higher directory role.*Better leave it without/,
    )
  })

  test.each(['permissions', 'directoryRole'])(
    'asks for no high role while %s cannot be read',
    async (call) => {
      const { tenant, run, setTrouble } = createSetup({ roles: ['Exchange Administrator'] })
      tenant.state.directoryRoles.clear()
      setTrouble(call, 'timeout')
      setTrouble('directoryRole', 'timeout')
      expect((await catchFailure(run('require-password-change'))).message).toMatch(
        /lacks .*the Entra role User Administrator/,
      )
    },
  )

  test('is declined for a synced account before anything is changed', async () => {
    const { laura, run, sent } = createSetup({ synced: true })
    const failure = await catchFailure(run('require-password-change'))
    expect(failure).toMatchObject({ code: 'rejected', outcome: 'unchanged' })
    expect(failure.message).toMatch(/on-premises Active Directory, twice/)
    expect(laura.forceChangePasswordNextSignIn).toBe(false)
    expect(sent).toEqual([])
  })
})

describe.each(['block-sign-in', 'revoke-sessions', 'require-password-change'] as const)('%s', (step) => {
  test.each([true, false])(
    'does not know the outcome when the answer is lost (done: %s), and asks once',
    async (done) => {
      const { run, lose, sent } = createSetup()
      lose(step === 'revoke-sessions' ? 'POST' : 'PATCH', done)
      expect(await catchFailure(run(step))).toMatchObject({ outcome: 'unknown' })
      expect(sent).toHaveLength(1)
    },
  )

  test('is impossible without an account, and says so', async () => {
    const { contain, sent } = createSetup()
    const scanner = { kind: 'sender', address: 'scanner' } as const
    const failure = await catchFailure(contain(scanner, { step, targets: [], restore: undefined }, never))
    expect(failure).toMatchObject({ code: 'not-found', outcome: 'unchanged' })
    expect(sent).toEqual([])
  })

  test('asks nobody when it was given up before it began', async () => {
    const { contain, laura, sent } = createSetup()
    const sender = { kind: 'sender', address: laura.upn } as const
    const aborted = AbortSignal.abort()
    const failure = await catchFailure(contain(sender, { step, targets: [], restore: undefined }, aborted))
    expect(failure).toMatchObject({ code: 'timeout', outcome: 'unchanged' })
    expect(sent).toEqual([])
  })
})

describe.each(['block-sign-in', 'require-password-change'] as const)('taking back %s', (step) => {
  test('is declined when the address belongs to another account by now', async () => {
    const { run, takeBack, tenant, laura, tom, sent } = createSetup()
    const { undo } = await run(step)
    tenant.state.accounts.splice(0, 2, { ...laura, upn: 'old@contoso.com' }, { ...tom, upn: laura.upn })
    const failure = await catchFailure(takeBack(step, undo))
    expect(failure).toMatchObject({ code: 'rejected', outcome: 'unchanged' })
    expect(sent).toHaveLength(1)
  })

  test.each([
    [{}],
    [{ userId: 7, signInAllowed: true }],
    [{ userId: 'laura-id', signInAllowed: false, forceChangePasswordNextSignIn: true }],
  ])('is declined with %j remembered', async (undo) => {
    const { takeBack, sent } = createSetup({ accountEnabled: false })
    expect(await catchFailure(takeBack(step, undo))).toMatchObject({
      code: 'malformed',
      outcome: 'unchanged',
    })
    expect(sent).toEqual([])
  })
})
