// Where one member of a conversation can be shown a message alone. A connector that knew nothing of it would take the same
// call for a message to everybody, so it is only asked where Microsoft says that it knows. What a conversation refuses is
// remembered: the personal chat is asked at once, for some hours or until the app is added anew.
import { z } from 'zod'
import { cell, whileOthersWrite } from '../../domain/cell.js'
import { hourMilliseconds } from '../../domain/instant.js'
import type { Clock, Log, Memory } from '../../ports.js'
import { type Incoming, isPersonal, withoutThread } from './incoming.js'

const refusedMilliseconds = 6 * hourMilliseconds
const mostKept = 100

/** Of one team, or of one chat: until when each of its conversations is left alone. */
const refusalsOf = cell('teams-untargeted', z.record(z.string(), z.number()).readonly())

type Place = Pick<Incoming, 'conversation' | 'channelData' | 'serviceUrl'>

/** None of these rejects. */
export interface Targeting {
  mayTry(place: Place): Promise<boolean>
  refuse(place: Place): Promise<void>
  /** The app was added: what was refused before may be taken now. */
  forget(place: Place): Promise<void>
}

export function createTargeting(parts: {
  readonly isKnownAt: (serviceUrl: string) => boolean
  readonly memory: Memory
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}): Targeting {
  const { isKnownAt, memory, clock, log } = parts
  const toCell = ({ conversation, channelData }: Place) =>
    refusalsOf(channelData?.team?.id ?? withoutThread(conversation.id))

  async function quietly<Value>(run: () => Promise<Value>, otherwise: Value): Promise<Value> {
    try {
      return await run()
    } catch (error) {
      log.warn({ err: error }, 'teams.targeting.not-remembered')
      return otherwise
    }
  }

  /** Nothing is written where nothing changes. */
  async function change(place: Place, toNext: (before: Readonly<Record<string, number>>) => object) {
    const of = toCell(place)
    const { value: before = {}, version } = await of.find(memory)
    const now = clock.now()
    const kept = Object.entries(toNext(before)).filter(([, until]) => until > now)
    if (kept.length === 0 && Object.keys(before).length === 0) return
    const next = Object.fromEntries(kept.slice(-mostKept))
    await memory.remember(of.key, next, { expectedVersion: version, until: now + refusedMilliseconds })
  }

  return {
    async mayTry(place) {
      if (isPersonal(place) || !isKnownAt(place.serviceUrl)) return false
      const refusals = await quietly(() => toCell(place).recall(memory), {})
      return (refusals?.[withoutThread(place.conversation.id)] ?? 0) <= clock.now()
    },
    refuse(place) {
      const until = clock.now() + refusedMilliseconds
      const one = { [withoutThread(place.conversation.id)]: until }
      log.info({ channel: withoutThread(place.conversation.id) }, 'teams.targeting.refused')
      return quietly(
        () => whileOthersWrite(() => change(place, (before) => ({ ...before, ...one }))),
        undefined,
      )
    },
    forget: (place) => quietly(() => whileOthersWrite(() => change(place, () => ({}))), undefined),
  }
}
