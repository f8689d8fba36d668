import type { CommandSight } from '../sight.js'
import { useKept } from './use-kept.js'

interface ChipsProps {
  readonly commands: readonly CommandSight[]
  /** What stands before each of them here; empty where the bot is alone with whoever types. */
  readonly prefix: string
  onPick(line: string): void
}

/** As many as a phone has room for in one or two lines. */
const few = 4

/** Everything that can be typed here. Where there is little room the first ones come alone, until all are asked for. */
export function Chips({ commands, prefix, onPick }: ChipsProps) {
  const hasRoom = matchMedia('(min-width: 1241px)').matches
  const [kept, keep] = useKept('chips', hasRoom ? 'all' : 'few')
  const isOpen = kept === 'all'
  const toLine = (words: string) => (prefix === '' ? words : `${prefix} ${words}`)
  return (
    <div className="chips">
      {prefix !== '' && <code>{prefix}</code>}
      {(isOpen ? commands : commands.slice(0, few)).map(({ verb, usage, text }) => (
        <button
          key={verb}
          type="button"
          aria-label={toLine(verb)}
          title={`${toLine(usage)}: ${text}`}
          // Whoever has to say more goes on behind it.
          onClick={() => onPick(toLine(usage.includes(' <') ? `${verb} ` : verb))}
        >
          {verb}
        </button>
      ))}
      {commands.length > few && (
        <button
          type="button"
          className="chips-all"
          aria-expanded={isOpen}
          onClick={() => keep(isOpen ? 'few' : 'all')}
        >
          {isOpen ? 'Fewer' : `All ${commands.length}`}
        </button>
      )}
    </div>
  )
}
