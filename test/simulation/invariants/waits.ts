// What waits for a moment goes on when it has come, by the clock on the wall of those who wait, and not before.
import { findTaken } from '../../../src/domain/claim.js'
import type { Incident } from '../../../src/domain/incident.js'
import { listAhead } from '../../../src/domain/ladder-plan.js'
import { listUntold, toIncidentId } from '../../../src/domain/paging.js'
import { isWaiting } from '../../../src/features/escalation/waiting.js'
import { features } from '../../../src/features/index.js'
import { readWall } from '../world/wall.js'
import type { World } from '../world/world.js'
import { type Book, type Glance, minutes, quietSince, toWords } from './watch.js'

export interface WaitsWatch {
  look(glance: Glance): Promise<void>
}

const promptMilliseconds = minutes(10)

export function watchWaits(world: World, book: Book): WaitsWatch {
  /** As they were at the last look. */
  let before: readonly Incident[] = []
  const untold: Untold = new Map()

  return {
    async look({ live }) {
      await woken(world, book, before)
      before = live
      for (const incident of live) sleptToTheHour(book, incident)
      if (world.time.passed() - quietSince(world) < promptMilliseconds) return
      for (const incident of live) {
        restEnds(world, book, incident)
        stepsAreTaken(world, book, incident)
      }
      pagersAreTold({ world, book, live }, untold)
      await nothingRings(world, book)
    },
  }
}

/** Since when a pager does not know, by pager and key. */
type Untold = Map<string, number>

/** What rests is back when its time is over. */
function restEnds({ time }: World, book: Book, incident: Incident): void {
  const { snoozed, muted } = incident
  const until = Math.min(snoozed?.until ?? Number.POSITIVE_INFINITY, muted?.until ?? Number.POSITIVE_INFINITY)
  if (time.now() - until > promptMilliseconds)
    book.report(
      snoozed === undefined ? 'muted-too-long' : 'sleeps-too-long',
      `${toWords(incident)} should be back since ${new Date(until).toISOString()}`,
    )
}

/** Nine in the morning is nine in the morning, also when a change of the clock lies between. */
function sleptToTheHour(book: Book, incident: Incident): void {
  const { snoozed } = incident
  if (snoozed === undefined || snoozed.until - snoozed.at <= minutes(4 * 60)) return
  const { minutes: shown } = readWall(snoozed.until, snoozed.zone)
  if (shown !== 9 * 60)
    book.report(
      'sleeps-to-odd-hour',
      `${toWords(incident)} sleeps until ${new Date(snoozed.until).toISOString()}, which is no morning in ${snoozed.zone}`,
    )
}

/** Only what may wake it wakes it before its time. */
async function woken({ machine }: World, book: Book, before: readonly Incident[]): Promise<void> {
  const { store } = machine.running() ?? {}
  if (store === undefined) return
  for (const incident of before) {
    const { snoozed, id } = incident
    if (snoozed === undefined) continue
    const now = await store.findIncident(id)
    if (now === undefined || now.snoozed?.at === snoozed.at) continue
    const entries = await store.readJournal({ incidentId: id, limit: 1_000 })
    const ended = entries.find(({ event }) => event.type === 'snooze.ended' && event.at >= snoozed.at)?.event
    const isOver = ended?.data?.because === 'over'
    if (ended === undefined ? now.snoozed === undefined : isOver && ended.at < snoozed.until)
      book.report('woke-early', `${toWords(now)} sleeps no more, and nobody and nothing woke it`)
  }
}

/** Each step of the ladder is taken when nobody has been on it for long enough. */
function stepsAreTaken({ machine, time }: World, book: Book, incident: Incident): void {
  const tenant = machine.settings().tenants.find(({ id }) => id === incident.tenantId)
  if (tenant === undefined || !isWaiting({ features }, incident)) return
  const [step] = listAhead(tenant, incident)
  if (step === undefined || time.now() - Math.max(step.at, incident.changedAt) < promptMilliseconds) return
  book.report(
    'step-left-out',
    `Nobody is on ${toWords(incident)}, and ${step.name} should know since ${new Date(step.at).toISOString()}`,
  )
}

/** A page goes out when its time is there and the pager takes calls. */
function pagersAreTold({ world, book, live }: Glance, untold: Untold): void {
  const { pagers, time } = world
  for (const pager of pagers)
    for (const incident of live) {
      const late = new Set(listUntold(incident, pager.id).map(({ key }) => `${pager.id} ${key}`))
      for (const key of untold.keys())
        if (key.startsWith(`${pager.id} ${incident.id}`) && !late.has(key)) untold.delete(key)
      for (const key of late) {
        const since = Math.max(untold.get(key) ?? time.passed(), pager.worksSince(), quietSince(world))
        untold.set(key, since)
        if (time.passed() - since > promptMilliseconds)
          book.report('page-late', `The pager ${pager.id} does not know how it is about ${toWords(incident)}`)
      }
    }
}

/** What nobody has to come for rings nowhere. */
async function nothingRings({ pagers, time, machine }: World, book: Book): Promise<void> {
  for (const pager of pagers)
    for (const { key, state, rangAt } of pager.pages.values()) {
      const since = Math.max(rangAt, pager.worksSince())
      if (state !== 'ringing' || time.passed() - since < promptMilliseconds) continue
      const incident = await machine.running()?.store.findIncident(toIncidentId(key))
      if (incident === undefined || time.now() - incident.changedAt < promptMilliseconds) continue
      if (incident.state.status === 'closed' || findTaken(incident) !== undefined)
        book.report('rings-for-nothing', `The pager ${pager.id} rings for ${toWords(incident)}`)
    }
}
