// Who can be told what a channel does not show: whoever sees it already, another channel of the tenant, or the approvers
// in person.

import { type Member, toActorKey } from '../../domain/actor.js'
import { listGroups, listPeople } from '../../domain/grants.js'
import type { MessageRef } from '../../domain/incident.js'
import { toChannels } from '../../domain/route.js'
import type { ChannelRef } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Untold } from '../../domain/untold.js'
import { PlatformError } from '../../errors.js'
import { forgetPosted, sayOnce } from '../../outbox/post-once.js'
import type { Card, Claim, Place, Platform } from '../../ports.js'
import type { Parts } from '../feature.js'
import { toTitle } from '../words/words.js'

/** A message to each, one after the other: enough that somebody reads it. */
const mostPeople = 10
/** Who has not got the app cannot be written to. */
const mostTries = 30

export interface News {
  readonly claim: Claim
  /** Of what it is about: nobody is told more often of it because two channels miss it. */
  readonly id: string
  readonly tenant: Tenant
  /** Cards that people see already. */
  readonly seen: readonly MessageRef[]
  /** Channels that are to show it themselves, and have their own tries. */
  readonly hearing: readonly ChannelRef[]
  /** For whoever has not heard of it. */
  readonly card: Card
  /** Why it is told here; none when the card says so. */
  readonly line: Card | undefined
  /** Addresses whose owners are not asked to help. */
  readonly about: readonly string[]
}

export interface Told {
  readonly to: Untold['to']
  /** New cards, to be kept up to date. */
  readonly cards: readonly MessageRef[]
}

/** @throws PlatformError when nobody can be reached. */
export async function reachSomebody(parts: Parts, news: News): Promise<Told> {
  const told =
    (await sayInThread(parts, news)) ?? (await showInOther(parts, news)) ?? (await showInPerson(parts, news))
  if (told !== undefined) return told
  const message = 'Nobody can be told: no other channel takes it, and no approver can be reached in person'
  throw new PlatformError(message, { code: 'channel-not-found' })
}

/** Of a card that was posted twice without an answer. */
export const lostProblem = 'posted, and no answer said where'

/** The channel may have it: those in it can tell, whatever else they have to look at. */
export function toLostCard(name: string): Card {
  const text = `The card about ${name} was posted here, and no answer said where. Press any button on it, and it is kept up to date; if it is not there, type "list".`
  return { name: 'line', view: { icon: '⚠️', text } }
}

interface Line {
  readonly claim: Claim
  readonly line: Card
}

/** Undefined when the channel did not take it. */
export async function sayIn(
  parts: Parts,
  channel: ChannelRef,
  { claim, line }: Line,
): Promise<Told | undefined> {
  const target = { claim, platform: channel.platform, place: { kind: 'channel', channel } } as const
  return (await tryPost(parts, target, line)) === undefined ? undefined : { to: channel, cards: [] }
}

async function sayInThread(
  parts: Parts,
  { claim, seen, card, line = card }: News,
): Promise<Told | undefined> {
  for (const of of seen) {
    const target = { claim, platform: of.platform, place: { kind: 'thread', of } } as const
    if ((await tryPost(parts, target, line)) !== undefined)
      return { to: { platform: of.platform, channel: of.channel }, cards: [] }
  }
  return undefined
}

async function showInOther(parts: Parts, news: News): Promise<Told | undefined> {
  const isHearing = (one: ChannelRef) => news.hearing.some((other) => isSame(one, other))
  for (const channel of toChannels(news.tenant.routes).filter((one) => !isHearing(one))) {
    const taken = await show(parts, news, { platform: channel.platform, place: { kind: 'channel', channel } })
    if (taken === undefined) continue
    const { ref } = taken
    if (ref === undefined) return { to: channel, cards: [] }
    const route = ref.channel === channel.channel ? {} : { route: channel.channel }
    return { to: channel, cards: [{ ...ref, ...route }] }
  }
  return undefined
}

async function showInPerson(parts: Parts, news: News): Promise<Told | undefined> {
  const taken: (Taken & { readonly platform: MessageRef['platform']; readonly id: string })[] = []
  // Whoever has the card already is told in its thread, now or at the next try.
  const isSeeing = (platform: MessageRef['platform'], id: string) =>
    news.seen.some((one) => one.platform === platform && (one.route ?? one.channel) === id)
  for (const { platform, id } of (await listApprovers(parts, news)).slice(0, mostTries)) {
    if (isSeeing(platform, id)) continue
    if (taken.length === mostPeople) break
    const one = await show(parts, news, { platform, place: { kind: 'person', id } })
    if (one !== undefined) taken.push({ ...one, platform, id })
  }
  const [first] = taken
  const cards = taken.flatMap(({ ref, id }) =>
    ref === undefined ? [] : [ref.channel === id ? ref : { ...ref, route: id }],
  )
  return first === undefined ? undefined : { to: { platform: first.platform, people: taken.length }, cards }
}

interface Approver {
  readonly platform: MessageRef['platform']
  readonly id: string
}

/** Those that the access list names by id, then those in its groups; whose mailbox it is helps nobody. */
export async function listApprovers(
  parts: Parts,
  { about, tenant }: Pick<News, 'about'> & { readonly tenant: Pick<Tenant, 'id'> },
): Promise<readonly Approver[]> {
  const { access, platforms } = parts
  const isOwn = (addresses: readonly string[]) => addresses.some((address) => about.includes(address))
  const named = [...platforms.keys()].flatMap((platform) =>
    listPeople(access, 'approver', tenant.id)
      .filter((key) => key.startsWith(toActorKey({ platform, id: '' })))
      .filter((key) => !isOwn(access.people.get(key)?.addresses ?? []))
      .map((key) => ({ platform, id: key.slice(toActorKey({ platform, id: '' }).length) })),
  )
  const inGroups = await Promise.all(
    [...platforms.values()].flatMap((platform) =>
      listGroups(access, 'approver', { platform: platform.name, tenantId: tenant.id }).map(async (group) => {
        const members = await listMembers(parts, platform, group)
        const others = members.filter(({ addresses }) => !isOwn(addresses))
        return others.map(({ id }) => ({ platform: platform.name, id }))
      }),
    ),
  )
  const all = [...named, ...inGroups.flat()]
  return [...new Map(all.map((one) => [toActorKey(one), one])).values()]
}

/** Nobody when the platform does not tell: others may be reached. */
async function listMembers({ log }: Parts, platform: Platform, group: string): Promise<readonly Member[]> {
  try {
    return await platform.listMembers(group)
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    log.warn({ platform: platform.name, group, code: error.code }, 'elsewhere.group-unread')
    return []
  }
}

interface Target {
  readonly platform: MessageRef['platform']
  readonly place: Place
}

interface Trial extends Target {
  readonly claim: Claim
  /** That of the task when undefined. */
  readonly wish?: string
}

/** The place is unknown where two may be there. */
interface Taken {
  readonly ref: MessageRef | undefined
}

async function show(
  parts: Parts,
  { claim, id, card, line }: News,
  { platform, place }: Target,
): Promise<Taken | undefined> {
  const taken = await tryPost(parts, { claim, wish: `told:${id}`, platform, place }, card)
  const of = taken?.ref
  if (of !== undefined && line !== undefined)
    await tryPost(parts, { claim, platform, place: { kind: 'thread', of } }, line)
  return taken
}

/** Undefined when it was not taken, or nobody knows yet; the next one in line may. */
async function tryPost(
  parts: Parts,
  { claim, wish = claim.task.key, platform: name, place }: Trial,
  card: Card,
): Promise<Taken | undefined> {
  const platform = parts.platforms.get(name)
  if (platform === undefined) return undefined
  const key = JSON.stringify([wish, place])
  try {
    const ref = await sayOnce(parts, { claim, platform, key, place }, card)
    if (ref !== undefined) await forgetPosted(parts, key)
    return { ref }
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    parts.log.info({ platform: name, kind: place.kind, code: error.code }, 'elsewhere.not-taken')
    return undefined
  }
}

export function isSame(one: ChannelRef, other: ChannelRef): boolean {
  return one.platform === other.platform && one.channel === other.channel
}

/** Why the task did not succeed: to stand in brackets, so without a full stop. */
export async function findProblem(parts: Parts, taskKey: string): Promise<string> {
  const problem = (await parts.findTrouble(taskKey))?.problem ?? 'no answer yet'
  return problem.replace(/\.$/, '')
}

/** "Slack C1", "Teams, 2 people in person" */
export function toPlaceText({ platform, channel, people }: Untold['to']): string {
  if (people === undefined) return `${toTitle(platform)} ${channel ?? ''}`.trim()
  return `${toTitle(platform)}, ${people === 1 ? '1 person' : `${people} people`} in person`
}

const lateMilliseconds = 10_000
const secondChanceMilliseconds = 15_000

/**
 * What fell due while the machine slept, the program was down or its disk was full: the channel gets another chance first.
 * True when the task has been put off.
 */
export async function putOffWhenLate({ store, clock }: Parts, claim: Claim): Promise<boolean> {
  // With where its last try was not taken it would be owed another one at once, again and again.
  const { held: _, ...task } = claim.task
  const now = clock.now()
  if (now - task.dueAt < lateMilliseconds) return false
  await store.commit({ settle: { claim }, tasks: [{ ...task, dueAt: now + secondChanceMilliseconds }] })
  return true
}
