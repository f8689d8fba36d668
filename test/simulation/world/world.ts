// Everything there is, for whoever acts in it and whoever watches it.
import type { Incident } from '../../../src/domain/incident.js'
import type { Program } from '../program/load.js'
import type { Random } from '../random.js'
import type { WorldTime } from '../time.js'
import type { Chat } from './chat.js'
import type { Exchange } from './exchange.js'
import type { Happenings } from './happenings.js'
import type { Machine } from './machine.js'
import type { Pace } from './pace.js'
import type { WorldPager } from './pager.js'
import type { Page, ReadPage } from './pages.js'
import type { Person } from './people.js'

export interface World {
  readonly program: Program
  readonly time: WorldTime
  readonly happenings: Happenings
  readonly exchanges: ReadonlyMap<string, Exchange>
  readonly chats: readonly Chat[]
  /** None in full days. */
  readonly pagers: readonly WorldPager[]
  readonly pace: Pace
  readonly machine: Machine
  readonly read: ReadPage
  /** For whoever acts; what only watches asks for no chance. */
  readonly random: Random
}

/** One press of one person, from the finger to the answer. */
export interface Pressed {
  readonly person: Person
  /** Undefined for what was typed. */
  readonly on: Page | undefined
  readonly action: string
  readonly incidentId: string
  readonly confirmationId: string
  /** What was typed. */
  readonly text: string
  /** Steps that were ticked on the page. */
  readonly ticked: number
  readonly at: number
}

/** One breaking of the glass, named as a confirmation would be. */
export interface Broken {
  readonly id: string
  readonly incident: Incident
  readonly at: number
}

/** What the watchers are told of people. */
export interface Onlookers {
  /** Before it is asked for; and when it was let through, or refused. */
  readonly onBreak: (broken: Broken) => void
  readonly onBroken: (broken: Broken, isDone: boolean) => void
  readonly onPress: (pressed: Pressed) => void
  /** `answer` is undefined when the platform's own acknowledgement says it all. */
  readonly onAnswer: (pressed: Pressed, answer: Page | undefined) => void
  /** The process was there, and the answer did not come in time or could not be shown. */
  readonly onSilence: (pressed: Pressed, why: string) => void
}
