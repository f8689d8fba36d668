// Answers that say that something is under way end where they are: whoever asked need not ask again.
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Store } from '../../ports.js'
import type { Parts } from '../feature.js'

const lookMilliseconds = 2_000
/** No answer is kept for longer. */
const longestMilliseconds = 15 * minuteMilliseconds

/** What is looked after already, for answers that this process gave. */
const followed = new WeakMap<Store, Set<string>>()

/** Everybody who was told that the answer to this command is on its way is shown it. */
export function showAnswer({ platforms }: Pick<Parts, 'platforms'>, command: string): void {
  for (const platform of platforms.values()) platform.redraw?.({ command })
}

/** Where several processes work on one store, another one may do the work: what became of it is looked for in the store. */
export function followAnswer(parts: Parts, command: string, isOver: () => Promise<boolean>): void {
  const { store, clock, log } = parts
  if (!store.isShared) return
  const commands = followed.get(store) ?? new Set()
  followed.set(store, commands)
  if (commands.has(command)) return
  commands.add(command)
  const until = clock.monotonic() + longestMilliseconds
  const look = async (): Promise<void> => {
    const over = await isOver().catch((error: unknown) => {
      log.debug({ err: error, command }, 'answer.not-followed')
      return false
    })
    if (!over && clock.monotonic() < until) return again()
    commands.delete(command)
    showAnswer(parts, command)
  }
  const again = () => void clock.after(lookMilliseconds, () => void look())
  again()
}
