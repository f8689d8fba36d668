import { toEntityName } from '../../src/domain/entity.js'
import { parseReason } from '../../src/domain/reason.js'
import { BackendError } from '../../src/errors.js'
import { createManualClock } from '../clock.js'
import { describeBackend, type Trouble } from '../contracts/backend.js'
import { type ContainmentHarness, describeContainment } from '../contracts/containment.js'
import { began } from '../domain/incidents.js'
import { createTakenOver } from '../domain/rules/evidence.js'
import { type CallName, createScriptedBackend, type ScriptedBackend } from './backend.js'

const names: readonly CallName[] = [
  'list',
  'find',
  'gather',
  'unblock',
  'traceMail',
  'contain',
  'readPolicies',
  'examine',
]

describeBackend('the scripted backend', async () => createHarness())
describeContainment('the scripted backend', async () => createHarness())

function createHarness(): ContainmentHarness {
  const backend = createScriptedBackend(createManualClock(began))
  let lost: 'done' | 'undone' | undefined
  let release = () => {}
  return {
    backend,
    restrict: (entity, reason) =>
      backend.restrict({
        entity,
        reason: parseReason(reason),
        createdAt: began,
        temporary: false,
        raw: { entity: toEntityName(entity) },
      }),
    addAccount(kind) {
      const sender = { kind: 'sender', address: `${kind}@contoso.com` } as const
      backend.know(sender, createTakenOver({ synced: kind === 'synced', addresses: [sender.address] }))
      return sender
    },
    clear: (entity) => backend.clear(entity),
    setTrouble(trouble) {
      lost = trouble === 'answer-lost-done' ? 'done' : trouble === 'answer-lost-undone' ? 'undone' : undefined
      release()
      release = setTrouble(backend, trouble)
    },
    countUnblocks: (entity) =>
      lost === 'undone' || backend.isListed(entity)
        ? 0
        : backend.calls.filter((call) => call === `unblock ${toEntityName(entity)}`).length,
    settle: (promise) => promise,
    arrive: async () => {},
    propagate: async () => {},
    close: async () => {},
  }
}

const codes = {
  down: 'unavailable',
  throttled: 'throttled',
  forbidden: 'forbidden',
  partial: 'partial',
} as const

/** What it returns ends the trouble of calls that wait for one. */
function setTrouble(backend: ScriptedBackend, trouble: Trouble): () => void {
  for (const name of names) backend.fail(name, undefined)
  if (trouble === 'answer-lost-done' || trouble === 'answer-lost-undone') {
    const error = new BackendError('no answer', { code: 'timeout', outcome: 'unknown' })
    for (const name of ['unblock', 'contain'] as const)
      backend.trouble(name, { error, isDone: trouble === 'answer-lost-done' })
  } else if (trouble === 'hang') {
    const releases = names.map((name) => backend.hold(name))
    return () => {
      for (const one of releases) one()
    }
  } else if (trouble !== 'none')
    for (const name of names)
      backend.fail(
        name,
        new BackendError(trouble, {
          code: codes[trouble],
          outcome: 'unchanged',
          retryAfterMilliseconds: 5_000,
        }),
      )
  return () => {}
}
