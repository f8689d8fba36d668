// A chat platform: messages in channels as everybody sees them, and the transport that brings cards there.
import { z } from 'zod'
import type { PlatformName } from '../../../src/domain/actor.js'
import type { MessageRef } from '../../../src/domain/incident.js'
import type { Card, Clock, Platform, PlatformHandlers } from '../../../src/ports.js'
import type { Program } from '../program/load.js'
import type { Random } from '../random.js'
import type { WorldTime } from '../time.js'
import type { Happenings } from './happenings.js'
import type { Life } from './life.js'
import type { Page, ReadPage } from './pages.js'
import type { PlatformTrouble } from './weather.js'

export interface Message {
  readonly id: string
  readonly channel: string
  /** Of the card it is a reply to; undefined in the channel itself. */
  readonly thread: string | undefined
  /** As it was posted, and after each edit; the last is what everybody sees. */
  readonly pages: Page[]
  readonly postedAt: number
  /** By the platform's clock, which nobody sets. */
  readonly stampedAt: number
  /** When somebody last changed it, in the world's time. */
  changedAt: number
  /** When a watcher last found it to be true, of what is over. */
  seenTrueAt?: number
  isDeleted: boolean
  /** Beside it until it is edited. */
  wish: string | undefined
  /** Whether the process that posted it heard that it had; and which one that was. */
  isHeard: boolean
  readonly life: Life
}

interface At {
  readonly channel: string
  readonly thread?: string
  readonly wish: string | undefined
}

export interface Chat {
  readonly name: PlatformName
  readonly messages: readonly Message[]
  trouble(): PlatformTrouble | undefined
  setTrouble(trouble: PlatformTrouble | undefined): void
  /** Since when nothing is the matter with it; infinity while something is. */
  worksSince(): number
  /** People cannot press what they cannot reach. */
  canBeUsed(): boolean
  connect(
    life: Life,
    clock: Clock,
  ): { readonly platform: Platform; readonly handlers: () => PlatformHandlers | undefined }
}

export interface ChatParts {
  readonly program: Program
  readonly name: PlatformName
  readonly time: WorldTime
  readonly random: Random
  readonly happenings: Happenings
  readonly read: ReadPage
  /** What was posted may be read, and mostly can be, also while answers to posts are lost. */
  readonly isLossy: boolean
  /** Told of every message when it is there. */
  readonly onPosted: (message: Message) => void
}

export function createChat(parts: ChatParts): Chat {
  const { program, name, time, random, happenings, read, onPosted, isLossy } = parts
  const messages: Message[] = []
  const byId = new Map<string, Message>()
  let trouble: PlatformTrouble | undefined
  let worksSince = 0
  /** Some have granted that what was posted is read. */
  const mayLookUp = name === 'slack' && (random.chance(0.4) || isLossy)
  const { PlatformError } = program

  function toFailure(card: Card) {
    switch (trouble) {
      case 'down':
        return new PlatformError(`${name} is down.`, { code: 'unavailable' })
      case 'throttles':
        return random.chance(0.7)
          ? new PlatformError(`${name} asks to wait.`, {
              code: 'throttled',
              retryAfterMilliseconds: random.between(1, 60) * 1_000,
            })
          : undefined
      case 'rejects':
        return random.chance(0.5)
          ? new PlatformError(`${name} does not take a ${card.name}.`, { code: 'rejected' })
          : undefined
      case 'forbidden':
        return new PlatformError(`${name} refuses.`, { code: 'forbidden' })
      case 'channel-gone':
        return new PlatformError('There is no such channel.', {
          code: 'channel-not-found',
          isOfChannel: true,
        })
      default:
        return undefined
    }
  }

  /** What is sent arrives even when whoever sent it is gone by then. */
  async function send<Value>(card: Card, take: () => Value, life: Life): Promise<Value> {
    return life.hear(async () => {
      await time.wait(trouble === 'slow' ? random.between(1_000, 9_000) : random.between(30, 600))
      const failure = toFailure(card)
      if (failure !== undefined) throw failure
      const value = take()
      await time.wait(random.between(30, 300))
      if (trouble === 'loses-answers' && random.chance(0.5))
        throw new PlatformError('The answer did not come.', { code: 'unavailable', mayBeDone: true })
      return value
    })
  }

  function put(life: Life, card: Card, { channel, thread, wish }: At): Message {
    const id = `${name}-${messages.length + 1}`
    const message: Message = {
      id,
      channel,
      thread,
      pages: [read(name, card, { channel, message: id })],
      postedAt: time.passed(),
      stampedAt: time.real(),
      changedAt: time.passed(),
      isDeleted: false,
      wish,
      isHeard: false,
      life,
    }
    messages.push(message)
    byId.set(id, message)
    happenings.note(
      `${name} ${thread === undefined ? 'post' : 'line'} ${toSubject(card)} in ${channel} as ${id}`,
    )
    onPosted(message)
    return message
  }

  async function post(life: Life, card: Card, at: At): Promise<MessageRef> {
    const message = await send(card, () => put(life, card, at), life)
    message.isHeard = true
    return { platform: name, channel: at.channel, message: message.id }
  }

  type LookUp = Platform['findPosted']
  type ReadHistory = Parameters<Program['createLookUp']>[0]['readHistory']

  /** As Slack answers it: the newest first, each with what was posted beside it. */
  const readHistory: ReadHistory = async ({ channel, oldest = '0', limit }) => {
    await time.wait(random.between(30, 600))
    const isReached = trouble === undefined || trouble === 'slow' || random.chance(isLossy ? 0.8 : 0.3)
    if (!isReached) throw new PlatformError(`${name} does not answer.`, { code: 'unavailable' })
    const found = messages.filter(
      (message) =>
        message.channel === channel &&
        message.thread === undefined &&
        !message.isDeleted &&
        message.stampedAt >= Number(oldest) * 1_000,
    )
    return {
      messages: found
        .slice(-limit)
        .toReversed()
        .flatMap(({ id, pages, wish }) => {
          const card = pages.at(-1)?.card
          return card === undefined ? [] : [{ ts: id, metadata: program.toMetadata(card, wish) }]
        }),
    }
  }

  async function lookUp(find: LookUp, ...[place, card, tried]: Parameters<LookUp>): ReturnType<LookUp> {
    if (!mayLookUp) return { isKnown: false }
    const found = await find(place, card, tried)
    const where = found.isKnown ? (found.ref?.message ?? 'not there') : 'nobody can tell'
    happenings.note(`${name} looks for ${toSubject(card)}: ${where}`)
    return found.isKnown && found.ref !== undefined
      ? { isKnown: true, ref: { ...found.ref, platform: name } }
      : found
  }

  /** What loses the answers to posts loses those to questions as well. */
  async function probe(life: Life): Promise<void> {
    return life.hear(async () => {
      await time.wait(random.between(30, 600))
      if (trouble === 'down') throw new PlatformError(`${name} is down.`, { code: 'unavailable' })
      if (trouble === 'loses-answers' && random.chance(0.5))
        throw new PlatformError('The answer did not come.', { code: 'unavailable' })
    })
  }

  async function update(life: Life, ref: MessageRef, card: Card): Promise<void> {
    await send(
      card,
      () => {
        const message = byId.get(ref.message)
        if (message === undefined || message.isDeleted)
          throw new PlatformError('There is no such message.', { code: 'message-gone' })
        message.pages.push(read(name, card, { channel: ref.channel, message: message.id }))
        message.wish = undefined
        if (message.pages.length > 4) message.pages.shift()
        message.changedAt = time.passed()
        happenings.note(`${name} edit ${message.id} ${toSubject(card)}`)
      },
      life,
    )
  }

  return {
    name,
    messages,
    trouble: () => trouble,
    setTrouble(next) {
      if (trouble !== undefined && next === undefined) worksSince = time.passed()
      trouble = next
    },
    worksSince: () => (trouble === undefined ? worksSince : Number.POSITIVE_INFINITY),
    canBeUsed: () => trouble !== 'down' && trouble !== 'forbidden',
    connect(life, clock) {
      const findInHistory = program.createLookUp({ readHistory, clock })
      let given: PlatformHandlers | undefined
      return {
        handlers: () => given,
        platform: {
          name,
          routes: [],
          async start(handlers) {
            given = handlers
          },
          async stop() {
            given = undefined
          },
          post: (place, card, wish) =>
            place.kind === 'thread'
              ? post(life, card, { channel: place.of.channel, thread: place.of.message, wish })
              : post(life, card, {
                  channel: place.kind === 'channel' ? place.channel.channel : `D-${place.id}`,
                  wish,
                }),
          findPosted: (place, card, tried) => life.hear(() => lookUp(findInHistory, place, card, tried)),
          // Everybody's role is by their id there.
          findGroups: async () => ({ groups: [] }),
          findPerson: async () => undefined,
          probe: () => probe(life),
          listMembers: async () => [],
          findLink: async () => undefined,
          update: (ref, card) => update(life, ref, card),
          pin: () =>
            Promise.reject(new PlatformError('The settings say where alerts go.', { code: 'rejected' })),
          health: () =>
            trouble === undefined
              ? { ok: true, detail: 'connected' }
              : { ok: trouble === 'slow', detail: `${trouble}` },
          examine: async () => [{ name: 'Bot token', result: 'ok', found: 'Works.', remedy: '' }],
        },
      }
    },
  }
}

const subjectSchema = z.object({
  incidentId: z.string().optional(),
  digestId: z.string().optional(),
  statusWord: z.string().optional(),
})

function toSubject(card: Card): string {
  const { incidentId = '', statusWord = '' } = subjectSchema.parse(card.view)
  return [card.name, incidentId, statusWord].filter((part) => part !== '').join(' ')
}
