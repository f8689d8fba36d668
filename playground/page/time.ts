const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', month: 'long', day: 'numeric' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })

export const toClock = (at: number): string => clock.format(at)
export const toFull = (at: number): string => full.format(at)

function toDay(at: number, now: number): string {
  const words = day.format(at)
  if (words === day.format(now)) return 'Today'
  return words === day.format(now - 86_400_000) ? 'Yesterday' : words
}

/** The same list in groups of one day each, in order. Today is the bot's, which may be ahead. */
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
