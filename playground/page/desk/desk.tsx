import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { ActResult, DeskSight } from '../../sight.js'
import { act } from '../act.js'
import { CloseIcon } from '../icons.js'
import { BreakPanel } from './break-panel.js'
import { HealthPanel } from './health-panel.js'
import { RestrictPanel } from './restrict-panel.js'
import { Tabs } from './tabs.js'
import { TimePanel } from './time-panel.js'
import { type DeskAct, type DeskLive, useDesk } from './use-desk.js'
import { WirePanel } from './wire-panel.js'

interface DeskProps {
  readonly open: boolean
  /** Opened just now by a person, who is taken there; false when it was open from before. */
  readonly takesFocus: boolean
  onClose(): void
}

/** What happens behind the bot's back is done here: beside the panes on a desk, above their foot on a phone. */
export function Desk({ open, takesFocus, onClose }: DeskProps) {
  const live = useDesk(open)
  const title = useRef<HTMLHeadingElement>(null)
  const [result, setResult] = useState<ActResult>({ ok: true })
  useEffect(() => {
    if (open && takesFocus) title.current?.focus()
  }, [open, takesFocus])
  const run: DeskAct = async (name, body = {}) => {
    setResult(await act(`desk/${name}`, body))
    await live.refresh()
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
  }
  if (!open) return null

  return (
    <aside className="desk" id="desk" aria-labelledby="desk-title" onKeyDown={keys}>
      <header>
        <h2 className="desk-title" id="desk-title" ref={title} tabIndex={-1}>
          Control desk
        </h2>
        <p className="desk-tagline">What happens behind the bot’s back</p>
        <button type="button" className="desk-close" onClick={onClose} aria-label="Close the control desk">
          <CloseIcon />
        </button>
      </header>
      {live.sight && <Panels live={live} sight={live.sight} run={run} />}
      <p className="desk-said" role="status" data-ok={result.ok}>
        {result.ok ? (result.toast ?? '') : result.trouble}
      </p>
    </aside>
  )
}

function Panels({ live, sight, run }: { live: DeskLive; sight: DeskSight; run: DeskAct }) {
  const broken = sight.broken.filter(({ current, choices }) => current !== choices[0]?.key).length
  const listed = sight.entries.filter((entry) => entry.listed).length + sight.stormed
  return (
    <Tabs
      label="Parts of the control desk"
      tabs={[
        {
          key: 'restrict',
          name: 'Restrict',
          badge: listed,
          panel: <RestrictPanel sight={sight} run={run} />,
        },
        { key: 'break', name: 'Break', badge: broken, panel: <BreakPanel sight={sight} run={run} /> },
        { key: 'time', name: 'Time', badge: 0, panel: <TimePanel sight={sight} run={run} /> },
        { key: 'wire', name: 'Wire', badge: 0, panel: <WirePanel calls={live.calls} run={run} /> },
        {
          key: 'health',
          name: 'Health',
          badge: sight.health.checks.filter(({ ok }) => !ok).length,
          panel: <HealthPanel health={sight.health} />,
        },
      ]}
    />
  )
}
