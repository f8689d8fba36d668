import { useEffect, useState } from 'react'
import type { DeskSight } from '../../sight.js'
import type { DeskAct } from './use-desk.js'
import { usePicked } from './use-picked.js'

interface TimePanelProps {
  readonly sight: DeskSight
  readonly run: DeskAct
}

const jumps = [
  { minutes: 1, name: '+1 min', about: 'An unblocked sender leaves the list.' },
  { minutes: 15, name: '+15 min', about: 'Reviews and confirmations run out.' },
  { minutes: 60, name: '+1 h', about: 'Mail should flow again; if it does not, the card says so.' },
  { minutes: 1440, name: '+24 h', about: 'Limits end. What is stuck gets a text for Microsoft Support.' },
] as const

export function TimePanel({ sight, run }: TimePanelProps) {
  const now = useTicking(sight)
  const [picked, pick] = usePicked(sight.rate, (rate) => run('hurry', { rate }))
  const ahead = Math.max(0, now - Date.now())
  return (
    <>
      <div className="desk-clock">
        <p>The bot’s time</p>
        <time dateTime={new Date(now).toISOString()}>{clock.format(now)}</time>
        <p>
          {day.format(now)} · {toAhead(ahead)}
        </p>
      </div>
      <fieldset className="desk-rates">
        <legend>Speed</legend>
        {[1, 60].map((rate) => (
          <label key={rate}>
            <input type="radio" name="rate" checked={picked === rate} onChange={() => void pick(rate)} />
            <span>
              {rate}× <small>{rate === 1 ? 'as outside' : 'a minute each second'}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <section aria-label="Jump ahead">
        <h3>Jump ahead</h3>
        <ul className="desk-jumps">
          {jumps.map(({ minutes, name, about }) => (
            <li key={minutes}>
              <button
                type="button"
                aria-describedby={`jump-${minutes}`}
                onClick={() => void run('jump', { minutes })}
              >
                {name}
              </button>
              <span id={`jump-${minutes}`}>{about}</span>
            </li>
          ))}
        </ul>
      </section>
      <p className="desk-note">Time only goes forward, and stays where it is when the playground restarts.</p>
    </>
  )
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', month: 'long', day: 'numeric' })

/** Goes on by itself between two looks at the server. */
function useTicking({ now, rate }: DeskSight): number {
  const [shown, setShown] = useState(now)
  useEffect(() => {
    const askedAt = Date.now()
    setShown(now)
    const timer = setInterval(() => setShown(now + (Date.now() - askedAt) * rate), rate > 1 ? 100 : 500)
    return () => clearInterval(timer)
  }, [now, rate])
  return shown
}

function toAhead(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000)
  if (minutes < 1) return 'as outside'
  if (minutes < 120) return `${minutes} min ahead`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h ahead` : `${Math.round(hours / 24)} days ahead`
}
