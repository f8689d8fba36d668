// What a scene is: something that has happened in a sandbox of its own, and who looks at it first.
import type { PersonKey } from '../../../playground/people.js'
import type { PlaygroundSight, SceneSight } from '../../../playground/sight.js'
import type { Incident } from '../../domain/incident.js'

export interface Scene extends SceneSight {
  set(stage: SceneTools): Promise<void>
}

/** What is seen while a scene is being set. */
export interface Seen extends Pick<PlaygroundSight, 'slack' | 'teams'> {
  readonly incidents: readonly Incident[]
  /** How many pages the phone has. */
  readonly pages: number
}

export interface SceneTools {
  /** For its usual reason. */
  restrict(address: string): void
  storm(): void
  approach(address: string): void
  breakExchange(fault: string): void
  /** The one that tells of restricted senders. */
  turnAlertOff(): void
  say(person: PersonKey, text: string): Promise<void>
  /** Everything is answered, and the Yes given; what takes a second person waits for one then. */
  review(person: PersonKey, incidentId: string): Promise<void>
  /** At once. */
  pass(minutes: number): Promise<void>
  /** Time is hurried until it is so and nothing is left to do for the bot; not for ever. */
  until(isSo: (seen: Seen) => boolean): Promise<void>
}

export function toSceneSight({ name, title, about, next, person }: Scene): SceneSight {
  return { name, title, about, next, person }
}
