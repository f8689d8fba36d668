// Silence is told: one card for each cause, on what still works, until it heals; and somebody is woken when nobody comes.
import type { Blindness } from '../../../src/domain/blindness.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { blindnessOf, lookoutCell } from '../../../src/features/blindness/record.js'
import type { Store } from '../../../src/ports.js'
import { findView } from '../world/cards.js'
import type { Message } from '../world/chat.js'
import type { World } from '../world/world.js'
import { type Book, type Glance, minutes, quietSince, toGroups } from './watch.js'

export interface BlindnessWatch {
  look(glance: Glance): Promise<void>
}

/** Sure signs: what else is the matter with Exchange may let a poll through. */
const blinding = ['down', 'forbidden', 'partial']

export function watchBlindness(world: World, book: Book): BlindnessWatch {
  const { time, exchanges, machine, chats } = world
  const blindSince = new Map<string, number>()

  function lookAt({ id, pollSeconds, routes }: Tenant): void {
    const trouble = exchanges.get(id)?.trouble() ?? ''
    if (!blinding.includes(trouble)) return void blindSince.delete(id)
    const since = blindSince.get(id) ?? time.passed()
    blindSince.set(id, since)
    const worked = Math.max(since, machine.worksSince(), ...chats.map((chat) => chat.worksSince()))
    if (time.passed() - worked < minutes(20) + 4 * pollSeconds * 1_000) return
    const channels = new Set(routes.map(({ channel }) => channel.channel))
    const isTold = listBlind(world).some(({ message, isOver }) => !isOver && channels.has(message.channel))
    if (!isTold)
      book.report(
        'blindness-untold',
        `Exchange is "${trouble}" for ${id} for ${Math.round((time.passed() - since) / 60_000)} min, and its channels do not know`,
      )
  }

  return {
    async look() {
      const { store } = machine.running() ?? {}
      if (store === undefined) return
      oneCardEach(world, book)
      if (machine.bots === 1) for (const tenant of machine.settings().tenants) lookAt(tenant)
      const open = await listOpen(store)
      oneEach(book, open)
      if (time.passed() - quietSince(world) >= minutes(10)) healedIsSaid(world, book)
      await pagersRing(world, book, { store, open })
    },
  }
}

interface BlindCard {
  readonly message: Message
  readonly blindnessId: string
  readonly isOver: boolean
}

function listBlind({ chats }: World): readonly BlindCard[] {
  return chats
    .flatMap(({ messages }) => messages)
    .flatMap((message) => {
      const view = message.isDeleted ? undefined : findView(message.pages.at(-1)?.card, 'blind')
      return view === undefined ? [] : [{ message, blindnessId: view.blindnessId, isOver: view.isOver }]
    })
}

/** Where no answer came there may be more of them. */
function oneCardEach(world: World, book: Book): void {
  const cards = toGroups(
    listBlind(world),
    ({ message, blindnessId }) => `${blindnessId} in ${message.channel}`,
  )
  for (const [key, same] of cards) {
    const heard = same.filter(({ message }) => message.isHeard)
    const lives = new Set(heard.map(({ message }) => message.life.number))
    if (heard.length > lives.size)
      book.report('blind-card-twice', `${same.length} cards of the blindness ${key}`)
  }
}

async function listOpen(store: Store): Promise<readonly Blindness[]> {
  const ids = (await lookoutCell.recall(store))?.openIds ?? []
  const found = await Promise.all(ids.map((id) => blindnessOf(id).recall(store)))
  return found.filter((one) => one !== undefined)
}

/** What is the matter with one thing is one card, and not two. */
function oneEach(book: Book, open: readonly Blindness[]): void {
  const causes = open.flatMap(({ cause, platform = '', left }) =>
    cause === 'tenant' ? left.map((id) => `the list of ${id}`) : [`${cause} ${platform}`],
  )
  const twice = causes.find((cause, at) => causes.indexOf(cause) !== at)
  if (twice !== undefined) book.report('blind-twice', `Two cards tell of ${twice}`)
}

/** Of two cards after a lost answer the one that nobody knows of stays as it is. */
function healedIsSaid(world: World, book: Book): void {
  const cards = listBlind(world)
  const left = cards.find(
    ({ message, blindnessId, isOver }) =>
      !isOver &&
      !cards.some(
        (one) =>
          one.message !== message &&
          one.blindnessId === blindnessId &&
          one.message.channel === message.channel,
      ),
  )
  if (left !== undefined)
    book.report(
      'blind-card-left',
      `${left.message.id} in ${left.message.channel} says that Reprieve is blind, and nothing has been the matter for ten minutes`,
    )
}

/** Nobody took it on for half an hour: somebody is woken, and left alone when it is over. */
async function pagersRing(
  world: World,
  book: Book,
  { store, open }: { readonly store: Store; readonly open: readonly Blindness[] },
): Promise<void> {
  const { pagers, time, machine } = world
  for (const pager of pagers) {
    const works = Math.max(pager.worksSince(), machine.worksSince())
    if (time.passed() - works < minutes(10)) continue
    for (const blindness of open)
      if (isOverdue(blindness, time.now()) && isNamed(world, blindness, pager.id))
        if (!pager.pages.has(`blindness-${blindness.id}`))
          book.report('blind-page-late', `Nobody is on the blindness ${blindness.id}, and nothing rings`)
    for (const { key, state } of pager.pages.values()) {
      if (state !== 'ringing' || !key.startsWith('blindness-')) continue
      const { endedAt = Number.POSITIVE_INFINITY } =
        (await blindnessOf(key.slice('blindness-'.length)).recall(store)) ?? {}
      if (time.now() - endedAt > minutes(10))
        book.report('rings-for-nothing', `The pager ${pager.id} rings for ${key}, which is over`)
    }
  }
}

function isOverdue({ claim, since, noticedAt }: Blindness, now: number): boolean {
  return claim === undefined && now - Math.max(since + minutes(30), noticedAt) > minutes(10)
}

function isNamed({ machine }: World, { tenantIds }: Blindness, pagerId: string): boolean {
  return machine
    .settings()
    .tenants.filter(({ id }) => tenantIds.length === 0 || tenantIds.includes(id))
    .flatMap(({ routes }) => routes.flatMap(({ ladders = [] }) => ladders.flatMap(({ steps }) => steps)))
    .some(({ target }) => target.kind === 'pager' && target.pager === pagerId)
}
