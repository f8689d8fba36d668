// A platform that remembers what it was given, and refuses on demand.

import type { Member, PlatformName } from '../../src/domain/actor.js'
import type { Pinned } from '../../src/domain/alert-channel.js'
import type { MessageRef } from '../../src/domain/incident.js'
import type { Instant } from '../../src/domain/instant.js'
import { toPlain } from '../../src/domain/said.js'
import { PlatformError } from '../../src/errors.js'
import type { PlainCard } from '../../src/features/cards.js'
import { toCard } from '../../src/features/index.js'
import type { Clock, LivePage, Place, Platform, PlatformHandlers } from '../../src/ports.js'

export interface Sent {
  readonly call: 'post' | 'line' | 'update'
  readonly channel: string
  /** The message it became, or whose thread it went to. */
  readonly message: string
  readonly card: PlainCard
  readonly at: Instant
}

export interface RecordingPlatform extends Platform {
  /** What was taken, in order. */
  readonly sent: readonly Sent[]
  /** Everything that was tried, refused calls included. */
  readonly tried: readonly Sent[]
  /** What was to be drawn anew. */
  readonly drawn: readonly LivePage[]
  /** Decides about every call; undefined takes it. */
  refuse(rule: (sent: Sent) => PlatformError | undefined): void
  /** Every answer takes so long from now on. */
  slow(milliseconds: number): void
  /** What `health` says is wrong from now on. */
  sicken(detail: string): void
  /** Nothing is wrong any more. */
  heal(): void
  /** What the doctor finds here from now on. */
  diagnose(examine: Platform['examine']): void
  /** Somebody deletes this message: the next edit posts a replacement. */
  delete(message: string): void
  /** Every answer waits for this from now on. */
  stall(until: () => Promise<unknown>): void
  /** From now on what was posted can be looked up. */
  letRead(): void
  /** Whether it answers questions from now on, whatever becomes of its posts. */
  answerProbes(isAnswering: boolean): void
  countProbes(): number
  /** Decides about every call that is taken: whether its answer is lost. */
  loseAnswer(rule: (sent: Sent) => boolean): void
  /** What it calls the channels from now on. */
  rename(toName: (sent: Sent) => string): void
  /** What pins find from now on; until then they are refused. */
  answerPin(pinned: Pinned): void
  /** Who is in a group from now on; until then it does not tell. */
  letIn(group: string, members: readonly Member[]): void
  /** Of the access list's groups, which somebody is in from now on; nobody is in any until then. */
  answerGroups(answer: Platform['findGroups']): void
  /** Who has a mailbox here, from now on; nobody until then. */
  answerPerson(answer: Platform['findPerson']): void
  handlers(): PlatformHandlers
}

/** Every moment on it says its zone. */
const toRead = (card: Parameters<typeof toCard>[0]): PlainCard => toPlain(toCard(card))

export function createRecordingPlatform(
  name: PlatformName,
  clock: Pick<Clock, 'now' | 'after'>,
): RecordingPlatform {
  const sent: Sent[] = []
  const tried: Sent[] = []
  const drawn: LivePage[] = []
  const members = new Map<string, readonly Member[]>()
  const deleted = new Set<string>()
  let rule: (sent: Sent) => PlatformError | undefined = () => undefined
  let given: PlatformHandlers | undefined
  let sickness: string | undefined
  let pinned: Pinned | undefined
  let delay = 0
  let isReadable = false
  let isAnswering = true
  let probes = 0
  let stalled: () => Promise<unknown> = async () => undefined
  let isLost: (sent: Sent) => boolean = () => false
  let toName = ({ channel }: Sent) => channel
  let findGroups: Platform['findGroups'] = async () => ({ groups: [] })
  let findPerson: Platform['findPerson'] = async () => undefined
  let examine: Platform['examine'] = async () => [
    { name: 'Bot token', result: 'ok', found: 'Works.', remedy: '' },
  ]

  // Answers come later than the call, as on a network, so that calls of one moment overlap.
  async function take(one: Omit<Sent, 'at'>): Promise<MessageRef> {
    const now = { ...one, at: clock.now() }
    tried.push(now)
    await (delay === 0 ? undefined : wait(delay))
    await stalled()
    const error = rule(now)
    if (error !== undefined) throw error
    sent.push(now)
    if (isLost(now)) throw new PlatformError('No answer', { code: 'unavailable', mayBeDone: true })
    return { platform: name, channel: toName(now), message: one.message }
  }

  function wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      clock.after(milliseconds, resolve)
    })
  }

  const createMessage = () => `${name}-${sent.filter(({ call }) => call === 'post').length + 1}`

  /** The chat with a person has an id of its own. */
  const toChannel = (place: Exclude<Place, { kind: 'thread' }>) =>
    place.kind === 'channel' ? place.channel.channel : `D-${place.id}`

  return {
    name,
    routes: [],
    sent,
    tried,
    drawn,
    redraw: (page) => void drawn.push(page),
    async start(handlers) {
      given = handlers
    },
    async stop() {},
    post: (place: Place, card) =>
      place.kind === 'thread'
        ? take({ call: 'line', channel: place.of.channel, message: place.of.message, card: toRead(card) })
        : take({ call: 'post', channel: toChannel(place), message: createMessage(), card: toRead(card) }),
    async update({ channel, message }, card) {
      if (deleted.has(message)) throw new PlatformError('No such message', { code: 'message-gone' })
      await take({ call: 'update', channel, message, card: toRead(card) })
    },
    health: () =>
      sickness === undefined ? { ok: true, detail: 'connected' } : { ok: false, detail: sickness },
    examine: (signal) => examine(signal),
    diagnose(next) {
      examine = next
    },
    slow(milliseconds) {
      delay = milliseconds
    },
    sicken(detail) {
      sickness = detail
    },
    heal() {
      sickness = undefined
    },
    refuse(next) {
      rule = next
    },
    async listMembers(group) {
      const found = members.get(group)
      if (found === undefined) throw new PlatformError('No such group', { code: 'forbidden' })
      return found
    },
    letIn: (group, found) => void members.set(group, found),
    findLink: async ({ message }) => `https://${name}.test/${message}`,
    async findPosted(place, card, { since }) {
      if (!isReadable || place.kind !== 'channel') return { isKnown: false }
      const { channel } = place.channel
      const found = sent.findLast(
        (one) =>
          one.call === 'post' && one.channel === channel && one.card.name === card.name && one.at >= since,
      )
      return { isKnown: true, ref: found && { platform: name, channel, message: found.message } }
    },
    findGroups: (id) => findGroups(id),
    findPerson: (owner) => findPerson(owner),
    answerPerson(next) {
      findPerson = next
    },
    answerGroups(next) {
      findGroups = next
    },
    async probe() {
      probes += 1
      if (!isAnswering) throw new PlatformError('No answer', { code: 'unavailable' })
    },
    answerProbes(next) {
      isAnswering = next
    },
    countProbes: () => probes,
    stall(next) {
      stalled = next
    },
    letRead() {
      isReadable = true
    },
    loseAnswer(rule) {
      isLost = rule
    },
    async pin() {
      if (pinned === undefined) throw new PlatformError('The settings say where.', { code: 'rejected' })
      return pinned
    },
    answerPin(next) {
      pinned = next
    },
    rename(next) {
      toName = next
    },
    delete: (message) => void deleted.add(message),
    handlers() {
      if (given === undefined) throw new Error(`${name} was not started`)
      return given
    },
  }
}
