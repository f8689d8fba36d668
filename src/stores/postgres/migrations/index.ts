// Steps that bring the database up, oldest first. One that has been released is never changed again: its checksum is kept.
import { begin } from './0001-begin.js'
import { live } from './0002-live.js'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly text: string
}

/**
 * A step that raises `oldest_reader` begins with `lock table reprieve.meta in access exclusive mode`: whatever an older
 * program has begun to save ends first, and what it begins later is refused.
 */
export const migrations: readonly Migration[] = [
  { number: 1, name: 'begin', text: begin },
  { number: 2, name: 'live', text: live },
]
