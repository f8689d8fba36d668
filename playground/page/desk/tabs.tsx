import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { useKept } from '../use-kept.js'

interface Tab {
  readonly key: string
  readonly name: string
  /** How many things in it want to be seen; 0 shows nothing. */
  readonly badge: number
  readonly panel: ReactNode
}

interface TabsProps {
  readonly label: string
  readonly tabs: readonly Tab[]
}

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** One stop in the tab order; the arrow keys choose: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function Tabs({ label, tabs }: TabsProps) {
  const [kept, keep] = useKept('desk-tab', tabs[0]?.key ?? '')
  const list = useRef<HTMLDivElement>(null)
  const chosen = tabs.find(({ key }) => key === kept) ?? tabs[0]
  const keys = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (!step || !chosen) return
    event.preventDefault()
    const next = tabs[step(tabs.indexOf(chosen), tabs.length)]
    if (!next) return
    keep(next.key)
    list.current?.querySelector<HTMLElement>(`#desk-tab-${next.key}`)?.focus()
  }
  return (
    <>
      <div className="desk-tabs" role="tablist" aria-label={label} ref={list} onKeyDown={keys}>
        {tabs.map(({ key, name, badge }) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`desk-tab-${key}`}
            aria-controls="desk-panel"
            aria-selected={key === chosen?.key}
            tabIndex={key === chosen?.key ? 0 : -1}
            onClick={() => keep(key)}
          >
            {name}
            {badge > 0 && <small>{badge}</small>}
          </button>
        ))}
      </div>
      <div
        className="desk-panel"
        role="tabpanel"
        id="desk-panel"
        aria-labelledby={`desk-tab-${chosen?.key}`}
        key={chosen?.key}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
      >
        {chosen?.panel}
      </div>
    </>
  )
}
