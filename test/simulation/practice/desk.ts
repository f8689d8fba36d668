// What else one organisation has in the world where people practise: senders who come near a limit, Defender with its alerts,
// and a note of whoever asks it about somebody who was invented.
import type { SenderLoad, SendingAlert } from '../../../src/domain/early.js'
import { hourMilliseconds, type Instant, minuteMilliseconds } from '../../../src/domain/instant.js'
import type { RestrictionBackend } from '../../../src/ports.js'
import { createOutbound, createPolicies } from '../../domain/policies.js'
import { createTakenOver, known } from '../../domain/rules/evidence.js'
import type { Program } from '../program/load.js'
import type { Random } from '../random.js'
import type { WorldTime } from '../time.js'
import type { Exchange } from '../world/exchange.js'
import type { Happenings } from '../world/happenings.js'
import type { Life } from '../world/life.js'
import { createDefender } from './defender.js'

const inventedDomain = 'exercise.invalid'

/** These accounts are in the hands of somebody else, whatever is done about it. */
const takenOver = /^sam(?:4|9|12)@/

/** Recipients outside in an hour. */
const limit = 500

export interface DeskParts {
  readonly program: Program
  readonly time: WorldTime
  readonly random: Random
  readonly happenings: Happenings
  readonly onInvented: (call: string) => void
  readonly onTwice: (mark: string) => void
}

/** The same organisation, with all that. */
export function withDesk(exchange: Exchange, parts: DeskParts): Exchange {
  const { program, time, random, happenings, onInvented } = parts
  const near = new Map<string, { readonly until: number; readonly external: number }>()
  const alerts: SendingAlert[] = []
  const defender = createDefender(exchange, parts)

  async function read<Value>(life: Life, value: () => Value): Promise<Value> {
    return life.hear(async () => {
      await time.wait(random.between(50, 1_500))
      const trouble = exchange.trouble()
      if (trouble !== undefined && trouble !== 'slow')
        throw new program.BackendError('Exchange is down.', { code: 'unavailable', outcome: 'unchanged' })
      return value()
    })
  }

  function listLoads(): readonly SenderLoad[] {
    const now = time.passed()
    return [...near]
      .filter(([address, { until }]) => until > now && !exchange.listed.has(`sender:${address}`))
      .map(([address, { external }]) => ({ address, external, internal: 3 }))
  }

  function comeNear(): void {
    const address = `sam${Math.floor(random.next() * 14)}@${exchange.tenantId}.example`
    const until = time.passed() + random.between(10, 150) * minuteMilliseconds
    near.set(address, { until, external: Math.floor(random.between(390, 499)) })
    happenings.note(`${exchange.tenantId} ${address} comes near a limit`)
    if (random.chance(0.2)) alerts.push({ id: `s${alerts.length}`, at: time.now(), addresses: [address] })
    time.after(random.around(15 * minuteMilliseconds), comeNear)
  }
  time.after(random.around(10 * minuteMilliseconds), comeNear)

  return {
    ...exchange,
    connect(life) {
      const backend: RestrictionBackend = {
        ...exchange.connect(life),
        alerts: defender.connect(life),
        gather: async (entity, ...rest) => {
          const found = await exchange.connect(life).gather(entity, ...rest)
          return entity.kind === 'sender' && takenOver.test(entity.address)
            ? { ...createTakenOver({ addresses: [entity.address] }), gatheredAt: found.gatheredAt }
            : found
        },
        readEarlySigns: (asked) =>
          read(life, () => ({
            ...(asked.loads ? { loads: known({ senders: listLoads(), isCut: false }) } : {}),
            ...(asked.alerts ? { alerts: known(listFresh(alerts, asked.since)) } : {}),
          })),
        readPolicies: () =>
          read(life, () =>
            createPolicies({
              readAt: time.now(),
              outbound: known([createOutbound({ externalPerHour: limit })]),
            }),
          ),
      }
      return toListened(backend, onInvented)
    },
  }
}

function listFresh(alerts: readonly SendingAlert[], since: Instant): readonly SendingAlert[] {
  return alerts.filter(({ at }) => at >= since && at - since < 4 * hourMilliseconds)
}

/** Exchange knows nobody who was invented, and must not be asked about them. */
function toListened(backend: RestrictionBackend, onInvented: (call: string) => void): RestrictionBackend {
  function ask<Value>(call: string, given: unknown, run: () => Value): Value {
    if (JSON.stringify(given)?.includes(inventedDomain) === true) onInvented(call)
    return run()
  }
  return {
    ...backend,
    find: (entity, signal) => ask('find', entity, () => backend.find(entity, signal)),
    gather: (entity, ...rest) => ask('gather', entity, () => backend.gather(entity, ...rest)),
    unblock: (entity, signal) => ask('unblock', entity, () => backend.unblock(entity, signal)),
    contain: (sender, ...rest) => ask('contain', sender, () => backend.contain(sender, ...rest)),
    traceMail: (entity, ...rest) => ask('trace mail of', entity, () => backend.traceMail(entity, ...rest)),
    searchDeeds: (asked, signal) => ask('search for', asked, () => backend.searchDeeds(asked, signal)),
  }
}
