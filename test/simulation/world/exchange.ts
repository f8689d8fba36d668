// Exchange Online as one tenant sees it: a list that lags and flaps, calls that hang, and answers that get lost on the way.
import { noAlerts } from '../../../src/backends/no-alerts.js'
import { type Entity, type Sender, toEntityKey } from '../../../src/domain/entity.js'
import type { Evidence, SenderEvidence } from '../../../src/domain/evidence.js'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { parseReason } from '../../../src/domain/reason.js'
import type { Restriction } from '../../../src/domain/restriction.js'
import type { RestrictionBackend } from '../../../src/ports.js'
import { createPolicies } from '../../domain/policies.js'
import {
  account,
  createConnectorEvidence,
  createSenderEvidence,
  createWanted,
  known,
} from '../../domain/rules/evidence.js'
import { takeStep } from '../../features/contained.js'
import type { Program } from '../program/load.js'
import type { Random } from '../random.js'
import type { WorldTime } from '../time.js'
import type { Happenings } from './happenings.js'
import type { Life } from './life.js'
import { createMail } from './mail.js'
import type { ExchangeTrouble } from './weather.js'

export interface Entry {
  readonly restriction: Restriction
  /** When Microsoft put it there, in the world's time. */
  readonly at: number
}

export interface Exchange {
  readonly tenantId: string
  readonly listed: ReadonlyMap<string, Entry>
  /** How often Microsoft restricted each entity, by key. */
  readonly restrictions: ReadonlyMap<string, number>
  trouble(): ExchangeTrouble | undefined
  /** Whether its list has ever left out what was on it. */
  hasFlapped(): boolean
  setTrouble(trouble: ExchangeTrouble | undefined): void
  /** Since when nothing is the matter with it; infinity while something is. */
  worksSince(): number
  /** In the world's time: when a poll was last asked for, and when the last one that succeeded was. */
  lastPoll(): { readonly askedAt: number; readonly goodAt: number }
  /** In the world's time: from when on nobody sees the entry any more; undefined while it is listed, or never was. */
  goneAt(key: string): number | undefined
  restrict(entity: Entity): void
  free(entity: Entity): void
  /** The entry stays, and says something else from now on. */
  change(entity: Entity): void
  /** Whether mail of it was delivered outside then, by the clock on the wall. */
  wasDelivered(key: string, at: number): boolean
  connect(life: Life): RestrictionBackend
}

export interface ExchangeParts {
  readonly program: Program
  readonly tenantId: string
  readonly time: WorldTime
  readonly random: Random
  readonly happenings: Happenings
  /** Some send what is wanted, and are known for it. */
  readonly hasWanted: boolean
  /** Told of every call that changes anything, before it does. */
  readonly onChange: (call: ChangingCall) => void
}

export interface ChangingCall {
  readonly kind: 'unblock' | 'contain' | 'look'
  readonly tenantId: string
  readonly entity: Entity
  readonly step: string
}

/** No connection outlives a longer sleep of one of its ends, and what came meanwhile is lost. */
const longestConnectedMilliseconds = 5 * minuteMilliseconds

const reasons = [
  'OutboundSpamLast24Hours=512;OutboundMailLast24Hours=900;CIP=203.0.113.9',
  'ExceedingLimitType=ExternalRecipientRateLimit;ExternalRecipientCountToday=10001',
  'Something nobody has seen',
  '',
]

export function createExchange(parts: ExchangeParts): Exchange {
  const { program, tenantId, time, random, happenings, hasWanted, onChange } = parts
  const listed = new Map<string, Entry>()
  const lagging = new Map<string, { readonly restriction: Restriction; readonly until: number }>()
  const gone = new Map<string, number>()
  const evidence = new Map<string, SenderEvidence>()
  const restrictions = new Map<string, number>()
  let trouble: ExchangeTrouble | undefined
  let worksSince = 0
  let hasFlapped = false
  let last = { askedAt: 0, goodAt: 0 }
  const { BackendError } = program
  const mailRandom = random.fork('mail')
  const mail = createMail(mailRandom)

  function toTimeout(changes: boolean) {
    return new BackendError('Exchange did not answer in time.', {
      code: 'timeout',
      outcome: changes ? 'unknown' : 'unchanged',
    })
  }

  function toFailure(changes: boolean) {
    switch (trouble) {
      case 'down':
        return new BackendError('Exchange is down.', {
          code: 'unavailable',
          outcome: changes ? 'unknown' : 'unchanged',
        })
      case 'throttles':
        return new BackendError('Exchange asks to wait.', {
          code: 'throttled',
          outcome: 'unchanged',
          retryAfterMilliseconds: random.between(10, 90) * 1_000,
        })
      case 'forbidden':
        return new BackendError('Exchange refuses.', { code: 'forbidden', outcome: 'unchanged' })
      default:
        return undefined
    }
  }

  /** @throws BackendError when the answer does not come before whoever asked gives up. */
  function travel(signal: AbortSignal, changes: boolean, chance = random): Promise<void> {
    const slow = trouble === 'slow' ? chance.between(5_000, 100_000) : chance.between(50, 1_500)
    const milliseconds = trouble === 'hangs' ? 100 * hourMilliseconds : slow
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        cancel()
        reject(toTimeout(changes))
      }
      const slept = time.slept()
      const cancel = time.after(milliseconds, () => {
        if (time.slept() - slept < longestConnectedMilliseconds) resolve()
      })
      if (signal.aborted) return giveUp()
      signal.addEventListener('abort', giveUp, { once: true })
    })
  }

  async function ask<Value>(signal: AbortSignal, read: () => Value, chance = random): Promise<Value> {
    await travel(signal, false, chance)
    const failure = toFailure(false)
    if (failure !== undefined) throw failure
    return read()
  }

  /** What was asked for happens on the way there or on the way back, or never; the answer knows nothing of it. */
  async function change<Value>(signal: AbortSignal, apply: () => Value): Promise<Value> {
    const failure = toFailure(true)
    const isLost = trouble === 'loses-done' || trouble === 'loses-undone'
    const happens = failure === undefined && trouble !== 'loses-undone'
    const isEarly = happens && random.chance(0.5)
    const early = isEarly ? apply() : undefined
    await travel(signal, true)
    if (failure !== undefined) throw failure
    const value = early ?? (happens ? apply() : undefined)
    if (isLost || value === undefined) throw toTimeout(true)
    return value
  }

  function see(): readonly Restriction[] {
    const now = time.passed()
    const late = [...lagging].filter(([key, { until }]) => until > now && !listed.has(key))
    return [
      ...[...listed.values()].map((entry) => entry.restriction),
      ...late.map(([, one]) => one.restriction),
    ]
  }

  function lift(entity: Entity) {
    const key = toEntityKey(entity)
    const entry = listed.get(key)
    if (trouble === 'without-effect') return { alreadyGone: false }
    if (entry !== undefined) {
      listed.delete(key)
      const lag = random.chance(0.3) ? Math.min(random.around(8), 40) * minuteMilliseconds : 0
      const until = time.passed() + lag
      gone.set(key, until)
      if (lag > 0) lagging.set(key, { restriction: entry.restriction, until })
      happenings.note(`${tenantId} Exchange lifted ${key}`)
    }
    return { alreadyGone: entry === undefined }
  }

  function find(entity: Entity): SenderEvidence {
    const key = toEntityKey(entity)
    const before = evidence.get(key) ?? createFacts(entity)
    // Whoever is in goes on meanwhile: what is found later may be worse.
    const next = random.chance(0.15)
      ? {
          ...before,
          forwarding: known({ to: `drop${Math.floor(random.next() * 9)}@evil.example`, keepsCopy: false }),
        }
      : before
    evidence.set(key, next)
    return next
  }

  function createFacts(entity: Entity): SenderEvidence {
    const address = entity.kind === 'sender' ? entity.address : ''
    if (hasWanted && random.chance(0.6))
      return createWanted({
        account: known({ ...account, displayName: address, addresses: [address], kind: 'person' }),
      })
    const isTaken = random.chance(0.5)
    return createSenderEvidence({
      account: known({
        ...account,
        userId: `oid-${address.split('@')[0]}`,
        displayName: address,
        addresses: [address],
        signInAllowed: isTaken,
      }),
      ...(isTaken ? { forwarding: known({ to: 'drop@evil.example', keepsCopy: false }) } : {}),
    })
  }

  return {
    tenantId,
    listed,
    restrictions,
    trouble: () => trouble,
    hasFlapped: () => hasFlapped,
    setTrouble(next) {
      if (trouble !== undefined && next === undefined) worksSince = time.passed()
      trouble = next
      hasFlapped ||= next === 'flaps'
    },
    worksSince: () => (trouble === undefined ? worksSince : Number.POSITIVE_INFINITY),
    lastPoll: () => last,
    goneAt: (key) => gone.get(key),
    wasDelivered: (key, at) => mail.wasDelivered(key, at),
    restrict(entity) {
      const key = toEntityKey(entity)
      if (listed.has(key)) return
      const raw = random.pick(reasons)
      lagging.delete(key)
      gone.delete(key)
      restrictions.set(key, (restrictions.get(key) ?? 0) + 1)
      listed.set(key, {
        at: time.passed(),
        restriction: {
          entity,
          reason: parseReason(raw),
          createdAt: time.now(),
          temporary: random.chance(0.1),
          raw: { Reason: raw },
        },
      })
      happenings.note(`${tenantId} Exchange restricted ${key}`)
    },
    free(entity) {
      if (!listed.delete(toEntityKey(entity))) return
      gone.set(toEntityKey(entity), time.passed())
      happenings.note(`${tenantId} Exchange freed ${toEntityKey(entity)}`)
    },
    change(entity) {
      const key = toEntityKey(entity)
      const entry = listed.get(key)
      if (entry === undefined) return
      const raw = random.pick(reasons)
      const restriction = { ...entry.restriction, reason: parseReason(raw), changedAt: time.now() }
      listed.set(key, { ...entry, restriction })
      happenings.note(`${tenantId} Exchange says something else of ${key}`)
    },
    connect: (life) => ({
      list: (signal) =>
        life.hear(async () => {
          const askedAt = time.passed()
          last = { ...last, askedAt }
          const seen = await ask(signal, see)
          if (trouble === 'partial')
            throw new BackendError('Only a part came.', { code: 'partial', outcome: 'unchanged' })
          if (!life.isOver()) last = { ...last, goodAt: askedAt }
          const restrictions = trouble === 'flaps' ? seen.filter(() => random.chance(0.6)) : seen
          return { restrictions, unreadable: [], notices: [] }
        }),
      find: (entity, signal) =>
        life.hear(() => {
          onChange({ kind: 'look', tenantId, entity, step: '' })
          return ask(signal, () =>
            see().find((restriction) => toEntityKey(restriction.entity) === toEntityKey(entity)),
          )
        }),
      alerts: noAlerts,
      searchDeeds: (_, signal) => life.hear(() => ask(signal, () => [])),
      gather: (entity, signal) =>
        life.hear(() =>
          ask(signal, (): Evidence => {
            const gatheredAt = time.now()
            if (entity.kind === 'connector') return createConnectorEvidence({ gatheredAt })
            return { ...find(entity), gatheredAt }
          }),
        ),
      unblock: (entity, signal) =>
        life.hear(() => {
          happenings.note(`${tenantId} asked to lift ${toEntityKey(entity)}`)
          onChange({ kind: 'unblock', tenantId, entity, step: '' })
          return change(signal, () => lift(entity))
        }),
      traceMail: (entity, since, signal) =>
        life.hear(() =>
          ask(
            signal,
            () => {
              const key = toEntityKey(entity)
              return mail.trace(key, { since, now: time.now(), isListed: listed.has(key) })
            },
            mailRandom,
          ),
        ),
      contain: (sender: Sender, order, signal) =>
        life.hear(() => {
          const step = `${order.restore === undefined ? '' : 'undo '}${order.step} ${order.targets.join(',')}`
          happenings.note(`${tenantId} asked to ${step} of ${toEntityKey(sender)}`)
          onChange({ kind: 'contain', tenantId, entity: sender, step })
          return change(signal, () => {
            const taken = takeStep(evidence.get(toEntityKey(sender)) ?? createFacts(sender), order)
            evidence.set(toEntityKey(sender), taken.evidence)
            return taken.result
          })
        }),
      readEarlySigns: async () => ({}),
      readPolicies: (signal) => life.hear(() => ask(signal, () => createPolicies({ readAt: time.now() }))),
      examine: (signal) =>
        life.hear(async () => {
          const isWell = await ask(signal, () => true).catch(() => false)
          return [
            isWell
              ? { name: 'Exchange', result: 'ok', found: 'Works.', remedy: '' }
              : { name: 'Exchange', result: 'problem', found: 'Does not answer.', remedy: 'Wait.' },
          ]
        }),
    }),
  }
}
