// What of a store only reads: each medium answers it in its own way.
import type { JournalReader, Store } from '../ports.js'

export type Queries = Omit<
  Store,
  | keyof JournalReader
  | 'isShared'
  | 'commit'
  | 'remember'
  | 'claimTasks'
  | 'renewClaims'
  | 'health'
  | 'subscribe'
  | 'close'
>
