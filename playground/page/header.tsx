import type { RefObject } from 'react'
import type { Person, PersonKey } from '../people.js'
import { DeskIcon, EnvelopeIcon, MoonIcon, SunIcon } from './icons.js'
import type { Theme } from './use-theme.js'

interface HeaderProps {
  readonly people: readonly Person[]
  readonly person: PersonKey
  onPerson(key: PersonKey): void
  readonly theme: Theme
  onTheme(): void
  readonly connected: boolean
  readonly isDeskOpen: boolean
  readonly deskButton: RefObject<HTMLButtonElement | null>
  onDesk(): void
}

export function Header(props: HeaderProps) {
  const { people, person, onPerson, theme, onTheme, connected } = props
  const acting = people.find(({ key }) => key === person)
  const choose = (key: string) => {
    const chosen = people.find((each) => each.key === key)
    if (chosen) onPerson(chosen.key)
  }
  return (
    <header className="top">
      <div className="brand">
        <span className="brand-mark" aria-hidden="true">
          <EnvelopeIcon />
        </span>
        <h1>
          Reprieve <small>playground</small>
        </h1>
      </div>
      <p className="lead" id="acting-may">
        {acting && <span>{acting.may} </span>}
        Press <strong>Unblock…</strong> on a card, or type <code>/restricted list</code> or{' '}
        <code>@Reprieve list</code>.
      </p>
      <div className="tools">
        <span className="live" data-connected={connected} role="status">
          {connected ? 'Live' : 'Reconnecting'}
        </span>
        <a className="phone-link" href="/playground/phone" target="_blank" rel="noreferrer">
          Phone
        </a>
        <label className="acting">
          <span>Acting as</span>
          <select
            value={person}
            onChange={(event) => choose(event.target.value)}
            aria-describedby="acting-may"
          >
            {people.map(({ key, name, about }) => (
              <option key={key} value={key}>
                {name} · {about}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="desk-open"
          ref={props.deskButton}
          onClick={props.onDesk}
          aria-expanded={props.isDeskOpen}
          aria-controls="desk"
        >
          <DeskIcon />
          <span>Control desk</span>
        </button>
        <button
          type="button"
          className="theme"
          onClick={onTheme}
          aria-label={theme === 'dark' ? 'Use light colours' : 'Use dark colours'}
        >
          {theme === 'dark' ? <SunIcon /> : <MoonIcon />}
        </button>
      </div>
    </header>
  )
}
