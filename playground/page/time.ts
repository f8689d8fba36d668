import { createContext } from 'react'

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', month: 'long', day: 'numeric' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })

export const toClock = (at: number): string => clock.format(at)
export const toFull = (at: number): string => full.format(at)

const oneDay = 86_400_000

/** Whoever draws and gets no bot's time hears of it here. */
export const BotTime = createContext(Date.now())

function toDay(at: number, now: number): string {
  return toNearDay(at, now) ?? day.format(at)
}

/** Today is the bot's, which may be ahead. Undefined when the day needs its date. */
export function toNearDay(at: number, now: number): string | undefined {
  const words = day.format(at)
  if (words === day.format(now)) return 'Today'
  if (words === day.format(now - oneDay)) return 'Yesterday'
  return words === day.format(now + oneDay) ? 'Tomorrow' : undefined
}

/** The same list in groups of one day each, in order. */
export function byDay<T extends { readonly at: number }>(
  list: readonly T[],
  now: number,
): readonly { day: string; items: T[] }[] {
  const days: { day: string; items: T[] }[] = []
  for (const item of list) {
    const name = toDay(item.at, now)
    const last = days.at(-1)
    if (last?.day === name) last.items.push(item)
    else days.push({ day: name, items: [item] })
  }
  return days
}
