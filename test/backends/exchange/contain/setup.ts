// A tenant with two people, every step at hand, and a record of everything that was sent.
import type { CmdletCall, CmdletName } from '../../../../src/backends/exchange/cmdlets.js'
import { createContain } from '../../../../src/backends/exchange/contain/index.js'
import type { Graph } from '../../../../src/backends/exchange/graph.js'
import type { ContainmentStep, Undo } from '../../../../src/domain/containment.js'
import { BackendError } from '../../../../src/errors.js'
import { createFakeAccount } from '../../../fake-exchange/accounts.js'
import { createInProcess } from '../../../fake-exchange/in-process.js'
import type { FakeAccount } from '../../../fake-exchange/model.js'
import { createFakeTenant } from '../../../fake-exchange/tenant.js'

export const never = new AbortController().signal

type Sent = Parameters<Graph['send']>[0]

/** The answer to the next changing call of this name never comes: `GET`, `PATCH`, `Set-Mailbox` … */
interface Lost {
  readonly call: CmdletName | Sent['method']
  readonly done: boolean
}

function createLaura(given: Partial<FakeAccount>): FakeAccount {
  return createFakeAccount({
    userId: 'laura-id',
    upn: 'laura@contoso.com',
    displayName: 'Laura Bianchi',
    mail: 'laura.bianchi@contoso.com',
    ...given,
  })
}

export function createSetup(given: Partial<FakeAccount> = {}) {
  const tenant = createFakeTenant({ now: () => Date.UTC(2026, 10, 22, 3, 14) })
  const laura = createLaura(given)
  const tom = createFakeAccount({ userId: 'tom-id', upn: 'tom@contoso.com' })
  tenant.state.accounts.push(laura, tom)
  for (const permission of [
    'User.Read.All',
    'User.EnableDisableAccount.All',
    'User.RevokeSessions.All',
    'User-PasswordProfile.ReadWrite.All',
    'DelegatedPermissionGrant.ReadWrite.All',
    'UserAuthenticationMethod.ReadWrite.All',
    'Directory.Read.All',
  ])
    tenant.state.graphPermissions.add(permission)
  tenant.state.directoryRoles.add('User Administrator')

  const ran: CmdletCall[] = []
  const sent: Sent[] = []
  const trouble: { lost?: Lost; meddle?: (call: CmdletCall) => void } = {}
  const { cmdlets, graph, setTrouble } = createInProcess(tenant)

  async function pass<T>(call: Lost['call'], work: () => Promise<T>): Promise<T> {
    const { lost } = trouble
    if (lost?.call !== call) return work()
    delete trouble.lost
    if (lost.done) await work()
    throw new BackendError('The connection broke before the answer came.', {
      code: 'timeout',
      outcome: 'unknown',
    })
  }

  const contain = createContain({
    cmdlets: {
      ...cmdlets,
      run(call, signal) {
        ran.push(call)
        trouble.meddle?.(call)
        return pass(call.cmdlet, () => cmdlets.run(call, signal))
      },
    },
    graph: {
      ...graph,
      send(change, signal) {
        sent.push(change)
        return pass(change.method, () => graph.send(change, signal))
      },
    },
  })

  const order = (step: ContainmentStep, targets: readonly string[], restore: Undo | undefined) =>
    contain({ kind: 'sender', address: 'laura@contoso.com' }, { step, targets, restore }, never)

  return {
    tenant,
    laura,
    tom,
    contain,
    setTrouble,
    run: (step: ContainmentStep, targets: readonly string[] = []) => order(step, targets, undefined),
    takeBack: (step: ContainmentStep, undo: Undo | undefined) => order(step, [], undo ?? {}),
    lose(call: Lost['call'], done: boolean) {
      trouble.lost = { call, done }
    },
    /** Somebody does this elsewhere right before a cmdlet arrives. */
    meddle(work: (call: CmdletCall) => void) {
      trouble.meddle = work
    },
    /** Changing cmdlets, in order. */
    listChanges: () => ran.filter(({ cmdlet }) => !cmdlet.startsWith('Get-')),
    ran,
    sent,
  }
}

/** What a call was rejected with. */
export async function catchFailure(promise: Promise<unknown>): Promise<BackendError> {
  const answer: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(answer instanceof BackendError))
    throw new Error('not rejected with a BackendError', { cause: answer })
  return answer
}
