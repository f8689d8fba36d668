import { describe, expect, test } from 'vitest'
import { undoSchema } from '../../../../src/domain/containment.js'
import { catchFailure, createSetup, never } from './setup.js'

const evil = { forwardingSmtpAddress: 'smtp:x@evil.test' }

describe('stopping forwarding', () => {
  test('clears both addresses, says what is true now, and is taken back', async () => {
    const { laura, run, takeBack } = createSetup({
      ...evil,
      forwardingAddress: 'tom@contoso.com',
      deliverToMailboxAndForward: true,
    })
    const { detail, undo } = await run('stop-forwarding')
    expect(laura).toMatchObject({ forwardingAddress: null, forwardingSmtpAddress: null })
    expect(detail).toBe(
      'Forwarding to tom@contoso.com and x@evil.test was removed. Nothing is forwarded by the mailbox now.',
    )
    laura.deliverToMailboxAndForward = false
    expect((await takeBack('stop-forwarding', undoSchema.parse(undo))).detail).toMatch(
      /tom@contoso\.com and x@evil\.test was set again\. Exchange now shows forwarding to/,
    )
    expect(laura).toMatchObject({
      forwardingAddress: 'tom@contoso.com',
      forwardingSmtpAddress: 'smtp:x@evil.test',
      deliverToMailboxAndForward: true,
    })
  })

  test('sets again only what was there', async () => {
    const { run, takeBack, listChanges } = createSetup(evil)
    const { undo } = await run('stop-forwarding')
    await takeBack('stop-forwarding', undo)
    expect(listChanges().map(({ parameters }) => parameters)).toEqual([
      { Identity: 'laura@contoso.com', ForwardingAddress: null, ForwardingSmtpAddress: null },
      {
        Identity: 'laura@contoso.com',
        ForwardingSmtpAddress: 'smtp:x@evil.test',
        DeliverToMailboxAndForward: false,
      },
    ])
  })

  test('does nothing to a mailbox that forwards nothing', async () => {
    const { run, listChanges } = createSetup()
    const { detail, undo } = await run('stop-forwarding')
    expect(detail).toMatch(/nothing had to be done/)
    expect(undo).toBeUndefined()
    expect(listChanges()).toEqual([])
  })

  test('says that Exchange took it when the mailbox cannot be read again', async () => {
    const { laura, run, ran, meddle } = createSetup(evil)
    meddle(({ cmdlet }) => {
      if (cmdlet === 'Get-Mailbox' && ran.length > 1) laura.hasMailbox = false
    })
    const { detail, undo } = await run('stop-forwarding')
    expect(detail).toMatch(/was removed\. Exchange took the change, but the mailbox could not be read again/)
    expect(undo).toMatchObject(evil)
  })

  test('leaves a forwarding alone that was set meanwhile', async () => {
    const { laura, run, takeBack, listChanges } = createSetup(evil)
    const { undo } = await run('stop-forwarding')
    laura.forwardingSmtpAddress = 'smtp:laura@home.test'
    expect((await takeBack('stop-forwarding', undo)).detail).toMatch(/laura@home\.test by now/)
    expect(laura.forwardingSmtpAddress).toBe('smtp:laura@home.test')
    expect(listChanges()).toHaveLength(1)
  })

  test('is not taken back on the mailbox of somebody who has the address by now', async () => {
    const { tenant, laura, tom, run, takeBack, listChanges } = createSetup(evil)
    const { undo } = await run('stop-forwarding')
    tenant.state.accounts.splice(0, 2, { ...laura, upn: 'old@contoso.com' }, { ...tom, upn: laura.upn })
    expect(await catchFailure(takeBack('stop-forwarding', undo))).toMatchObject({
      code: 'rejected',
      outcome: 'unchanged',
    })
    expect(listChanges()).toHaveLength(1)
  })

  test.each([true, false])('does not know the outcome when the answer is lost (done: %s)', async (done) => {
    const { laura, run, lose, listChanges } = createSetup(evil)
    lose('Set-Mailbox', done)
    expect(await catchFailure(run('stop-forwarding'))).toMatchObject({ outcome: 'unknown' })
    expect(laura.forwardingSmtpAddress === null).toBe(done)
    expect(listChanges()).toHaveLength(1)
  })

  test("never takes somebody else's mailbox that is called like the sender", async () => {
    const { contain, listChanges } = createSetup({ ...evil, displayName: 'scanner' })
    const scanner = { kind: 'sender', address: 'scanner' } as const
    const order = { step: 'stop-forwarding', targets: [], restore: undefined } as const
    expect(await catchFailure(contain(scanner, order, never))).toMatchObject({ code: 'not-found' })
    expect(listChanges()).toEqual([])
  })

  test('is declined without the right to run the cmdlet', async () => {
    const { tenant, laura, run } = createSetup(evil)
    tenant.state.allowedCmdlets = new Set(['Get-Mailbox'])
    expect(await catchFailure(run('stop-forwarding'))).toMatchObject({
      code: 'forbidden',
      outcome: 'unchanged',
    })
    expect(laura.forwardingSmtpAddress).toBe('smtp:x@evil.test')
  })

  test.each([[{}], [{ forwardingAddress: null }]])('cannot be taken back by %j', async (undo) => {
    const { takeBack, listChanges } = createSetup()
    expect(await catchFailure(takeBack('stop-forwarding', undo))).toMatchObject({ code: 'malformed' })
    expect(listChanges()).toEqual([])
  })
})
