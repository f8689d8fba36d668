import type { RefObject } from 'react'
import type { Person, PersonKey } from '../people.js'
import { hasTour } from './guide/guide.js'
import type { GuideState } from './guide/use-guide.js'
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
  readonly guide: GuideState
  /** The name of the one that is shown. */
  readonly scene: string | undefined
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
        {acting?.may}
      </p>
      <div className="tools">
        <span className="live" data-connected={connected} role="status">
          {connected ? 'Live' : 'Reconnecting'}
        </span>
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
        <a className="phone-link" href="/playground/phone" target="_blank" rel="noreferrer">
          Phone
        </a>
        <GuideButtons guide={props.guide} scene={props.scene} />
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

function GuideButtons({ guide, scene }: Pick<HeaderProps, 'guide' | 'scene'>) {
  const { isTourOpen, areScenesOpen, tourButton, showTour, showScenes } = guide
  return (
    <>
      {hasTour(scene) ? (
        <button
          type="button"
          className="guide-open"
          ref={tourButton}
          onClick={() => showTour(!isTourOpen)}
          aria-expanded={isTourOpen}
        >
          Tour
        </button>
      ) : (
        <a className="guide-open" href="/?scene=first">
          Tour
        </a>
      )}
      <button
        type="button"
        className="guide-open"
        onClick={() => showScenes(!areScenesOpen)}
        aria-expanded={areScenesOpen}
      >
        Scenes
      </button>
    </>
  )
}
