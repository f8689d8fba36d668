// Group commit: what arrives while the disk is busy shares the next write, and each caller hears of its own work only
// when that is on the disk.
import { StoreError } from '../../errors.js'
import { type Draft, type LiveState, toDraft } from './state.js'

export interface GroupParts {
  readonly start: LiveState
  /** @throws StoreError; fatal when nobody knows what is on the disk now. */
  write(next: LiveState): Promise<void>
  /** Called at once when `next` is what counts. */
  adopt(next: LiveState, former: LiveState): void
  /**
   * What can be done after the callers have been answered; resolves with what is left of the state.
   * @throws StoreError, always fatal, when the medium is somebody else's by now.
   */
  tidy(state: LiveState): Promise<LiveState>
}

export interface Group {
  /** The last state that is on the disk. @throws StoreError after a fatal failure or `stop`. */
  readonly read: () => LiveState
  /** @param work changes the draft or throws; when it throws it must have left the draft as it was. */
  submit<Result>(work: (draft: Draft) => Result): Promise<Result>
  /** Finishes what was submitted and takes nothing more. Resolves with false after a fatal failure. */
  stop(): Promise<boolean>
}

interface Waiting {
  /** Works on the draft; gives back how to tell the caller, or undefined when the caller has been told of an error. */
  readonly work: (draft: Draft) => (() => void) | undefined
  readonly reject: (error: unknown) => void
}

export function createGroup(parts: GroupParts): Group {
  let state = parts.start
  let closed: StoreError | undefined
  let queue: Waiting[] = []
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    // Everything that is submitted in the same turn shares the first write too.
    await Promise.resolve()
    while (queue.length > 0) {
      const batch = queue
      queue = []
      await runBatch(batch)
      if (closed?.fatal !== true) await tidy()
    }
    running = undefined
  }

  async function tidy(): Promise<void> {
    try {
      state = await parts.tidy(state)
    } catch (error) {
      fail([], error)
    }
  }

  async function runBatch(batch: readonly Waiting[]): Promise<void> {
    const draft = toDraft(state)
    const answers = batch.flatMap(({ work }) => work(draft) ?? [])
    try {
      if (draft.isDirty) await parts.write(draft)
      parts.adopt(draft, state)
      state = draft
      for (const answer of answers) answer()
    } catch (error) {
      fail(batch, error)
    }
  }

  /** A caller that has been told already is told nothing by a second call. */
  function fail(batch: readonly Waiting[], cause: unknown): void {
    const error = cause instanceof StoreError ? cause : new StoreError('Writing failed', true, { cause })
    for (const { reject } of batch) reject(error)
    if (!error.fatal) return
    closed = new StoreError(`The store stopped: ${error.message}`, true, { cause: error })
    for (const { reject } of queue) reject(closed)
    queue = []
  }

  return {
    read() {
      if (closed !== undefined) throw closed
      return state
    },
    submit<Result>(work: (draft: Draft) => Result): Promise<Result> {
      return new Promise((resolve, reject) => {
        if (closed !== undefined) return reject(closed)
        queue.push({ work: (draft) => attempt(() => work(draft), resolve, reject), reject })
        running ??= run()
      })
    },
    async stop() {
      closed ??= new StoreError('The store is closed', false)
      await running
      return !closed.fatal
    },
  }
}

function attempt<Result>(
  work: () => Result,
  resolve: (result: Result) => void,
  reject: (error: unknown) => void,
): (() => void) | undefined {
  try {
    const result = work()
    return () => resolve(result)
  } catch (error) {
    reject(error)
    return undefined
  }
}
