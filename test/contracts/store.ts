// What every store promises. A store passes when `describeStore` passes on it.
import { afterEach, beforeEach, describe } from 'vitest'
import type { Clock, CreateId, Store } from '../../src/ports.js'
import { createManualClock } from '../clock.js'
import { describeCells } from './store-cells.js'
import { describeIncidents } from './store-incidents.js'
import { describeJournal } from './store-journal.js'
import { describeReader } from './store-reader.js'
import { describeShared } from './store-shared.js'
import { describeTasks } from './store-tasks.js'
import { describeTexts } from './store-texts.js'
import { describeWrites } from './store-writes.js'

interface OpenedStore {
  readonly store: Store
  /** Closes it and opens what it left. */
  reopen(): Promise<Store>
  /** Another handle on it, or the same where a process has it to itself. */
  openBeside(): Promise<Store>
  /** Closes it and removes everything. */
  dispose(): Promise<void>
}

export type CreateStore = (parts: {
  readonly clock: Clock
  readonly createId: CreateId
}) => Promise<OpenedStore>

export interface Bench {
  readonly store: () => Store
  readonly reopen: () => Promise<void>
  readonly openBeside: () => Promise<Store>
  readonly advance: (milliseconds: number) => Promise<void>
}

export function describeStore(name: string, createStore: CreateStore): void {
  describe(`${name} as a store`, () => {
    let opened: OpenedStore
    let store: Store
    let clock = createManualClock(1_000)
    const bench: Bench = {
      advance: (milliseconds) => clock.advance(milliseconds),
      store: () => store,
      openBeside: () => opened.openBeside(),
      async reopen() {
        store = await opened.reopen()
      },
    }
    beforeEach(async () => {
      let ids = 0
      const createId = () => `id-${++ids}`
      clock = createManualClock(1_000)
      opened = await createStore({ clock, createId })
      store = opened.store
    })
    afterEach(() => opened.dispose())

    describeIncidents(bench)
    describeTasks(bench)
    describeJournal(bench)
    describeReader(bench)
    describeTexts(bench)
    describeWrites(bench)
    describeCells(bench)
    describeShared(bench)
  })
}
