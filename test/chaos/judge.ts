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

/** The database that was restarted may still be coming up, or have gone once more than was looked at. */
const returnsMilliseconds = 30_000

async function untilAnswered<Value>(read: () => Promise<Value>): Promise<Value> {
  for (const began = performance.now(); ; await wait(500))
    try {
      return await read()
    } catch (error) {
      if (performance.now() - began > returnsMilliseconds) throw error
    }
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
  data: z.looseObject({
    entity: z.string().optional(),
    /** Which step, of those that are asked for, done and given back. */
    containment: z.string().optional(),
    undoes: z.string().optional(),
  }),
})
type Event = z.infer<typeof eventSchema>

const momentSchema = z
  .tuple([
    z.unknown(),
    z.object({ rows: z.array(journalRow) }),
    z.object({ rows: z.array(z.object({ key: z.string() })) }),
  ])
  .rest(z.unknown())
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
    const { rows }: pg.QueryResult = await untilAnswered(() => pool.query(text))
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

  /** The record and what is still to be done, of one moment. */
  async function readMoment() {
    const answer: unknown = await untilAnswered(() =>
      pool.query(
        `begin isolation level repeatable read;
         select incident_id as "incidentId", body from reprieve.journal order by seq;
         select key from reprieve.waiting union all select key from reprieve.running;
         commit`,
      ),
    )
    const [, { rows }, { rows: open }] = momentSchema.parse(answer)
    return { records: toRecords(rows), keys: open.map(({ key }) => key) }
  }

  async function judge(taken: readonly Taken[]): Promise<readonly string[]> {
    const { records, keys } = await readMoment()
    const verdict = await store.verifyJournal()
    return [
      ...(verdict.ok ? [] : [`the chain is broken at ${verdict.seq}: ${verdict.problem}`]),
      ...findLost(records, taken),
      ...findDoubled(records, world),
      ...findForgottenSteps(records, keys),
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

/** Whoever reviews it has taken it on, too. */
const kinds = {
  unblock: ['unblock.requested'],
  contain: ['containment.requested'],
  claim: ['claim.taken', 'review.opened'],
} as const

/** Whoever was told that it is taken finds it in the record. */
function findLost(records: Records, taken: readonly Taken[]): readonly string[] {
  return taken.flatMap(({ what, platform, person: key, address }) => {
    const { slack, teams } = getPerson(key)
    // Whoever is on it is so on both platforms, and is told so on either.
    const ids = platform === 'slack' ? [slack.userId] : [teams.aadObjectId]
    if (what === 'claim') ids.push(slack.userId, teams.aadObjectId)
    const types: readonly string[] = kinds[what]
    const isThere = records
      .get(address)
      ?.some(({ type, by }) => types.includes(type) && by !== undefined && ids.includes(by.id))
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
    return [
      ...(sent > asked ? [`Exchange was asked ${sent} times to unblock ${address} after ${asked} Yes`] : []),
      ...(sent > attempted ? [`${address}: ${sent} calls, and ${attempted} in the record`] : []),
      ...(attempted > asked ? [`${address}: ${attempted} attempts of ${asked} Yes`] : []),
      ...findDoubledSteps(address, events),
      ...(opened > 1 + count(events, 'incident.closed') ? [`${address} has ${opened} incidents`] : []),
    ]
  })
}

const endTypes: readonly string[] = ['containment.done', 'containment.failed', 'containment.unknown']

/** Each step is asked for once, begun once, ends once, and is given back once. */
function findDoubledSteps(address: string, events: readonly Event[]): readonly string[] {
  const ids = new Set(events.flatMap(({ data }) => data.containment ?? []))
  const givenBack = events.flatMap(({ type, data }) =>
    type === 'containment.done' && data.undoes !== undefined ? [data.undoes] : [],
  )
  const count = (own: readonly Event[], types: readonly string[]) =>
    own.filter(({ type }) => types.includes(type)).length
  return [
    ...[...ids].flatMap((id) => {
      const own = events.filter(({ data }) => data.containment === id)
      const counts = [['containment.requested'], ['containment.attempted'], endTypes].map((types) =>
        count(own, types),
      )
      return counts.some((many) => many > 1) || counts[0] === 0
        ? [`${address}: step ${id} was asked for, begun and ended ${counts.join(', ')} times`]
        : []
    }),
    ...(new Set(givenBack).size < givenBack.length ? [`${address}: a step was given back twice`] : []),
  ]
}

/** What somebody said Yes to has come to an end, or waits for whoever does it. */
function findForgottenSteps(records: Records, keys: readonly string[]): readonly string[] {
  return [...records].flatMap(([address, events]) => {
    const ended = new Set(
      events.flatMap(({ type, data }) => (endTypes.includes(type) ? [data.containment] : [])),
    )
    return events.flatMap(({ type, data: { containment: id = '', undoes } }) =>
      type === 'containment.requested' && !ended.has(id) && !keys.some((key) => key.includes(id))
        ? [
            `${address}: ${undoes === undefined ? 'a step' : 'giving back'} is asked for, and nobody does it (${id})`,
          ]
        : [],
    )
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
