// What rings in somebody's pocket at night, and what they press there. One says by itself what becomes of a page; of the
// other one only what was sent to it is known.
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { z } from 'zod'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import type { PageOrder, Pager, PagerNews } from '../../../src/ports.js'
import type { Program } from '../program/load.js'
import type { Random } from '../random.js'
import type { WorldTime } from '../time.js'
import type { Happenings } from './happenings.js'
import type { Life } from './life.js'
import type { Running } from './machine.js'
import type { PagerTrouble } from './weather.js'

/** One page as it is in the pocket. */
export interface Ringing {
  readonly key: string
  readonly rangAt: number
  state: PagerNews['state']
}

export interface WorldPager {
  readonly id: string
  /** By their keys, also those that are over. */
  readonly pages: ReadonlyMap<string, Ringing>
  trouble(): PagerTrouble | undefined
  setTrouble(trouble: PagerTrouble | undefined): void
  worksSince(): number
  connect(life: Life): Pager
}

export interface PagerParts {
  readonly program: Program
  readonly id: string
  readonly speaks: boolean
  readonly time: WorldTime
  readonly random: Random
  readonly happenings: Happenings
  /** Whoever takes a call from outside at this moment. */
  readonly door: () => Running | undefined
  readonly onRing: (order: PageOrder) => void
}

const newsSchema = z.object({
  id: z.string(),
  key: z.string(),
  state: z.enum(['ringing', 'acknowledged', 'resolved']),
  at: z.number(),
  by: z.object({ id: z.string(), name: z.string() }).optional(),
})

/** As one that was not taken is sent again, and then never again. */
const mostTries = 40
const patienceMilliseconds = 10_000
const answerMilliseconds = 12 * minuteMilliseconds

export function createPager(parts: PagerParts): WorldPager {
  const { program, id, speaks, time, random, happenings, onRing } = parts
  const pages = new Map<string, Ringing>()
  let trouble: PagerTrouble | undefined
  let worksSince = 0
  let said = 0
  const { PlatformError } = program

  function take({ action, key }: PageOrder): void {
    const page = pages.get(key)
    happenings.note(`pager ${id}: ${action} ${key}`)
    if (page?.state === 'resolved') return
    switch (action) {
      case 'ring':
        if (page === undefined) beginRinging(key)
        break
      case 'acknowledge':
        if (page !== undefined) page.state = 'acknowledged'
        break
      case 'resolve':
        if (page !== undefined) page.state = 'resolved'
        break
      default:
        action satisfies never
    }
  }

  function beginRinging(key: string): void {
    const page: Ringing = { key, rangAt: time.passed(), state: 'ringing' }
    pages.set(key, page)
    say(page, undefined)
    if (speaks && random.chance(0.5)) time.after(random.around(answerMilliseconds), () => answer(page))
  }

  /** Whoever has it wakes up, or gives it back later. */
  function answer(page: Ringing): void {
    if (page.state !== 'ringing') return
    page.state = random.chance(0.9) ? 'acknowledged' : 'resolved'
    happenings.note(`pager ${id}: Nina presses "${page.state}" of ${page.key}`)
    say(page, { id: 'nina', name: 'Nina' })
    if (random.chance(0.2)) time.after(random.around(answerMilliseconds), () => giveBack(page))
  }

  function giveBack(page: Ringing): void {
    if (page.state !== 'acknowledged') return
    page.state = 'ringing'
    happenings.note(`pager ${id}: ${page.key} rings again`)
    say(page, undefined)
  }

  function say({ key, state }: Ringing, by: PagerNews['by']): void {
    if (!speaks) return
    said += 1
    const news: PagerNews = {
      id: `${id}-${said}`,
      key,
      state,
      at: time.now(),
      ...(by === undefined ? {} : { by }),
    }
    time.after(random.between(200, 4_000), () => void bring(JSON.stringify(news), 0))
  }

  async function bring(body: string, tries: number): Promise<void> {
    // The one who was asked may die over it.
    const status = await Promise.race([post(parts, body), time.wait(patienceMilliseconds).then(() => 0)])
    if (status === 200 || tries >= mostTries) return
    time.after(minuteMilliseconds * Math.min(1 + tries, 10), () => void bring(body, tries + 1))
  }

  async function send(order: PageOrder, signal: AbortSignal): Promise<void> {
    await time.wait(random.between(80, 2_500))
    if (trouble === 'down' || signal.aborted)
      throw new PlatformError(`The pager ${id} does not answer.`, { code: 'unavailable' })
    if (order.action === 'ring') onRing(order)
    take(order)
    await time.wait(random.between(30, 300))
    if (trouble === 'loses-answers' && random.chance(0.5))
      throw new PlatformError('The answer did not come.', { code: 'unavailable', mayBeDone: true })
  }

  return {
    id,
    pages,
    trouble: () => trouble,
    setTrouble(next) {
      if (trouble !== undefined && next === undefined) worksSince = time.passed()
      trouble = next
    },
    worksSince: () => (trouble === undefined ? worksSince : Number.POSITIVE_INFINITY),
    connect: (life) => ({
      id,
      speaks,
      send: (order, signal) => life.hear(() => send(order, signal)),
      hear({ body }) {
        const { by, ...news } = newsSchema.parse(JSON.parse(body))
        return { ...news, ...(by === undefined ? {} : { by }) }
      },
      examine: async () => [],
    }),
  }
}

/** 0 when nobody is there. */
async function post({ id, door }: PagerParts, body: string): Promise<number> {
  const running = door()
  const route = running?.bot.routes.find(({ path }) => path === `/pagers/${id}`)
  if (running === undefined || route === undefined) return 0
  const request = new IncomingMessage(new Socket())
  request.method = 'POST'
  request.push(body)
  request.push(null)
  const response = new ServerResponse(request)
  await running.life.hear(() => route.handle(request, response))
  return response.statusCode
}
