import { useId, useState } from 'react'
import type { DeskEntrySight, DeskSight } from '../../sight.js'
import { StormIcon } from '../icons.js'
import type { DeskAct } from './use-desk.js'

interface RestrictPanelProps {
  readonly sight: DeskSight
  readonly run: DeskAct
}

export function RestrictPanel({ sight, run }: RestrictPanelProps) {
  const { entries, reasons, stormed } = sight
  const [reason, setReason] = useState(reasons[0]?.key ?? '')
  const about = reasons.find(({ key }) => key === reason)?.about
  const id = useId()
  return (
    <>
      <div className="desk-storm">
        <span aria-hidden="true">
          <StormIcon />
        </span>
        <p>
          <strong>Storm</strong>
          40 senders at once. It becomes one digest.
        </p>
        <button type="button" onClick={() => void run('storm')}>
          Start a storm
        </button>
        {stormed > 0 && (
          <button type="button" onClick={() => void run('calm')}>
            Calm {stormed}
          </button>
        )}
      </div>
      <p className="desk-field">
        <label htmlFor={id}>Restrict for</label>
        <select
          id={id}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          aria-describedby={`${id}-about`}
        >
          {reasons.map(({ key, label }) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </select>
        <small id={`${id}-about`}>{about}</small>
      </p>
      <Entries title="Senders" kind="sender" entries={entries} reason={reason} run={run} />
      <Entries title="Connectors" kind="connector" entries={entries} reason={reason} run={run} />
      <AlertPolicy alertOn={sight.alertOn} run={run} />
    </>
  )
}

function AlertPolicy({ alertOn, run }: { readonly alertOn: boolean; readonly run: DeskAct }) {
  return (
    <section aria-label="Alert policy">
      <h3>Alert policy</h3>
      <ul className="desk-entries">
        <li data-listed={!alertOn}>
          <p>
            <strong>User restricted from sending email</strong>
            {!alertOn && <em>Off</em>}
            <span className="desk-entry-about">
              Tells the administrators by mail. Turned off, it becomes one warning card.
            </span>
          </p>
          <button type="button" onClick={() => void run('alert', { on: !alertOn })}>
            {alertOn ? 'Turn the alert off' : 'Turn the alert on'}
          </button>
        </li>
      </ul>
    </section>
  )
}

interface EntriesProps extends Pick<RestrictPanelProps, 'run'> {
  readonly title: string
  readonly kind: DeskEntrySight['kind']
  readonly entries: readonly DeskEntrySight[]
  readonly reason: string
}

function Entries({ title, kind, entries, reason, run }: EntriesProps) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul className="desk-entries">
        {entries
          .filter((entry) => entry.kind === kind)
          .map((entry) => (
            <li key={entry.key} data-listed={entry.listed}>
              <p>
                <strong>{entry.name}</strong>
                {entry.listed && <em>Restricted</em>}
                <code className="desk-entry-id">{entry.id}</code>
                <span className="desk-entry-about">{entry.about}</span>
              </p>
              <EntryButtons entry={entry} reason={reason} run={run} />
            </li>
          ))}
      </ul>
    </section>
  )
}

function EntryButtons({ entry, reason, run }: { entry: DeskEntrySight; reason: string; run: DeskAct }) {
  const { key, name, listed, kind } = entry
  if (!listed)
    return (
      <div>
        <button
          type="button"
          aria-label={`Restrict ${name}`}
          onClick={() => void run('restrict', { key, reason })}
        >
          Restrict
        </button>
        {kind === 'sender' && (
          <button
            type="button"
            aria-label={`Near a limit: ${name}`}
            onClick={() => void run('approach', { key })}
          >
            Near a limit
          </button>
        )}
      </div>
    )
  return (
    <div>
      <button
        type="button"
        aria-label={`Clear elsewhere: ${name}`}
        onClick={() => void run('clear', { key })}
      >
        Clear elsewhere
      </button>
      <button type="button" aria-label={`Expire: ${name}`} onClick={() => void run('expire', { key })}>
        Expire
      </button>
      <button
        type="button"
        aria-label={`Close in Defender: ${name}`}
        onClick={() => void run('close-alert', { key })}
      >
        Close in Defender
      </button>
    </div>
  )
}
