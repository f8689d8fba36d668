import { useState } from 'react'
import type { WireCallSight } from '../../sight.js'

const sideNames = { slack: 'Slack', teams: 'Teams' } as const
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

/** One request: a line, and everything it carried when opened. */
export function WireCall({ call }: { readonly call: WireCallSight }) {
  const [open, setOpen] = useState(false)
  const sideName = sideNames[call.side]
  const way = call.direction === 'to-bot' ? `${sideName} to bot` : `bot to ${sideName}`
  return (
    <li data-side={call.side}>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <time dateTime={new Date(call.at).toISOString()}>{clock.format(call.at)}</time>
          <span className="desk-way">{way}</span>
          <strong className="desk-call-name">{call.name}</strong>
          <span className="desk-outcome" data-good={isGood(call)}>
            {toOutcome(call)}
          </span>
        </summary>
        {open && <Details call={call} />}
      </details>
    </li>
  )
}

function Details({ call }: { readonly call: WireCallSight }) {
  const { method, path, headers, body, answer } = call
  return (
    <div className="desk-wire-details">
      <p>
        <code>
          {method} {path}
        </code>
      </p>
      <h3>Headers</h3>
      <dl>
        {Object.entries(headers).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {body !== '' && <Json title="Request" text={body} />}
      {answer !== '' && <Json title="Answer" text={answer} />}
    </div>
  )
}

function Json({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <>
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{text}</pre>
    </>
  )
}

/** Slack answers 200 and says `"ok": false`. */
function isGood({ outcome, answer, side }: WireCallSight): boolean {
  if (outcome === undefined) return true
  if (typeof outcome === 'string' || outcome >= 400) return false
  return side !== 'slack' || !answer.startsWith('{\n  "ok": false')
}

function toOutcome({ outcome, milliseconds }: WireCallSight): string {
  return outcome === undefined ? 'under way' : `${outcome} · ${milliseconds ?? 0} ms`
}
