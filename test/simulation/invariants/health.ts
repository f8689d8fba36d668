// Silence is an alarm, and what works is not called broken.
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { findView } from '../world/cards.js'
import type { LogLine } from '../world/machine.js'
import { people } from '../world/people.js'
import type { World } from '../world/world.js'
import { type Book, type Glance, minutes, quietSince } from './watch.js'

const tellMilliseconds = 10_000

/** Polls go on as long as Exchange answers them. */
export function pollsGoOn({ world, book }: Glance): void {
  const { machine, exchanges, time } = world
  for (const tenant of machine.settings().tenants) {
    const exchange = exchanges.get(tenant.id)
    if (exchange === undefined) continue
    const since = Math.max(exchange.lastPoll().askedAt, machine.worksSince(), exchange.worksSince())
    const quiet = time.passed() - since
    if (quiet > tenant.pollSeconds * 1_000 + minutes(4))
      book.report(
        'polls-stopped',
        `${tenant.id} has not been looked at for ${Math.round(quiet / 60_000)} min, and Exchange would have answered`,
      )
  }
}

/** Nobody is told "ready" while a tenant has not been seen for five minutes. */
export async function readinessIsHonest({ world, book }: Glance): Promise<void> {
  const { machine, exchanges, time } = world
  const running = machine.running()
  const undisturbed = time.passed() - Math.max(machine.worksSince(), machine.disturbedAt())
  if (running === undefined || undisturbed < minutes(6)) return
  const blind = machine.settings().tenants.flatMap((tenant) => {
    const goodAt = exchanges.get(tenant.id)?.lastPoll().goodAt ?? 0
    const late = time.passed() - goodAt
    // A poll may take most of a minute, and is good from when it was asked; two of them have to be missed.
    const poll = tenant.pollSeconds * 1_000
    return late > Math.max(poll + minutes(6), 2 * poll + minutes(2))
      ? [{ goodAt, words: `${tenant.id} for ${Math.round(late / 60_000)} min` }]
      : []
  })
  if (blind.length === 0) return
  if ((await askReady(world)) !== 200) return
  // Each of several answers for itself alone: what is everybody's is said beside it, and by the command.
  if (machine.bots > 1 && (await askStatus(world)) !== '') return
  const first = Math.min(...blind.map(({ goodAt }) => goodAt))
  book.report(
    machine.disturbedAt() > first ? 'ready-though-blind-after-clock' : 'ready-though-blind',
    `/readyz says 200, and nothing was seen of ${blind.map(({ words }) => words).join(', ')}`,
  )
}

/** What was given up is tried every 15 minutes: when nothing is the matter for longer, the bot says so too. */
export async function readyWhenAllIsWell({ world, book }: Glance): Promise<void> {
  const { machine, time } = world
  if (machine.running() === undefined || time.passed() - quietSince(world) < minutes(16)) return
  const status = await askReady(world)
  if (status !== 200)
    book.report(
      'unready-though-well',
      `Nothing has been the matter for 16 min, /readyz says ${status}, and status shows: ${await askStatus(world)}`,
    )
}

/** What is due is done: nothing waits for minutes in quiet times. */
export async function workIsDone({ world, book }: Glance): Promise<void> {
  const { machine, time } = world
  const running = machine.running()
  if (running === undefined || time.passed() - quietSince(world) < minutes(10)) return
  const now = time.now()
  const { due, nextDueAt } = await running.store.readBacklog(now)
  if (nextDueAt !== undefined && now - nextDueAt > minutes(5))
    book.report(
      'work-left-undone',
      `${due} tasks are due, the oldest for ${Math.round((now - nextDueAt) / 60_000)} min, and nothing keeps them from being done`,
    )
}

export interface LogWatch {
  hear(line: LogLine): void
}

/** A line that calls somebody out of bed needs a bug; and nothing fails when nothing is broken. */
export function watchLog(getWorld: () => World, book: Book): LogWatch {
  return {
    hear({ level, event, fields }) {
      const world = getWorld()
      const { machine, time } = world
      const isDisk = machine.diskTrouble() !== undefined || time.passed() - machine.worksSince() < minutes(3)
      if (level === 'error' && !isDisk)
        book.report(
          `error-logged ${event}`,
          `An error was logged though nothing injected one: ${toText(fields)}`,
        )
      if (event === 'task.given-up') expectTold(world, book, fields)
      const isQuiet = time.passed() - quietSince(world) > minutes(20)
      if (event === 'task.failed' && isQuiet)
        book.report(
          'fails-though-well',
          `Nothing is the matter for 20 min, and a task fails: ${toText(fields)}`,
        )
    },
  }
}

/** A card that is not where it belongs is written down, once, where people can read it. */
function expectTold({ machine, time }: World, book: Book, fields: object): void {
  const task = 'task' in fields ? String(fields.task) : ''
  if (!/^(post|update):/.test(task)) return
  const [since, now] = [time.passed(), time.now()]
  time.after(tellMilliseconds, () => void check())

  async function check(): Promise<void> {
    const running = machine.running()
    if (running === undefined || machine.worksSince() > since) return
    const entries = await running.store.readJournal({ incidentId: task.split(':')[1] ?? '', limit: 10_000 })
    if (!entries.some(({ event }) => event.type === 'card.given-up' && event.at >= now - tellMilliseconds))
      book.report('given-up-untold', `${task} was given up, and the journal does not know of it`)
  }
}

function toText(fields: object): string {
  const error = 'err' in fields && fields.err instanceof Error ? (fields.err.stack ?? '') : ''
  return `${JSON.stringify(fields)} ${error}`.slice(0, 600)
}

async function askReady({ machine }: World): Promise<number> {
  const route = machine.running()?.bot.routes.find(({ path }) => path === '/readyz')
  if (route === undefined) return 503
  const request = new IncomingMessage(new Socket())
  request.method = 'GET'
  const response = new ServerResponse(request)
  await route.handle(request, response)
  return response.statusCode
}

/** What `status` shows as not well. */
async function askStatus({ machine }: World): Promise<string> {
  const [maya] = people
  const running = machine.running()
  const handlers = running?.handlers('slack') ?? running?.handlers('teams')
  if (handlers === undefined || maya === undefined) return 'nothing'
  const answer = await handlers.onCommand({ actor: maya.actor, text: 'status' })
  const view = findView(answer, 'status')
  if (view === undefined) return 'nothing'
  return view.rows
    .flatMap(({ word, name, detail }) => (word === 'works' ? [] : [`${name}: ${detail}`]))
    .join('; ')
}
