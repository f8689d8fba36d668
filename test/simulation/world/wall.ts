// What the clock on somebody's wall shows, told by Intl alone and not by what the program makes of it.
const minutesPerDay = 24 * 60

export interface Wall {
  /** "Mon" */
  readonly weekday: string
  /** Since midnight. */
  readonly minutes: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

function toFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const options = { weekday: 'short', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' } as const
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone })
  formats.set(zone, made)
  return made
}

export function readWall(at: number, zone: string): Wall {
  const parts = new Map(
    toFormat(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const minutes = Number(parts.get('hour')) * 60 + Number(parts.get('minute'))
  return { weekday: parts.get('weekday') ?? '', minutes }
}

/** Half an hour on Lord Howe, an hour everywhere else. */
const steps = [30, 60]

/** Whether this minute is the one at which the wall shows it: of two the first, and of none the one that much later. */
export function isClockAt(minutes: number, at: number, zone: string): boolean {
  const shown = readWall(at, zone).minutes
  const isAgain = steps.some((step) => readWall(at - step * 60_000, zone).minutes === shown)
  if (shown === minutes) return !isAgain
  return steps.some((step) => {
    const before = (readWall(at - step * 60_000, zone).minutes + 2 * step) % minutesPerDay
    return before === shown && (shown - step + minutesPerDay) % minutesPerDay === minutes
  })
}
