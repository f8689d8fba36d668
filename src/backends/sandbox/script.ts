// What happens in the tenant without anybody doing it: the opening, a restriction now and then, and accounts that are
// caught again because nobody secured them. Due times are part of the state, so a restart repeats nothing.
import { type Entity, toEntityKey } from '../../domain/entity.js'
import type { Instant } from '../../domain/instant.js'
import { isSecured } from './changes.js'
import { directory, findInDirectory, star, toHabit } from './directory.js'
import { findAccount } from './people.js'
import { approach, createListing, findChanges, findListing, putListing, type State } from './state.js'
import { toWireRecord } from './wire.js'

export interface SandboxScript {
  /** From the very first start to the first restriction. */
  readonly openingSeconds: number
  /** About how far apart the later ones are; without it, none come. */
  readonly everySeconds?: number
}

export interface Playing {
  readonly script: SandboxScript
  readonly random: () => number
}

/** Nobody plays long with a list that only grows. */
const mostListed = 6
const relapseChance = 0.3

interface Entry {
  readonly now: Instant
  readonly reason?: string
}

/** For its usual reason unless told otherwise. */
export function restrictInState(state: State, entity: Entity, entry: Entry): State {
  const { [toEntityKey(entity)]: _, ...relapses } = state.relapses
  const calm = approach(state, entity, undefined)
  const record = toWireRecord(entity, { ...toHabit(entity), ...entry })
  return putListing({ ...calm, relapses }, createListing(entity, record, entry.now))
}

/** Sets the time of the opening, once in the tenant's life. */
export function openScript(state: State, { openingSeconds }: SandboxScript, now: Instant): State {
  if (state.script.opensAt !== undefined) return state
  return { ...state, script: { ...state.script, opensAt: now + openingSeconds * 1_000 } }
}

/** Lets happen what is due. Gives back the same state when nothing is. */
export function playScript(state: State, playing: Playing, now: Instant): State {
  return playRandom(playRelapses(playOpening(state, now), now), playing, now)
}

/** Decides whether an account that was just unblocked, and that nobody secured, will be caught again. */
export function planRelapse(
  state: State,
  entity: Entity,
  { script, random, now }: Playing & { readonly now: Instant },
): State {
  if (script.everySeconds === undefined || !isUnresolved(state, entity) || random() >= relapseChance)
    return state
  const relapses = { ...state.relapses, [toEntityKey(entity)]: now + script.everySeconds * 1_000 }
  return { ...state, relapses }
}

function isUnresolved(state: State, entity: Entity): boolean {
  const account = entity.kind === 'sender' ? findAccount(entity.address) : undefined
  const secured = account !== undefined && isSecured(findChanges(state, account))
  return toHabit(entity).unresolved && !secured
}

function playOpening(state: State, now: Instant): State {
  const { opensAt, opened } = state.script
  if (opened || opensAt === undefined || opensAt > now) return state
  const script = { ...state.script, opened: true }
  const isListed = findListing(state, star) !== undefined
  return { ...(isListed ? state : restrictInState(state, star, { now })), script }
}

function playRelapses(state: State, now: Instant): State {
  const due = Object.entries(state.relapses).flatMap(([key, at]) => (at <= now ? [key] : []))
  return due
    .flatMap((key) => findInDirectory(key) ?? [])
    .reduce((sum, entity) => restrictInState(sum, entity, { now }), state)
}

// However long nobody looked, one event comes, and the next is counted from here: no flood after a night's sleep.
function playRandom(state: State, { script, random }: Playing, now: Instant): State {
  const { everySeconds } = script
  if (everySeconds === undefined || !state.script.opened) return state
  const { nextAt } = state.script
  if (nextAt !== undefined && nextAt > now) return state
  const later = now + everySeconds * 1_000 * (0.5 + random())
  const waiting = { ...state, script: { ...state.script, nextAt: later } }
  if (nextAt === undefined || state.listings.length >= mostListed) return waiting
  const free = directory.filter(({ entity }) => findListing(state, entity) === undefined)
  const entity = free[Math.floor(random() * free.length)]?.entity
  return entity === undefined ? waiting : restrictInState(waiting, entity, { now })
}
