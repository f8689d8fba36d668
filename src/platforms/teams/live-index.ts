// Which private pages show the same thing under way, for whoever gets on with it.
import { z } from 'zod'
import { cell, whileOthersWrite } from '../../domain/cell.js'
import type { Clock, Memory, LivePage as Page } from '../../ports.js'
import { type Incoming, returningSchema } from './incoming.js'
import type { PrivateMessage, PrivateRecord } from './private-record.js'

/** So many people watch one thing at most. */
const mostReaders = 100

const readersSchema = z.array(z.object({ id: z.string(), until: z.number() }).readonly()).readonly()
const readersCell = cell('teams-live', readersSchema)

export interface LivePage {
  readonly message: PrivateMessage
  /** How its reader came there; who that is is asked anew. */
  readonly incoming: Incoming
  readonly page: Page
}

interface Listed extends LivePage {
  /** By the wall clock. */
  readonly until: number
}

export interface LiveIndex {
  /** @throws StoreError */
  add(live: LivePage, until: number): Promise<void>
  /** Of those whose name is wanted, the ones that still show it. @throws StoreError */
  list(page: Page, isWanted: (id: string) => boolean): Promise<readonly Listed[]>
}

interface LiveIndexParts {
  readonly record: PrivateRecord
  readonly memory: Memory
  readonly clock: Pick<Clock, 'now'>
}

export function createLiveIndex({ record, memory, clock }: LiveIndexParts): LiveIndex {
  async function enter(page: Page, id: string, until: number): Promise<void> {
    const readers = readersOf(page)
    const { value = [], version } = await readers.find(memory)
    const others = value.filter((one) => one.id !== id && one.until > clock.now()).slice(1 - mostReaders)
    await memory.remember(readers.key, [...others, { id, until }], { until, expectedVersion: version })
  }

  async function find(page: Page, id: string): Promise<Listed | undefined> {
    const message = await record.find(id)
    const live = message?.live
    if (message === undefined || live === undefined || !isSamePage(live.page, page)) return undefined
    return live.until > clock.now() ? { message, ...live, page } : undefined
  }

  return {
    async add({ message, incoming, page }, until) {
      const { id } = message
      const returning = returningSchema.parse(incoming)
      await record.change(message, (now) => ({ ...now, live: { page, incoming: returning, until } }))
      await whileOthersWrite(() => enter(page, id, until))
    },
    async list(page, isWanted) {
      const readers = (await readersOf(page).recall(memory)) ?? []
      const found = await Promise.all(
        readers.filter(({ id }) => isWanted(id)).map(({ id }) => find(page, id)),
      )
      return found.filter((one) => one !== undefined)
    },
  }
}

function readersOf(page: Page) {
  return 'command' in page ? readersCell('command', page.command) : readersCell(page.action, page.incidentId)
}

export function isSamePage(one: Page, other: Page): boolean {
  if ('command' in one || 'command' in other)
    return 'command' in one && 'command' in other && one.command === other.command
  return one.action === other.action && one.incidentId === other.incidentId
}
