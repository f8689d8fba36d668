// Keeps who asked for what others pay for, over restarts, and refuses what comes too often.

import { z } from 'zod'
import { type Actor, toActorKey } from '../../domain/actor.js'
import { cell, whileOthersWrite } from '../../domain/cell.js'
import { askSchema, judgeAsk, type LimitName, type LimitVerdict } from '../../domain/limits.js'
import { say, type Words } from '../../domain/said.js'
import { toClockText } from '../../domain/words.js'
import { RefusedError } from '../../errors.js'
import type { Commit } from '../../ports.js'
import type { Parts } from '../feature.js'

interface Wish {
  readonly limit: LimitName
  readonly actor: Actor
  /** An incident or a tenant; empty where there is only one thing to ask for. */
  readonly about: string
  /** What is written when it is granted, together with the ask. */
  readonly commit: Pick<Commit, 'tasks' | 'cells'>
}

type Denial = LimitVerdict & { readonly allowed: false }

const asksOf = cell('asks', z.array(askSchema).readonly())

/** Grants the wish and saves it, or says why not; undefined when it was granted. Wishes of a kind take turns, so that a crowd does not fail for being one. */
export async function grantWithin(parts: Parts, { limit, ...wish }: Wish): Promise<Denial | undefined> {
  const asks = asksOf(limit)
  const { store, clock } = parts
  const grant = async () => {
    const { value: before = [], version } = await asks.find(store)
    const ask = { at: clock.now(), by: toActorKey(wish.actor), about: wish.about }
    const verdict = judgeAsk(limit, before, ask)
    if (!verdict.allowed) return verdict
    const kept = asks.put(verdict.kept, { expectedVersion: version })
    await store.commit({ ...wish.commit, cells: [...(wish.commit.cells ?? []), kept] })
    parts.poke()
    return undefined
  }
  return parts.writes.run(asks.key, () => whileOthersWrite(grant))
}

/** `what` is said first, in whole sentences. */
export function toTooOften(parts: Pick<Parts, 'clock'>, what: Words, { last, nextAt }: Denial): RefusedError {
  const seconds = Math.ceil((nextAt - parts.clock.now()) / 1_000)
  const when = seconds < 60 ? `in ${seconds} s` : `after ${toClockText(nextAt)}`
  return new RefusedError(
    'too-often',
    say`${what} The last time was at ${toClockText(last.at)}; try again ${when}.`,
  )
}
