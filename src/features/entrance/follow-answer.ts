// Answers that say that something is under way end where they are: whoever asked need not ask again.
import type { Parts } from '../feature.js'
import { followElsewhere } from '../replicas/follow.js'

/** Everybody who was told that the answer to this command is on its way is shown it. */
export function showAnswer({ platforms }: Pick<Parts, 'platforms'>, command: string): void {
  for (const platform of platforms.values()) platform.redraw?.({ command })
}

/** The same when another process may do the work. */
export function followAnswer(parts: Parts, command: string, isOver: () => Promise<boolean>): void {
  followElsewhere(parts, { what: `answer:${command}`, isOver, end: () => showAnswer(parts, command) })
}
