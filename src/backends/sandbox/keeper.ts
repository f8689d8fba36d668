// Holds the tenant's state and keeps a copy that outlives a restart.
import { ConfigError } from '../../errors.js'
import { freshState, type State, stateSchema } from './state.js'

/** Where the tenant is kept. A fitting `name` tells a person where to find it. */
export interface SandboxSaved {
  readonly name: string
  /** What was written last; undefined when nothing ever was. */
  read(): unknown
  write(value: unknown): void | Promise<void>
}

export interface Keeper {
  get(): State
  set(state: State): void
  /** Resolves when everything set so far is written; rejects when it could not be. */
  saved(): Promise<void>
}

/** @throws ConfigError when what was saved does not fit: never silently starts from an empty tenant. */
export function createKeeper(saved: SandboxSaved | undefined): Keeper {
  let state = saved === undefined ? freshState : readState(saved)
  let written = state
  let writing: Promise<void> | undefined

  // One write at a time. No lane: what changes meanwhile goes out with the next, however often it changed.
  async function write(to: SandboxSaved): Promise<void> {
    // Even a write that fails at once must end after `writing` was set, or nothing would ever be written again.
    await Promise.resolve()
    try {
      while (written !== state) {
        const going = state
        await to.write(going)
        written = going
      }
    } finally {
      writing = undefined
    }
  }

  function saveNow(): Promise<void> {
    if (saved === undefined || (written === state && writing === undefined)) return Promise.resolve()
    writing ??= write(saved)
    return writing
  }

  return {
    get: () => state,
    set(next) {
      state = next
      // A failure shows with the next call, which waits for `saved` and tries again.
      saveNow().catch(() => undefined)
    },
    saved: saveNow,
  }
}

function readState(saved: SandboxSaved): State {
  try {
    const found = saved.read()
    return found === undefined ? freshState : stateSchema.parse(found)
  } catch (cause) {
    const problem = `the sandbox tenant cannot be read from ${saved.name}: repair it, or delete it to start with a fresh tenant`
    throw Object.assign(new ConfigError([problem]), { cause })
  }
}
