// Which tasks share places. A pool never takes another's: people's work waits for no poll, and no card for evidence.
import type { TaskDuty } from './task.js'

export type TaskKind = TaskDuty['kind']

/** In the order in which what is due at one moment begins. */
export const pools = [
  /** What somebody confirmed and waits for. */
  'people',
  /** What everyone sees. */
  'broadcasts',
  'watch',
  'verify',
  'evidence',
  'doctor',
  'policies',
] as const
export type Pool = (typeof pools)[number]

const poolOf: Readonly<Record<TaskKind, Pool>> = {
  unblock: 'people',
  contain: 'people',
  post: 'broadcasts',
  update: 'broadcasts',
  digest: 'broadcasts',
  line: 'broadcasts',
  drift: 'broadcasts',
  announce: 'broadcasts',
  watch: 'watch',
  verify: 'verify',
  gather: 'evidence',
  doctor: 'doctor',
  policies: 'policies',
}

export function toPool(kind: TaskKind): Pool {
  return poolOf[kind]
}

export function listKinds(pool: Pool): readonly TaskKind[] {
  return taskKinds.filter((kind) => poolOf[kind] === pool)
}

const taskKinds = Object.keys(poolOf).filter((kind): kind is TaskKind => kind in poolOf)
