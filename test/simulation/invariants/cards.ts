// Whoever is restricted is seen in every channel, once, and as they are.
import { toEntityKey } from '../../../src/domain/entity.js'
import type { Incident } from '../../../src/domain/incident.js'
import type { Card } from '../../../src/ports.js'
import { findView } from '../world/cards.js'
import type { Chat, Message } from '../world/chat.js'
import type { Settings } from '../world/machine.js'
import type { World } from '../world/world.js'
import { type Book, type Glance, minutes, quietSince, toWords } from './watch.js'

const graceMilliseconds = 60_000
const soonestAgainMilliseconds = 12_000

/** Every listed entity has a card, or a row of a digest, within a poll and a minute of a platform that works. */
export function everyListedHasCard({ world, book, live }: Glance): void {
  const { machine, exchanges, chats, time } = world
  const settings = machine.settings()
  for (const tenant of settings.tenants) {
    const exchange = exchanges.get(tenant.id)
    if (exchange === undefined) continue
    const own = new Map(
      live.filter(({ tenantId }) => tenantId === tenant.id).map((one) => [toEntityKey(one.entity), one]),
    )
    for (const chat of chats) {
      const { channel = '' } =
        tenant.routes.find((route) => route.channel.platform === chat.name)?.channel ?? {}
      if (!settings.platforms.includes(chat.name) || channel === '') continue
      const patience = tenant.pollSeconds * 1_000 + graceMilliseconds
      const since = Math.max(machine.worksSince(), exchange.worksSince(), chat.worksSince())
      for (const [key, entry] of exchange.listed) {
        if (time.passed() < Math.max(since, entry.at) + patience) continue
        const incident = own.get(key)
        if (incident === undefined) {
          // After an unblock that nobody can tell the lag of a list from, the end is for `statesEnd` to judge.
          book.report(
            'listed-without-incident',
            `${key} of ${tenant.id} is restricted since ${Math.round((time.passed() - entry.at) / 1_000)} s, and nobody can see it: there is no incident`,
          )
        } else if (incident.muted === undefined && !isShown(chat, incident, channel))
          reportMissing(book, {
            incident,
            chat,
            isLost: isInLostDigest(chat, incident, channel),
            milliseconds: time.passed() - Math.max(since, entry.at),
            isOlder: entry.at < machine.addedAt(chat.name).passed,
          })
      }
    }
  }
}

/** Later than promised is one thing, and never another. */
function reportMissing(
  book: Book,
  missing: {
    readonly incident: Incident
    readonly chat: Chat
    readonly milliseconds: number
    /** Its row belongs to a digest that is there, and nobody knows where. */
    readonly isLost: boolean
    /** Than the platform's place in the settings. */
    readonly isOlder: boolean
  },
): void {
  const { incident, chat, milliseconds, isLost, isOlder } = missing
  const isForGood = milliseconds > minutes(20)
  book.report(
    isOlder
      ? 'no-card-on-added-platform'
      : isLost
        ? 'no-row-in-lost-digest'
        : isForGood
          ? 'no-card'
          : 'first-card-late',
    `${toWords(incident)} has no card on ${chat.name} after ${Math.round(milliseconds / 1_000)} s in which everything worked`,
  )
}

/** Where the settings send it now. */
function isShown({ messages }: Chat, incident: Incident, channel: string): boolean {
  return messages.some((message) => {
    if (message.channel !== channel) return false
    const card = message.pages.at(-1)?.card
    // What somebody deleted is missed when it is edited next, and not before.
    if (message.isDeleted && isCardOf(message, incident.id)) return true
    return incident.digestId === undefined ? isCardOf(message, incident.id) : isRowOf(card, incident)
  })
}

/** Posted twice, and of neither came an answer: a third one is not posted, and what came later has no row. */
function isInLostDigest({ messages }: Chat, { digestId }: Incident, channel: string): boolean {
  const posted = messages.filter(
    (message) =>
      message.channel === channel &&
      findView(message.pages.at(-1)?.card, 'digest')?.digestId === digestId &&
      digestId !== undefined,
  )
  return posted.length > 1 && posted.every(({ isHeard }) => !isHeard)
}

/** Of a long one only the first rows are shown, and how many more there are. */
function isRowOf(card: Card | undefined, { id, digestId }: Incident): boolean {
  const view = findView(card, 'digest')
  if (view?.digestId !== digestId) return false
  return view?.moreText !== '' || view.rows.some(({ incidentId }) => incidentId === id)
}

function isCardOf({ pages, thread }: Message, incidentId: string): boolean {
  return thread === undefined && findView(pages.at(-1)?.card, 'incident')?.incidentId === incidentId
}

/** One incident, one card in a channel. Where an answer was lost there may be a second one, and never a third. */
export function oneCardPerChannel({ world, book }: Pick<Glance, 'world' | 'book'>): void {
  for (const chat of world.chats) {
    const cards = new Map<string, Message[]>()
    for (const message of chat.messages) {
      const view = findView(message.pages.at(-1)?.card, 'incident')
      if (message.isDeleted || message.thread !== undefined || view === undefined) continue
      const key = `${view.incidentId} in ${message.channel}`
      cards.set(key, [...(cards.get(key) ?? []), message])
    }
    for (const [key, messages] of cards) {
      const heard = messages.filter(({ isHeard }) => isHeard)
      const lives = new Set(heard.map(({ life }) => life.number))
      if (messages.length > 2)
        book.report(
          'three-cards',
          `${messages.length} cards of ${key}: ${messages.map(({ id }) => id).join(', ')}`,
        )
      const hasty = messages.find((message, index) => isHasty(world, messages[index - 1], message))
      if (hasty !== undefined)
        book.report(
          'posted-again-at-once',
          `${hasty.id} is one more card of ${key}, posted when the one before had not been waited for`,
        )
      if (heard.length > lives.size)
        book.report(
          'two-cards-without-reason',
          `${heard.length} cards of ${key}, posted by one process that knew of each: ${heard.map(({ id }) => id).join(', ')}`,
        )
    }
  }
}

/** What may be there is looked for, or waited for, before it is posted again. */
function isHasty({ machine }: World, former: Message | undefined, { postedAt }: Message): boolean {
  if (former === undefined || machine.disturbedAt() >= former.postedAt) return false
  return postedAt - former.postedAt < soonestAgainMilliseconds
}

function toLateName(age: number, isOlder: boolean): string {
  if (isOlder) return 'card-untrue-on-added-platform'
  return age > minutes(35) ? 'card-untrue' : 'edit-late'
}

interface Standing {
  readonly settings: Settings
  readonly message: Message
  readonly live: readonly Incident[]
}

/** Two cards that go on would be two places to decide in, and one of them nobody looks at any more. */
function leftPoints(book: Book, { settings, message, live }: Standing): void {
  const card = message.pages.at(-1)?.card
  const incidentId = findView(card, 'incident')?.incidentId
  const incident = live.find(({ id }) => id === incidentId)
  const tenant = settings.tenants.find(({ id }) => id === incident?.tenantId)
  const isKnown = incident?.cards.some((ref) => ref.message === message.id) === true
  if (incident === undefined || tenant === undefined || !isKnown) return
  const heard = [...tenant.routes.map(({ channel }) => channel), ...(incident.added ?? [])]
  const isHere = heard.some(({ channel }) => channel === message.channel)
  // What is muted gets no card in a channel that is new.
  const hasMoved = incident.cards.some((card) =>
    heard.some((one) => one.channel === (card.route ?? card.channel)),
  )
  if (incident.muted !== undefined && !hasMoved) return
  // In person, to whoever was told where no channel took it.
  if (isHere || message.channel.startsWith('D-')) return
  book.report(
    'left-card-goes-on',
    `${message.id} in ${message.channel} is a card of ${toWords(incident)}, and the settings have no such channel any more`,
  )
}

/** After ten quiet minutes every card shows where its incident stands, the same on both platforms. */
export async function cardsAreTrue({ world, book, live }: Glance): Promise<void> {
  const { machine, chats, time, program } = world
  const running = machine.running()
  const quiet = quietSince(world)
  if (running === undefined || time.passed() - quiet < minutes(10)) return
  const settings = machine.settings()
  for (const chat of chats) {
    if (!settings.platforms.includes(chat.name)) continue
    for (const message of chat.messages.slice(-300)) {
      const view = findView(message.pages.at(-1)?.card, 'incident')
      if (message.isDeleted || message.thread !== undefined || view === undefined) continue
      leftPoints(book, { settings, message, live })
      // Over, and looked at before.
      if (message.seenTrueAt !== undefined && message.seenTrueAt >= message.changedAt) continue
      const incident = await running.store.findIncident(view.incidentId)
      const tenant = settings.tenants.find(({ id }) => id === incident?.tenantId)
      if (incident === undefined || tenant === undefined) continue
      const age = Math.min(time.now() - incident.changedAt, time.passed() - quiet)
      const isKnown = incident.cards.some((ref) => ref.message === message.id)
      // Of two cards after a lost answer the one that nobody knows of stays as it is.
      if (!isKnown || age < minutes(10)) continue
      const wanted = findView(
        program.toIncidentCard({ ...program, tenants: new Map() }, incident, { tenant }),
        'incident',
      )
      if (wanted === undefined) continue
      if (wanted.statusWord !== view.statusWord || wanted.headline !== view.headline)
        book.report(
          toLateName(age, incident.changedAt < machine.addedAt(chat.name).now),
          `${message.id} says "${view.statusWord}: ${view.headline}", and ${toWords(incident)} is "${wanted.statusWord}: ${wanted.headline}" for ${Math.round(age / 60_000)} quiet min`,
        )
      else if (incident.state.status === 'closed') message.seenTrueAt = time.passed()
    }
  }
}

export function countMessages({ chats }: World): number {
  return chats.reduce((sum, { messages }) => sum + messages.length, 0)
}
