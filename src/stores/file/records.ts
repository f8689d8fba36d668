// The records beside the state file, kept up with it: what is in their files need not ride along any longer.
import { StoreError } from '../../errors.js'
import type { Log, Store } from '../../ports.js'
import type { Archive } from './archive.js'
import type { Journal } from './journal.js'
import type { Leftovers } from './leftovers.js'
import type { LiveState } from './state.js'
import { toWords } from './state-file.js'
import type { Texts } from './texts.js'

export interface Records {
  /** Appends what is missing. @throws StoreError, always fatal, when a record is somebody else's by now. */
  tidy(state: LiveState): Promise<LiveState>
  /** The state without what has reached its file. */
  trim(state: LiveState): LiveState
  health(state: LiveState): ReturnType<Store['health']>
}

export interface Files {
  readonly journal: Journal
  readonly archive: Archive
  readonly texts: Texts
  readonly leftovers: Leftovers
}

/** Texts first: whoever sees an entry finds what belongs to it. What is to be erased may only just have been written. */
export async function bringUp(files: Files, state: LiveState): Promise<void> {
  const { journal, archive, texts, leftovers } = files
  await texts.append(state.texts.outbox)
  await journal.append(state.journal.outbox)
  await archive.append(state.archive.outbox)
  for (const erasure of state.texts.pending) {
    await texts.erase(erasure)
    await archive.erase(erasure)
    await leftovers.erase(erasure)
  }
}

/** The same state without what has been erased by now. */
export function withoutPending(state: LiveState): LiveState {
  return state.texts.pending.length === 0 ? state : { ...state, texts: { ...state.texts, pending: [] } }
}

export function createRecords(files: Files, log: Log): Records {
  const { journal, archive, texts } = files
  /** Of the last try; empty when it was a good one. */
  let problem = ''

  function trim(state: LiveState): LiveState {
    return {
      ...state,
      journal: { ...state.journal, outbox: state.journal.outbox.filter(({ seq }) => seq > journal.count()) },
      archive: { ...state.archive, outbox: state.archive.outbox.filter(({ seq }) => seq > archive.count()) },
      texts: { ...state.texts, outbox: state.texts.outbox.filter(({ seq }) => seq > texts.last()) },
    }
  }

  return {
    trim,
    async tidy(state) {
      try {
        await bringUp(files, state)
        problem = ''
        return trim(withoutPending(state))
      } catch (error) {
        log.error({ err: error }, 'store.append-failed')
        if (error instanceof StoreError && error.fatal) throw error
        // Nothing is lost: what is missing stays in the state file and is tried again after the next commit.
        problem = toWords(error)
      }
      return trim(state)
    },
    health(state) {
      if (problem === '') return { ok: true, detail: 'everything is in its file' }
      const waiting = state.journal.outbox.length + state.archive.outbox.length
      if (waiting === 0) return { ok: false, detail: `a record cannot be written: ${problem}` }
      return {
        ok: false,
        detail: `${waiting === 1 ? '1 entry waits' : `${waiting} entries wait`} in state.json, because a record cannot be written: ${problem}`,
      }
    },
  }
}
