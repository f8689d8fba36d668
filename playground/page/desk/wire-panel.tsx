import { useState } from 'react'
import type { WireCallSight } from '../../sight.js'
import type { DeskAct } from './use-desk.js'
import { WireCall } from './wire-call.js'

interface WirePanelProps {
  /** Oldest first. */
  readonly calls: readonly WireCallSight[]
  readonly run: DeskAct
}

const sides = [
  { key: 'both', name: 'Slack and Teams' },
  { key: 'slack', name: 'Slack only' },
  { key: 'teams', name: 'Teams only' },
]

export function WirePanel({ calls, run }: WirePanelProps) {
  const [frozen, setFrozen] = useState<readonly WireCallSight[]>()
  const [side, setSide] = useState('both')
  const shown = (frozen ?? calls).filter((call) => side === 'both' || call.side === side).toReversed()
  const clear = () => {
    setFrozen(undefined)
    void run('wire/clear')
  }
  return (
    <>
      <div className="desk-wire-tools">
        <select
          value={side}
          onChange={(event) => setSide(event.target.value)}
          aria-label="Show the traffic of"
        >
          {sides.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
        <button
          type="button"
          aria-pressed={frozen !== undefined}
          onClick={() => setFrozen(frozen === undefined ? calls : undefined)}
        >
          Pause
        </button>
        <button type="button" onClick={clear}>
          Clear
        </button>
      </div>
      <p className="desk-note">
        Every request between the bot and the workspaces, newest first. Secrets are masked.
      </p>
      {shown.length === 0 && <p className="desk-nothing">Nothing has gone over the wire yet.</p>}
      <ul className="desk-wire" aria-label="Requests">
        {shown.map((call) => (
          <WireCall key={call.id} call={call} />
        ))}
      </ul>
    </>
  )
}
