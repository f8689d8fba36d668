// The time of a simulation: it passes as fast as there is nothing to do, and only when the run says so.
import type { Clock } from '../../src/ports.js'

interface Timer {
  dueAt: number
  readonly order: number
  /** Undefined once it has run or was cancelled. */
  run: (() => void) | undefined
  /** Belongs to the outside: it goes on while the machine sleeps, and what it brings arrives when the machine is awake. */
  readonly isOutside: boolean
}

export interface WorldTime {
  /** Milliseconds since the beginning; never steps. */
  passed(): number
  /** What the machine's clock shows. */
  now(): number
  /** What a clock shows that nobody sets. */
  real(): number
  after(milliseconds: number, run: () => void): () => void
  wait(milliseconds: number): Promise<void>
  /** Somebody sets the machine's clock. */
  step(milliseconds: number): void
  /** The machine sleeps: time passes for the world, and for nothing that runs on it. */
  sleep(milliseconds: number): void
  /** For how long, all in all. */
  slept(): number
  /** Runs the next timer, unless it is due later than this. */
  runNext(until: number): boolean
  /** The clock of one process; `stop` ends all that waits on it. */
  createClock(): { readonly clock: Clock; readonly stop: () => void }
}

export function createWorldTime(start: number): WorldTime {
  const heap: Timer[] = []
  let passed = 0
  let ahead = start
  /** The clock that waits are judged by stands still while the machine sleeps, as CLOCK_MONOTONIC does. */
  let slept = 0
  let order = 0

  function add(milliseconds: number, run: () => void, isOutside: boolean): () => void {
    order += 1
    const timer: Timer = { dueAt: passed + Math.max(0, milliseconds), order, run, isOutside }
    push(heap, timer)
    return () => {
      timer.run = undefined
    }
  }

  return {
    passed: () => passed,
    now: () => Math.floor(passed + ahead),
    real: () => Math.floor(passed + start),
    after: (milliseconds, run) => add(milliseconds, run, true),
    wait: (milliseconds) => new Promise((resolve) => void add(milliseconds, resolve, true)),
    step(milliseconds) {
      ahead += milliseconds
    },
    sleep(milliseconds) {
      passed += milliseconds
      slept += milliseconds
      const timers = heap.splice(0)
      for (const timer of timers) {
        if (!timer.isOutside) timer.dueAt += milliseconds
        push(heap, timer)
      }
    },
    slept: () => slept,
    runNext(until) {
      for (;;) {
        const [timer] = heap
        if (timer === undefined || timer.dueAt > until) {
          passed = Math.max(passed, until)
          return false
        }
        pop(heap)
        const { run } = timer
        if (run === undefined) continue
        timer.run = undefined
        passed = Math.max(passed, timer.dueAt)
        run()
        return true
      }
    },
    createClock() {
      let isStopped = false
      return {
        clock: {
          now: () => Math.floor(passed + ahead),
          monotonic: () => passed - slept,
          after: (milliseconds, run) =>
            add(
              milliseconds,
              () => {
                if (!isStopped) run()
              },
              false,
            ),
        },
        stop() {
          isStopped = true
        },
      }
    },
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.dueAt < other.dueAt || (one.dueAt === other.dueAt && one.order < other.order)
}

function push(heap: Timer[], timer: Timer): void {
  let at = heap.push(timer) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = heap[parent]
    if (above === undefined || isBefore(above, timer)) break
    heap[at] = above
    at = parent
  }
  heap[at] = timer
}

function pop(heap: Timer[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    let below = heap[child]
    if (below === undefined) break
    const right = heap[child + 1]
    if (right !== undefined && isBefore(right, below)) {
      child += 1
      below = right
    }
    if (!isBefore(below, last)) break
    heap[at] = below
    at = child
  }
  heap[at] = last
}
