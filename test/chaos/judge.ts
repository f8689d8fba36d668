// What must be true after whatever happened, by what the store says, what Exchange was asked, and what the channels show.
import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import { getPerson } from '../../playground/people.js'
import { duties } from '../../src/features/index.js'
import { createLog } from '../../src/log/index.js'
import { createSystemClock } from '../../src/run/clock.js'
import { openPostgresForReading } from '../../src/stores/postgres/index.js'
import type { Taken } from './people.js'
import type { World } from './world.js'

export interface Judge {
  /** Resolves when all that was due or under way has been taken up by somebody who lives, or with what has not in time. */
  untilSettled(): Promise<Settling>
  judge(taken: readonly Taken[]): Promise<readonly string[]>
  close(): Promise<void>
}

export interface Settling {
  readonly milliseconds: number
  readonly problems: readonly string[]
}

/** Something happened to a replica, or to the database, from then until then. */
export interface Blow {
  readonly what: string
  readonly from: number
  readonly until: number
}

/** A post is in doubt while it is under way; saving where it is follows at once. */
const toDoubtMilliseconds = () => 10_000 * toLoad()

/** A machine that has ten times more to do than it can takes ten times longer. */
function toLoad(): number {
  return Math.max(1, (loadavg()[0] ?? 0) / availableParallelism())
}

const journalRow = z.object({ incidentId: z.string().nullable(), body: z.string() })
const eventSchema = z.looseObject({
  at: z.number(),
  type: z.string(),
  by: z.looseObject({ id: z.string() }).optional(),
  data: z.looseObject({ entity: z.string().optional() }),
})
type Event = z.infer<typeof eventSchema>

const openRow = z.object({ name: z.string(), key: z.string(), seconds: z.number(), isHeld: z.boolean() })

export async function createJudge(
  { url, blows }: { readonly url: string; readonly blows: readonly Blow[] },
  world: World,
): Promise<Judge> {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  pool.on('error', () => {})
  const store = await openPostgresForReading({
    url,
    clock: createSystemClock(),
    log: createLog({ level: 'silent' }),
    duties,
    mostConnections: 1,
  })

  async function ask<Row extends z.ZodType>(schema: Row, text: string): Promise<z.output<Row>[]> {
    const { rows }: pg.QueryResult = await pool.query(text)
    return z.array(schema).parse(rows)
  }

  /** What waits and is due, by when it was to be done, and what somebody holds: a wish that comes back is another one. */
  const readOpen = () =>
    ask(
      openRow,
      `select key || ' since ' || due_at as name, key, (reprieve.now() - due_at) / 1000 as seconds, false as "isHeld"
       from reprieve.waiting where due_at <= reprieve.now() and not is_held
       union all
       select token, key, (reprieve.now() - lease_expires_at) / 1000, true from reprieve.running`,
    )

  async function untilSettled(): Promise<Settling> {
    const began = performance.now()
    const first = new Set((await readOpen()).map(({ name }) => name))
    // A machine that has ten times more to do than it can takes ten times longer.
    const patience =
      2 * world.leaseSeconds * 1_000 * Math.max(1, (loadavg()[0] ?? 0) / availableParallelism())
    for (;;) {
      const open = await readOpen()
      const left = open.filter(({ name, isHeld, seconds }) => first.has(name) && (!isHeld || seconds > 0))
      const milliseconds = performance.now() - began
      if (left.length === 0) return { milliseconds, problems: [] }
      if (milliseconds > patience) {
        const problems = left.map(
          ({ key, isHeld, seconds }) =>
            `${key} ${isHeld ? 'is held by nobody who lives' : 'is due'} since ${seconds.toFixed(1)} s, ${(milliseconds / 1_000).toFixed(1)} s after it was over`,
        )
        return { milliseconds, problems }
      }
      await wait(250)
    }
  }

  async function judge(taken: readonly Taken[]): Promise<readonly string[]> {
    const rows = await ask(
      journalRow,
      'select incident_id as "incidentId", body from reprieve.journal order by seq',
    )
    const records = toRecords(rows)
    const verdict = await store.verifyJournal()
    return [
      ...(verdict.ok ? [] : [`the chain is broken at ${verdict.seq}: ${verdict.problem}`]),
      ...findLost(records, taken),
      ...findDoubled(records, world),
      ...findCards(world, blows),
      ...world.troubles,
    ]
  }

  return {
    untilSettled,
    judge,
    async close() {
      await store.close()
      await pool.end()
    },
  }
}

/** All that the journal has of one sender. */
type Records = ReadonlyMap<string, readonly Event[]>

function toRecords(rows: readonly z.infer<typeof journalRow>[]): Records {
  const byIncident = new Map<string, Event[]>()
  for (const { incidentId, body } of rows) {
    if (incidentId === null) continue
    const events = byIncident.get(incidentId) ?? []
    events.push(eventSchema.parse(JSON.parse(body)))
    byIncident.set(incidentId, events)
  }
  const records = new Map<string, Event[]>()
  for (const events of byIncident.values()) {
    const address =
      events.find(({ type }) => type === 'incident.opened')?.data.entity?.replace('sender:', '') ?? ''
    records.set(address, [...(records.get(address) ?? []), ...events])
  }
  return records
}

const kinds = { unblock: 'unblock.requested', contain: 'containment.requested' } as const

/** Whoever was told that it is taken finds it in the record. */
function findLost(records: Records, taken: readonly Taken[]): readonly string[] {
  return taken.flatMap(({ what, platform, person: key, address }) => {
    const { slack, teams } = getPerson(key)
    const id = platform === 'slack' ? slack.userId : teams.aadObjectId
    const isThere = records.get(address)?.some(({ type, by }) => type === kinds[what] && by?.id === id)
    return isThere === true
      ? []
      : [`${key} was told in ${platform} that ${what} of ${address} is taken: it is lost`]
  })
}

function findDoubled(records: Records, { removals }: World): readonly string[] {
  const count = (events: readonly Event[], type: string) =>
    events.filter((event) => event.type === type).length
  return [...records].flatMap(([address, events]) => {
    const asked = count(events, 'unblock.requested')
    const sent = removals.filter((one) => one.address === address).length
    const attempted = count(events, 'unblock.attempted')
    const opened = count(events, 'incident.opened')
    const steps = [count(events, 'containment.requested'), count(events, 'containment.attempted')] as const
    return [
      ...(sent > asked ? [`Exchange was asked ${sent} times to unblock ${address} after ${asked} Yes`] : []),
      ...(sent > attempted ? [`${address}: ${sent} calls, and ${attempted} in the record`] : []),
      ...(attempted > asked ? [`${address}: ${attempted} attempts of ${asked} Yes`] : []),
      ...(steps[1] > steps[0] ? [`${address}: ${steps[1]} attempts of ${steps[0]} steps`] : []),
      ...(opened > 1 + count(events, 'incident.closed') ? [`${address} has ${opened} incidents`] : []),
    ]
  })
}

/** A second card of one incident is one whose first post was in doubt. */
function findCards({ slack, teams }: World, blows: readonly Blow[]): readonly string[] {
  const inSlack = slack
    .look('maya')
    .messages.filter(({ author }) => author.kind === 'bot')
    .map(({ at, text, attachments }) => ({ at, text: attachments.length === 0 ? '' : text }))
  const inTeams = teams.look('vera').posts.map(({ at, cards }) => ({ at, text: JSON.stringify(cards) }))
  return [
    ...[...toTimes(inSlack)].map((one) => ({ ...toDoubt(one, blows), platform: 'Slack' })),
    ...[...toTimes(inTeams)].map((one) => ({ ...toDoubt(one, blows), platform: 'Teams' })),
  ].flatMap(({ platform, address, cards, allowed }) =>
    cards > allowed ? [`${address} has ${cards} cards in ${platform}, and doubt allows ${allowed}`] : [],
  )
}

function toTimes(posts: readonly { readonly at: number; readonly text: string }[]): Map<string, number[]> {
  const times = new Map<string, number[]>()
  for (const { at, text } of posts)
    for (const address of new Set(text.match(/\bp\d+@contoso\.com\b/g)?.slice(0, 1)))
      times.set(address, [...(times.get(address) ?? []), at])
  return times
}

function toDoubt([address, times]: readonly [string, readonly number[]], blows: readonly Blow[]) {
  const doubtMilliseconds = toDoubtMilliseconds()
  const doubted = times.filter((at) =>
    blows.some(({ from, until }) => at >= from - doubtMilliseconds && at <= until + doubtMilliseconds),
  )
  return {
    address,
    cards: times.length,
    allowed: Math.max(1, 1 + Math.min(doubted.length, times.length - 1)),
  }
}
