import { describe, expect, test } from 'vitest'
import { undoSchema } from '../../../../src/domain/containment.js'
import { catchFailure, createSetup } from './setup.js'

const given = {
  mailboxPermissions: [
    { user: 'eve@contoso.com', rights: ['FullAccess', 'ReadPermission'] },
    { user: 'tom@contoso.com', rights: ['FullAccess'] },
  ],
  sendAs: ['eve@contoso.com', 'tom@contoso.com'],
  sendOnBehalf: ['Eve', 'Tom'],
}

const create = () => createSetup(structuredClone(given))
const pick = ({ laura }: ReturnType<typeof create>) => ({
  mailboxPermissions: laura.mailboxPermissions.toSorted((one, other) => one.user.localeCompare(other.user)),
  sendAs: laura.sendAs.toSorted(),
  sendOnBehalf: laura.sendOnBehalf.toSorted(),
})

describe.each([
  ['FullAccess:eve@contoso.com', 'Remove-MailboxPermission', 'Add-MailboxPermission'],
  ['SendAs:eve@contoso.com', 'Remove-RecipientPermission', 'Add-RecipientPermission'],
  ['SendOnBehalf:Eve', 'Set-Mailbox', 'Set-Mailbox'],
])('removing the delegate %s', (target, remove, add) => {
  test('takes that right of that person alone, and gives it back', async () => {
    const setup = create()
    const { detail, undo, restores } = await setup.run('remove-delegate', [target])
    expect(detail).toMatch(/may no longer/)
    expect(restores).toEqual([target.slice(target.indexOf(':') + 1)])
    expect(setup.listChanges().map(({ cmdlet }) => cmdlet)).toEqual([remove])
    expect(pick(setup)).not.toEqual(given)
    const again = await setup.takeBack('remove-delegate', undoSchema.parse(undo))
    expect(again.detail).toMatch(/again\.$/)
    expect(setup.listChanges().map(({ cmdlet }) => cmdlet)).toEqual([remove, add])
    expect(
      new Set(setup.laura.mailboxPermissions.flatMap(({ user, rights }) => rights.map((one) => user + one))),
    ).toEqual(
      new Set(given.mailboxPermissions.flatMap(({ user, rights }) => rights.map((one) => user + one))),
    )
    expect([pick(setup).sendAs, pick(setup).sendOnBehalf]).toEqual([given.sendAs, given.sendOnBehalf])
  })

  test('does nothing when somebody was faster, and nothing twice on the way back', async () => {
    const setup = create()
    const { undo } = await setup.run('remove-delegate', [target])
    expect((await setup.run('remove-delegate', [target])).undo).toBeUndefined()
    await setup.takeBack('remove-delegate', undo)
    expect((await setup.takeBack('remove-delegate', undo)).detail).toMatch(/already; nothing had to be done/)
    expect(setup.listChanges()).toHaveLength(2)
  })

  test('does not know the outcome when the answer is lost', async () => {
    const setup = create()
    if (
      remove === 'Set-Mailbox' ||
      remove === 'Remove-MailboxPermission' ||
      remove === 'Remove-RecipientPermission'
    )
      setup.lose(remove, true)
    expect(await catchFailure(setup.run('remove-delegate', [target]))).toMatchObject({ outcome: 'unknown' })
  })
})

test.each([[[]], [['Owner:eve@contoso.com']], [['FullAccess:a', 'FullAccess:b']]])(
  'no delegate is removed for %j',
  async (targets) => {
    const setup = create()
    expect(await catchFailure(setup.run('remove-delegate', targets))).toMatchObject({ code: 'rejected' })
    expect(setup.listChanges()).toEqual([])
  },
)

test('what Exchange inherits is left alone', async () => {
  const setup = create()
  const { detail } = await setup.run('remove-delegate', ['FullAccess:EURPR01A002\\Exchange Servers'])
  expect(detail).toMatch(/nothing had to be done/)
  expect(setup.listChanges()).toEqual([])
})
