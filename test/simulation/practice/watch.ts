// What may never be seen of reviews of many, drills, cards before the block, questions to owners and Defender.
import { findApart } from '../../../src/domain/apart.js'
import { findUnblock } from '../../../src/domain/attempts.js'
import { toEntityKey } from '../../../src/domain/entity.js'
import type { Incident } from '../../../src/domain/incident.js'
import { findVerdict } from '../../../src/domain/outlook.js'
import { isProvenOther } from '../../../src/domain/person.js'
import type { StormReview } from '../../../src/domain/storm-review.js'
import { listMutes } from '../../../src/features/mute/record.js'
import { stormReviewOf } from '../../../src/features/storm-review/record.js'
import type { Clock, Store } from '../../../src/ports.js'
import { type Book, minutes, quietSince, toGroups, toWords } from '../invariants/watch.js'
import { findView } from '../world/cards.js'
import type { Message } from '../world/chat.js'
import type { ChangingCall } from '../world/exchange.js'
import { access, type Person } from '../world/people.js'
import type { Broken, World } from '../world/world.js'

export interface PracticeWatch {
  /** Somebody says Yes to many: told to whoever counts, one by one. */
  onYes(stormReviewId: string, person: Person): Promise<void>
  onChange(call: ChangingCall): Promise<void>
  onInvented(call: string): void
  onTwice(mark: string): void
  /** Whether this is about somebody who was invented. */
  isPractised(incidentId: string): boolean
  onPosted(message: Message): void
  look(): Promise<void>
  counts(): Readonly<Record<string, number>>
}

interface Counting {
  readonly onLeave: (broken: Broken) => void
}

/** An hour, and a minute for the task that ends it. */
const drillMilliseconds = minutes(61)
const graceMilliseconds = minutes(1)

export function watchPractice(world: World, book: Book, { onLeave }: Counting): PracticeWatch {
  const { time, machine, chats } = world
  const practised = new Set<string>()
  const drills = new Map<string, number>()
  const asked = new Map<string, number>()
  const words = new Map<string, Word>()
  const counts = { storms: 0, together: 0, drills: 0, early: 0, questions: 0 }

  const clock: Clock = { now: time.now, monotonic: time.passed, after: () => () => {} }
  const findStore = () => machine.running()?.store

  async function expectTwo(incident: Incident, review: StormReview, call: ChangingCall): Promise<void> {
    const { first, second, stopped, endedAt } = review
    if (second === undefined || isProvenOther(first.by, second.by, access) !== 'other')
      book.report(
        'storm-without-two-people',
        `Exchange was asked to unblock ${toWords(incident)} for ${first.by.name} and ${second?.by.name ?? 'nobody'}, who are not known to be two people`,
      )
    const key = `${review.id} ${incident.id}`
    asked.set(key, (asked.get(key) ?? 0) + 1)
    counts.together += 1
    if ((asked.get(key) ?? 0) > 1)
      book.report('storm-unblocks-twice', `${toWords(incident)} is asked for again by ${review.id}`)
    const begunAt = findUnblock(incident)?.attemptedAt ?? time.now()
    const overAt = Math.min(stopped?.at ?? Number.POSITIVE_INFINITY, endedAt ?? Number.POSITIVE_INFINITY)
    if (begunAt > overAt)
      book.report(
        'storm-goes-on-when-over',
        `${review.id} was over at ${overAt}, and ${call.kind} of ${toWords(incident)} was begun at ${begunAt}`,
      )
  }

  async function lookAtDrills(store: Store): Promise<void> {
    for (const tenantId of listApart(world, 'drill')) {
      for (const incident of await store.listLive({ tenantId })) {
        const since = drills.get(incident.id) ?? time.passed()
        if (!drills.has(incident.id)) counts.drills += 1
        drills.set(incident.id, since)
        practised.add(incident.id)
        const waited = time.passed() - Math.max(since, machine.worksSince())
        if (waited > drillMilliseconds + graceMilliseconds)
          book.report(
            'drill-does-not-end',
            `${toWords(incident)} goes on after ${Math.round(waited / 60_000)} min in which the machine worked`,
          )
      }
    }
    for (const [id, since] of drills) {
      const incident = await store.findIncident(id)
      if (incident?.state.status !== 'closed') continue
      reportsOf(incident, since)
    }
  }

  function reportsOf({ id, cards }: Incident, since: number): void {
    for (const chat of chats) {
      const reports = chat.messages.filter(
        ({ pages, isDeleted }) =>
          !isDeleted && findView(pages.at(-1)?.card, 'drill-report')?.incidentId === id,
      )
      const heard = reports.filter(({ isHeard }) => isHeard)
      const lives = new Set(heard.map(({ life, channel }) => `${channel} ${life.number}`))
      if (heard.length > lives.size)
        book.report('drill-told-twice', `${heard.length} reports of the drill ${id} on ${chat.name}`)
      const isShown = cards.some(({ platform }) => platform === chat.name)
      const isPlatform = machine.settings().platforms.includes(chat.name)
      const waited = time.passed() - Math.max(since + drillMilliseconds, quietSince(world))
      if (isShown && isPlatform && reports.length === 0 && waited > minutes(20))
        book.report('drill-untold', `Nobody on ${chat.name} was told how the drill ${id} went`)
    }
  }

  async function lookAtEarly(store: Store): Promise<void> {
    for (const tenantId of listApart(world, 'early')) {
      const live = await store.listLive({ tenantId })
      counts.early = Math.max(counts.early, live.length)
      for (const [key, some] of toGroups(live, ({ entity }) => toEntityKey(entity)))
        if (some.length > 1)
          book.report('two-early-cards', `${some.length} cards before the block of ${key} in ${tenantId}`)
      const organisationId = tenantId.slice('early/'.length)
      const mutes = await listMutes({ store, clock }, organisationId)
      for (const incident of live) {
        const mute = mutes.find(
          ({ about }) => about.kind === 'entity' && about.entityKey === toEntityKey(incident.entity),
        )
        if (mute === undefined) continue
        const muted = time.passed() - (time.now() - mute.at)
        if (time.passed() - Math.max(muted, quietSince(world)) > minutes(20))
          book.report('early-card-though-muted', `${toWords(incident)} is muted, and its card goes on`)
      }
    }
  }

  async function lookAtWords(store: Store): Promise<void> {
    for (const incident of await store.listLive({})) {
      if (findApart(incident.tenantId) !== undefined) continue
      const before = words.get(incident.id)
      const now = toWord(incident)
      words.set(incident.id, now)
      if (before === undefined) continue
      const isHeardNow = now.says === 'yes' && before.says !== 'yes' && now.others === before.others
      if (isHeardNow && before.isCompromised && !now.isCompromised)
        book.report(
          'yes-clears-compromised',
          `${toWords(incident)} looked compromised until its owner wrote Yes, and nothing else is new`,
        )
    }
    questionsAreOne()
  }

  function questionsAreOne(): void {
    const all = chats.flatMap(({ messages }) => messages)
    const open = all.filter(
      ({ pages, isDeleted }) =>
        !isDeleted && pages.at(-1)?.buttons.some(({ action }) => action === 'answer-owner') === true,
    )
    counts.questions = Math.max(counts.questions, open.length)
    const groups = toGroups(
      open,
      ({ pages }) => findView(pages.at(-1)?.card, 'owner-question')?.incidentId ?? '',
    )
    for (const [incidentId, some] of groups) {
      const heard = some.filter(({ isHeard }) => isHeard)
      if (heard.length > new Set(heard.map(({ life }) => life.number)).size)
        book.report('owner-asked-twice', `${heard.length} questions to the owner wait for ${incidentId}`)
    }
  }

  return {
    async onYes(stormReviewId, person) {
      const store = findStore()
      const review = store && (await stormReviewOf(stormReviewId).recall(store))
      if (store === undefined || review === undefined) return
      counts.storms += 1
      for (const { incidentId } of review.rows) {
        const incident = await store.findIncident(incidentId)
        const id = `${stormReviewId} ${person.actor.name} ${incidentId}`
        if (incident !== undefined) onLeave({ id, incident, at: time.passed() })
      }
    },
    async onChange(call) {
      const { tenantId, entity, kind } = call
      const store = findStore()
      if (store === undefined || kind !== 'unblock') return
      const [incident] = await store.listLive({ tenantId, entityKey: toEntityKey(entity) })
      const stormReviewId = incident && findUnblock(incident)?.stormReviewId
      if (incident === undefined || stormReviewId === undefined) return
      const review = await stormReviewOf(stormReviewId).recall(store)
      if (review !== undefined) await expectTwo(incident, review, call)
    },
    onInvented: (call) =>
      book.report('exchange-asked-about-invented', `Exchange was asked to ${call} somebody who was invented`),
    onTwice: (mark) => book.report('defender-told-twice', `Defender has ${mark} twice`),
    isPractised: (incidentId) => practised.has(incidentId),
    onPosted({ pages }) {
      const view = findView(pages.at(-1)?.card, 'incident')
      if (view?.statusIcon === '🧪') practised.add(view.incidentId)
    },
    async look() {
      const store = findStore()
      if (store === undefined) return
      await lookAtDrills(store)
      await lookAtEarly(store)
      await lookAtWords(store)
    },
    counts: () => counts,
  }
}

interface Word {
  readonly says: string | undefined
  readonly isCompromised: boolean
  /** Whatever else a verdict goes by. */
  readonly others: string
}

function toWord(incident: Incident): Word {
  const { ownerWord, evidence, reviews, restriction, containments = [] } = incident
  return {
    says: ownerWord?.question?.answer?.says,
    isCompromised: findVerdict(incident)?.verdict === 'compromised',
    others: JSON.stringify([
      evidence?.gatheredAt,
      reviews.length,
      restriction.reason.raw,
      containments.length,
      ownerWord?.told,
    ]),
  }
}

function listApart({ machine }: World, kind: 'drill' | 'early'): readonly string[] {
  const ids = machine.settings().tenants.map(({ id }) => id)
  if (kind === 'early') return ids.map((id) => `early/${id}`)
  return ids.flatMap((id) => [`drill/${id}`, `drill-paging/${id}`])
}
