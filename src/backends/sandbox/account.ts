// One account of the sandbox tenant.
import type { ReasonName } from './reasons.js'
import type { Story } from './stories/facts.js'

export interface Account {
  readonly upn: string
  readonly userId: string
  readonly name: string
  /** For the people who play with the sandbox. */
  readonly about: string
  readonly addresses: readonly string[]
  readonly synced?: boolean
  /** A person when nothing is said. */
  readonly kind?: 'shared' | 'service' | 'guest'
  readonly signInBlocked?: boolean
  readonly story: Story
  /** Why it gets restricted unless somebody says otherwise. */
  readonly reason: ReasonName
  readonly temporary?: boolean
  /** Somebody else is in: an unblock alone does not last. */
  readonly unresolved?: boolean
}
