import type { DeskBrokenSight, DeskSight } from '../../sight.js'
import type { DeskAct } from './use-desk.js'
import { usePicked } from './use-picked.js'

interface BreakPanelProps {
  readonly sight: DeskSight
  readonly run: DeskAct
}

export function BreakPanel({ sight, run }: BreakPanelProps) {
  const broken = sight.broken.filter(({ current, choices }) => current !== choices[0]?.key)
  const names = broken.map(({ name }) => name)
  return (
    <>
      <div className="desk-mend">
        <p>{broken.length === 0 ? 'Nothing is broken.' : `Broken: ${names.join(', ')}.`}</p>
        <button type="button" onClick={() => void run('mend')}>
          Mend everything
        </button>
      </div>
      {sight.broken.map((side) => (
        <Faults key={side.side} side={side} run={run} />
      ))}
    </>
  )
}

function Faults({ side: { side, name, current, choices }, run }: { side: DeskBrokenSight; run: DeskAct }) {
  const [picked, pick] = usePicked(current, (fault) => run('break', { side, fault }))
  return (
    <fieldset className="desk-faults">
      <legend>{name}</legend>
      {choices.map(({ key, label, about }) => (
        <label key={key}>
          <input
            type="radio"
            name={`fault-${side}`}
            checked={key === picked}
            aria-describedby={`fault-${side}-${key}`}
            onChange={() => void pick(key)}
          />
          <span>{label}</span>
          <small id={`fault-${side}-${key}`}>{about}</small>
        </label>
      ))}
    </fieldset>
  )
}
