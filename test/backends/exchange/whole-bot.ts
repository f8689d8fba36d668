// The whole bot on the fake cloud: real flow, real file store, real HTTP, platforms that remember. Its clock hurries.

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBot } from '../../../src/bot/index.js'
import { type Entity, toEntityKey } from '../../../src/domain/entity.js'
import type { Evidence } from '../../../src/domain/evidence.js'
import type { Incident } from '../../../src/domain/incident.js'
import type { Press } from '../../../src/domain/press.js'
import type { PressName } from '../../../src/features/index.js'
import { duties } from '../../../src/features/index.js'
import { type PollRecord, pollOf } from '../../../src/features/watch/polls.js'
import { createLog } from '../../../src/log/index.js'
import type { Answer, Store } from '../../../src/ports.js'
import { createAdjustableClock, createSystemClock } from '../../../src/run/clock.js'
import { createFileStore } from '../../../src/stores/file/index.js'
import { createConnectorEvidence, createSenderEvidence } from '../../domain/rules/evidence.js'
import { createHome } from '../../fake-exchange/homes.js'
import { createFakeExchange, type FakeExchange } from '../../fake-exchange/server.js'
import { createFakeTenant, type FakeTenant } from '../../fake-exchange/tenant.js'
import { access, contoso, maya } from '../../features/people.js'
import { createRecordingPlatform, type RecordingPlatform } from '../../features/platform.js'
import { hastyDisk, hastyPulse } from '../../features/store.js'
import { createRestBackend } from './rest-backend.js'

/** Seconds pass as hundredths of a second. */
const rate = 100

export interface WholeBot {
  readonly tenant: FakeTenant
  readonly fake: FakeExchange
  readonly slack: RecordingPlatform
  /** Live or closed; the latest of this entity, as the store has it. */
  find(entity: Entity): Promise<Incident | undefined>
  /** The same as it was saved last, without reading the store: what is waited for is asked for after every commit. */
  saved(entity: Entity): Incident | undefined
  look(): Promise<PollRecord | undefined>
  /** Resolves once the condition holds after something was saved. */
  until<Value>(check: () => Value | undefined | false | Promise<Value | undefined | false>): Promise<Value>
  press(action: PressName, press: Partial<Press>): Promise<Answer>
  /** Time leaps; what fell due meanwhile runs now. */
  jump(milliseconds: number): void
  close(): Promise<void>
}

export async function createWholeBot(): Promise<WholeBot> {
  const clock = createAdjustableClock(createSystemClock())
  clock.setRate(rate)
  const tenant = createFakeTenant({ now: () => clock.now() })
  const fake = await createFakeExchange({ homes: [createHome(tenant)], pageSize: 2 })
  const log = createLog({ level: 'silent' })
  const folder = await mkdtemp(join(tmpdir(), 'reprieve-whole-'))
  const bell = createBell()
  const saved = new Map<string, Incident>()
  const store = ringing(
    await createFileStore({
      duties,
      folder,
      clock,
      createId: randomUUID,
      log,
      pid: process.pid,
      disk: hastyDisk,
      pulse: hastyPulse,
    }),
    (incident) => {
      if (incident !== undefined) saved.set(toEntityKey(incident.entity), incident)
      bell.ring()
    },
  )
  const exchange = await createRestBackend(fake, clock)
  const slack = createRecordingPlatform('slack', clock)
  const bot = createBot({
    store,
    clock,
    createId: randomUUID,
    random: () => 0.5,
    log,
    access,
    tenants: [{ tenant: { ...contoso, pollSeconds: 3 }, backend: { ...exchange, gather } }],
    platforms: [slack, createRecordingPlatform('teams', clock)],
    onFatal: (error) => {
      throw error
    },
  })
  await bot.start()

  async function find(entity: Entity): Promise<Incident | undefined> {
    const entityKey = toEntityKey(entity)
    const [live] = await store.listLive({ entityKey })
    return live ?? (await store.listClosed({ entityKey, limit: 1 }))[0]
  }

  return {
    tenant,
    fake,
    slack,
    find,
    saved: (entity) => saved.get(toEntityKey(entity)),
    look: () => pollOf(contoso.id).recall(store),
    async until(check) {
      for (;;) {
        const next = bell.next()
        const value = await check()
        if (value !== undefined && value !== false) return value
        await next
      }
    },
    press: (action, press) =>
      slack
        .handlers()
        .onPress({ incidentId: '', confirmationId: '', values: {}, ...press, actor: maya, action }),
    jump: (milliseconds) => clock.jump(milliseconds),
    async close() {
      await bot.stop()
      await exchange.close()
      await store.close()
      await fake.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Evidence has tests of its own; dozens of calls an incident would keep these from what they are about. */
async function gather(entity: Entity): Promise<Evidence> {
  return entity.kind === 'sender' ? createSenderEvidence() : createConnectorEvidence()
}

function createBell() {
  let waiting: (() => void)[] = []
  return {
    next: () => new Promise<void>((resolve) => void waiting.push(resolve)),
    ring() {
      const all = waiting
      waiting = []
      for (const resolve of all) resolve()
    },
  }
}

function ringing(store: Store, ring: (saved: Incident | undefined) => void): Store {
  return {
    ...store,
    async commit(commit) {
      const saved = await store.commit(commit)
      ring(saved)
      return saved
    },
  }
}
