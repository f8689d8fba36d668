// The hand-over stands in its channel when one shift ends, once for each, by the clock on the wall.
import { listShifts, type Shifts } from '../../../src/domain/shifts.js'
import { findView } from '../world/cards.js'
import { isClockAt } from '../world/wall.js'
import type { World } from '../world/world.js'
import { type Book, minutes, quietSince } from './watch.js'

export interface ShiftsWatch {
  look(): void
}

const patienceMilliseconds = minutes(15)
/** Every clock on every wall is ahead or behind by so much or a multiple of it, and so are the shifts here. */
const stepMilliseconds = minutes(15)

export function watchShifts(world: World, book: Book): ShiftsWatch {
  const { time, machine, chats } = world
  let looked = stepMilliseconds

  function expectOne({ channel }: Shifts, at: number): void {
    const chat = chats.find(({ name }) => name === channel.platform)
    const posted = (chat?.messages ?? []).filter(
      (message) =>
        message.channel === channel.channel &&
        message.postedAt >= at &&
        message.postedAt < at + patienceMilliseconds &&
        findView(message.pages.at(-1)?.card, 'handover') !== undefined,
    )
    if (posted.length === 1) return
    book.report(
      posted.length === 0 ? 'handover-left-out' : 'handover-twice',
      `${posted.length} hand-overs in ${channel.channel} at the change of ${new Date(at + time.now() - time.passed()).toISOString()}`,
    )
  }

  return {
    look() {
      const ahead = time.now() - time.passed()
      const until = time.passed() - patienceMilliseconds
      for (; looked < until; looked += stepMilliseconds) {
        if (looked - minutes(5) < quietSince(world)) continue
        for (const shifts of listShifts(machine.settings().tenants)) {
          if (!machine.settings().platforms.includes(shifts.channel.platform)) continue
          const isOne = shifts.times.some(({ hour, minute }) =>
            isClockAt(hour * 60 + minute, looked + ahead, shifts.zone),
          )
          if (isOne) expectOne(shifts, looked)
        }
      }
    },
  }
}
