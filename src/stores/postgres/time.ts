// Whose time counts. The clocks of two machines never agree, so it is the database's, but for tests and simulations.
import type { Instant } from '../../domain/instant.js'

export type TimeSource = 'database' | 'given'

/** What a statement is given as `now`: null for `reprieve.now()`, the database's own. */
export type GivenTime = Instant | null
