// A backend that does as it is told: lists what it was given, fails and stays silent on demand.
import type { Check } from '../../src/domain/check.js'
import type { Deed, DeedsAsked } from '../../src/domain/deed.js'
import type { EarlySigns } from '../../src/domain/early.js'
import { type Entity, toEntityKey, toEntityName } from '../../src/domain/entity.js'
import type { Evidence } from '../../src/domain/evidence.js'
import type { Instant } from '../../src/domain/instant.js'
import { isWhole, type Listed } from '../../src/domain/listed.js'
import type { MailTrace } from '../../src/domain/mail-flow.js'
import type { TenantPolicies } from '../../src/domain/policies.js'
import type { Restriction } from '../../src/domain/restriction.js'
import { BackendError } from '../../src/errors.js'
import type { Clock, RestrictionBackend } from '../../src/ports.js'
import { createPolicies } from '../domain/policies.js'
import { account, createConnectorEvidence, createWanted, known } from '../domain/rules/evidence.js'
import { takeStep } from './contained.js'
import { createScriptedAlerts, type ScriptedAlerts } from './defender/alerts.js'

export type CallName =
  | 'list'
  | 'find'
  | 'gather'
  | 'unblock'
  | 'traceMail'
  | 'contain'
  | 'readPolicies'
  | 'searchDeeds'
  | 'readEarlySigns'
  | 'examine'

interface Trouble {
  readonly error?: BackendError
  /** The answer waits for this. What the call saw or did lies before the wait. */
  readonly until?: Promise<void>
  /** An unblock that fails was carried out all the same. */
  readonly isDone?: boolean
}

export interface ScriptedBackend extends RestrictionBackend {
  readonly alerts: ScriptedAlerts
  restrict(restriction: Restriction): void
  clear(entity: Entity): void
  isListed(entity: Entity): boolean
  /** Unblocks are taken and change nothing. */
  freeze(): void
  /** What `traceMail` finds from now on; until then a message goes out as soon as the entry is off the list. */
  trace(entity: Entity, trace: MailTrace): void
  /** What `readEarlySigns` finds from now on. */
  sign(signs: EarlySigns): void
  /** What `readPolicies` finds from now on. */
  setPolicies(policies: TenantPolicies): void
  /** What `searchDeeds` finds from now on, whatever is asked. */
  log(deeds: readonly Deed[]): void
  readonly searches: readonly DeedsAsked[]
  /** What the list has from now on beside what can be read of it. */
  doubt(doubts: Partial<Omit<Listed, 'restrictions'>>): void
  /** What `examine` finds from now on. */
  diagnose(checks: readonly Check[]): void
  /** What `gather` finds from now on. */
  know(entity: Entity, evidence: Evidence): void
  /** The next call of this name, once. */
  trouble(call: CallName, trouble: Trouble): void
  /** Every call of this name from now on; undefined ends it. */
  fail(call: CallName, error: BackendError | undefined): void
  /** Calls of this name never end from now on, whatever their signal says. */
  ignore(call: CallName): void
  /** The answer to the next call of this name comes when the returned function is called. */
  hold(call: CallName): () => void
  /** Every answer to calls of this name takes so long from now on. */
  take(call: CallName, milliseconds: number): void
  /** Every call in order, as `unblock laura@contoso.com`. */
  readonly calls: readonly string[]
  /** When each call of this name came. */
  timesOf(call: CallName): readonly Instant[]
}

export function createScriptedBackend(clock: Pick<Clock, 'now' | 'after'>): ScriptedBackend {
  const delays = new Map<CallName, number>()
  const times = new Map<CallName, Instant[]>()
  const listed = new Map<string, Restriction>()
  const found = new Map<string, Evidence>()
  const next = new Map<CallName, Trouble[]>()
  const failing = new Map<CallName, BackendError>()
  const calls: string[] = []
  const traces = new Map<string, MailTrace>()
  const ignored = new Set<CallName>()
  const policies = { current: createPolicies({ readAt: clock.now() }) }
  const checks: { current: readonly Check[] } = {
    current: [{ name: 'Token', result: 'ok', found: 'Works.', remedy: '' }],
  }
  const doubts: { current: Omit<Listed, 'restrictions'> } = { current: { unreadable: [], notices: [] } }
  const deeds: { current: readonly Deed[] } = { current: [] }
  const searches: DeedsAsked[] = []
  const signs: { current: EarlySigns } = { current: {} }
  let isFrozen = false

  async function call<Value>(name: CallName, signal: AbortSignal, work: () => Value): Promise<Value> {
    if (signal.aborted) throw createTimeout('unchanged')
    if (ignored.has(name)) await new Promise(() => {})
    const trouble = next.get(name)?.shift() ?? toTrouble(failing.get(name))
    const isDone = trouble.error === undefined || trouble.isDone === true
    const value = isDone ? work() : undefined
    const delay = delays.get(name)
    if (delay !== undefined) await untilAborted(wait(delay), name, signal)
    if (trouble.until !== undefined) await untilAborted(trouble.until, name, signal)
    if (trouble.error !== undefined || value === undefined) throw trouble.error ?? new Error('no value')
    return value
  }

  function wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      clock.after(milliseconds, resolve)
    })
  }

  function note(name: CallName, entity?: Entity): void {
    times.set(name, [...(times.get(name) ?? []), clock.now()])
    calls.push(entity === undefined ? name : `${name} ${toEntityName(entity)}`)
  }

  function lift(entity: Entity) {
    const alreadyGone = !listed.has(toEntityKey(entity))
    if (!isFrozen) listed.delete(toEntityKey(entity))
    return { alreadyGone }
  }

  function add(name: CallName, trouble: Trouble): void {
    next.set(name, [...(next.get(name) ?? []), trouble])
  }

  return {
    calls,
    alerts: createScriptedAlerts(clock),
    list(signal) {
      note('list')
      return call('list', signal, () => {
        const { unreadable, notices } = doubts.current
        return { restrictions: [...listed.values()], unreadable: [...unreadable], notices: [...notices] }
      })
    },
    async find(entity, signal) {
      note('find', entity)
      const [restriction] = await call('find', signal, () => [listed.get(toEntityKey(entity))])
      if (restriction === undefined && !isWhole(doubts.current, entity.kind)) throw createDoubt()
      return restriction
    },
    gather(entity, signal) {
      note('gather', entity)
      return call('gather', signal, () => {
        const known = found.get(toEntityKey(entity))
        return known === undefined ? createEvidence(entity, clock) : { ...known, gatheredAt: clock.now() }
      })
    },
    async unblock(entity, signal) {
      note('unblock', entity)
      return call('unblock', signal, () => lift(entity))
    },
    async traceMail(entity, since, signal) {
      note('traceMail', entity)
      const forbidden = failing.get('traceMail')
      if (forbidden?.code === 'forbidden') return { known: false, why: forbidden.message }
      return call('traceMail', signal, () => {
        const given = traces.get(toEntityKey(entity))
        if (given !== undefined) return given
        if (listed.has(toEntityKey(entity))) return { known: true, value: {} }
        return { known: true, value: { outside: { first: since + 60_000, last: since + 60_000 } } }
      })
    },
    trace: (entity, trace) => void traces.set(toEntityKey(entity), trace),
    contain(sender, order, signal) {
      note('contain', sender)
      return call('contain', signal, () => {
        const evidence = found.get(toEntityKey(sender))
        if (evidence?.kind !== 'sender') throw createNobody()
        const taken = takeStep(evidence, order)
        found.set(toEntityKey(sender), taken.evidence)
        return taken.result
      })
    },
    readEarlySigns(_asked, signal) {
      note('readEarlySigns')
      return call('readEarlySigns', signal, () => signs.current)
    },
    readPolicies(signal) {
      note('readPolicies')
      return call('readPolicies', signal, () => policies.current)
    },
    searchDeeds(asked, signal) {
      note('searchDeeds')
      searches.push(asked)
      return call('searchDeeds', signal, () => [...deeds.current])
    },
    async examine(signal) {
      note('examine')
      try {
        return await call('examine', signal, () => checks.current)
      } catch (error) {
        if (!(error instanceof BackendError)) throw error
        return [{ name: 'Exchange', result: 'problem', found: error.message, remedy: 'Wait.' }]
      }
    },
    doubt(given) {
      doubts.current = { unreadable: [], notices: [], ...given }
    },
    searches,
    log(given) {
      deeds.current = given
    },
    diagnose(given) {
      checks.current = given
    },
    sign(given) {
      signs.current = given
    },
    setPolicies(given) {
      policies.current = given
    },
    restrict: (restriction) => void listed.set(toEntityKey(restriction.entity), restriction),
    clear: (entity) => void listed.delete(toEntityKey(entity)),
    isListed: (entity) => listed.has(toEntityKey(entity)),
    freeze() {
      isFrozen = true
    },
    know: (entity, evidence) => void found.set(toEntityKey(entity), evidence),
    take: (name, milliseconds) => void delays.set(name, milliseconds),
    timesOf: (name) => times.get(name) ?? [],
    trouble: add,
    fail(name, error) {
      if (error === undefined) failing.delete(name)
      else failing.set(name, error)
    },
    ignore: (name) => void ignored.add(name),
    hold(name) {
      let release = () => {}
      const until = new Promise<void>((resolve) => {
        release = resolve
      })
      add(name, { until })
      return () => release()
    },
  }
}

function toTrouble(error: BackendError | undefined): Trouble {
  return error === undefined ? {} : { error }
}

function untilAborted(until: Promise<void>, name: CallName, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<void>((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(createTimeout(name === 'unblock' || name === 'contain' ? 'unknown' : 'unchanged')),
    )
  })
  return Promise.race([until, aborted])
}

function createTimeout(outcome: 'unchanged' | 'unknown'): BackendError {
  return new BackendError('Exchange did not answer in time', { code: 'timeout', outcome })
}

function createDoubt(): BackendError {
  return new BackendError('The list could not be read in whole', { code: 'malformed', outcome: 'unchanged' })
}

function createNobody(): BackendError {
  return new BackendError('Nobody is there', { code: 'not-found', outcome: 'unchanged' })
}

function createEvidence(entity: Entity, clock: Pick<Clock, 'now'>): Evidence {
  const gatheredAt = clock.now()
  return entity.kind === 'connector'
    ? createConnectorEvidence({ gatheredAt })
    : createWanted({
        gatheredAt,
        account: known({ ...account, kind: 'person', addresses: [entity.address] }),
      })
}
