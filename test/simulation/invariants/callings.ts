// Who is called when nobody comes: once for each step, while nobody is on it, and in the hours in which they are asked.
import type { Incident } from '../../../src/domain/incident.js'
import { toIncidentId } from '../../../src/domain/paging.js'
import type { AlertRoute } from '../../../src/domain/route.js'
import type { PageOrder } from '../../../src/ports.js'
import { findView } from '../world/cards.js'
import type { Message } from '../world/chat.js'
import { readWall } from '../world/wall.js'
import type { World } from '../world/world.js'
import { type Book, minutes, quietSince, toGroups, toWords } from './watch.js'

export interface CallingsWatch {
  onPosted(message: Message): void
  onRing(pagerId: string, order: PageOrder): void
  look(): void
}

/** What was under way when somebody pressed arrives all the same. */
const onItsWayMilliseconds = 20_000

interface Calling {
  readonly message: Message
  /** Incident, round, channel and member. */
  readonly step: string
}

export function watchCallings(world: World, book: Book): CallingsWatch {
  const { machine, time } = world
  const callings: Calling[] = []

  async function find(incidentId: string): Promise<Incident | undefined> {
    return machine.running()?.store.findIncident(incidentId)
  }

  /** Nobody is called for what somebody is on, or what may wait. */
  function expectNobody(incident: Incident, call: string): void {
    const { taken, snoozed, muted, state } = incident
    const since = [
      taken?.since,
      snoozed?.at,
      muted?.at,
      state.status === 'closed' ? state.closedAt : undefined,
    ].filter((at) => at !== undefined)
    if (since.some((at) => at < time.now() - onItsWayMilliseconds))
      book.report(
        'called-for-nothing',
        `${call} for ${toWords(incident)}, ${JSON.stringify({ taken, snoozed, muted })}`,
      )
  }

  async function noteAsked(message: Message, incidentId: string, memberId: string): Promise<void> {
    const incident = await find(incidentId)
    if (incident === undefined) return
    expectNobody(incident, `${message.id} asks ${memberId}`)
    const step = [incidentId, incident.escalation?.since, message.channel, memberId].join(' ')
    callings.push({ message, step })
    const route = findRoute(world, incident.tenantId, ({ channel }) => channel.channel === message.channel)
    if (memberId.endsWith('-office')) expectWork(route, incident, `${message.id} asks ${memberId}`)
  }

  /** What waited for a platform comes when it comes. */
  function expectWork(route: Route | undefined, incident: Incident, call: string): void {
    if (route === undefined || time.passed() - quietSince(world) < minutes(20)) return
    if (!isAtWork(route, time.now()))
      book.report('called-outside-hours', `${call} for ${toWords(incident)}, and it is no time for that`)
  }

  async function noteRung(pagerId: string, { key }: PageOrder): Promise<void> {
    const incident = await find(toIncidentId(key))
    if (incident !== undefined) expectNobody(incident, `The pager ${pagerId} rings`)
  }

  /** What is muted has no card, unless it had one. */
  async function expectLoud(message: Message, incidentId: string): Promise<void> {
    const incident = await find(incidentId)
    const chat = world.chats.find(({ messages }) => messages.includes(message))
    const before = chat?.messages.some(
      (one) =>
        one !== message &&
        one.channel === message.channel &&
        findView(one.pages.at(-1)?.card, 'incident')?.incidentId === incidentId,
    )
    if (incident?.muted === undefined || before === true) return
    if (incident.muted.at < time.now() - onItsWayMilliseconds)
      book.report('card-though-muted', `${message.id} is a new card of ${toWords(incident)}, which is muted`)
  }

  async function noteReminded(message: Message): Promise<void> {
    const card = message.thread
    const live = (await machine.running()?.store.listLive({})) ?? []
    const incident = live.find(({ cards }) => cards.some((ref) => ref.message === card))
    if (incident === undefined) return
    const route = findRoute(world, incident.tenantId, ({ businessHours }) => businessHours !== undefined)
    expectWork(route, incident, `${message.id} reminds`)
  }

  return {
    onPosted(message) {
      const card = message.pages.at(-1)?.card
      const asked = findView(card, 'escalation')
      const [member] = asked?.mentions ?? []
      if (asked !== undefined && member !== undefined)
        void noteAsked(message, asked.incidentId, member.memberId)
      const shown = findView(card, 'incident')
      if (shown !== undefined && message.thread === undefined) void expectLoud(message, shown.incidentId)
      if (findView(card, 'line')?.text.includes('is still restricted, and nobody is on it') === true)
        void noteReminded(message)
    },
    onRing: (pagerId, order) => void noteRung(pagerId, order),
    look() {
      for (const [step, messages] of toGroups(callings, (one) => one.step)) {
        const heard = messages.filter(({ message }) => message.isHeard)
        const lives = new Set(heard.map(({ message }) => message.life.number))
        // Where no answer came there may be more of them.
        if (heard.length > lives.size)
          book.report(
            'called-twice',
            `${messages.map(({ message }) => message.id).join(', ')} are one step: ${step}`,
          )
      }
    },
  }
}

interface Route extends AlertRoute {
  readonly zone: string
}

function findRoute(
  { machine }: World,
  tenantId: string,
  isIt: (route: AlertRoute) => boolean,
): Route | undefined {
  const tenant = machine.settings().tenants.find(({ id }) => id === tenantId)
  const route = tenant?.routes.find(isIt)
  return route === undefined ? undefined : { ...route, zone: route.timeZone ?? tenant?.timeZone ?? 'UTC' }
}

const lateMinutes = 15

function isAtWork({ businessHours, zone }: Route, at: number): boolean {
  if (businessHours === undefined) return true
  const { weekday, minutes: shown } = readWall(at, zone)
  const { days, fromMinutes, toMinutes } = businessHours
  return (
    days.some((day) => day === weekday.toLowerCase()) &&
    shown >= fromMinutes &&
    shown < toMinutes + lateMinutes
  )
}
