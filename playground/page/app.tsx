import { useEffect, useRef, useState } from 'react'
import type { PersonKey } from '../people.js'
import type { PlaygroundSight } from '../sight.js'
import { Announcer } from './announcer.js'
import { Desk } from './desk/desk.js'
import { Guide } from './guide/guide.js'
import { useGuide } from './guide/use-guide.js'
import { useScene } from './guide/use-scene.js'
import { Header } from './header.js'
import { useHeldFocus } from './held-focus.js'
import { SlackPane } from './slack-pane.js'
import { TeamsPane } from './teams-pane.js'
import { BotTime } from './time.js'
import { useKept } from './use-kept.js'
import { useSight } from './use-sight.js'
import { type Theme, useTheme } from './use-theme.js'

export function App() {
  const [person, setPerson] = useState<PersonKey>('maya')
  const [theme, toggleTheme] = useTheme()
  const scene = useScene()
  const live = useSight(person)
  const sight = scene.isSetting ? undefined : live.sight
  const guide = useGuide(scene.trouble)
  const [desk, keepDesk] = useKept('desk', 'closed')
  const [deskOpened, setDeskOpened] = useState(false)
  const deskButton = useRef<HTMLButtonElement>(null)
  const openDesk = (open: boolean) => {
    keepDesk(open ? 'open' : 'closed')
    setDeskOpened(open)
    if (!open) deskButton.current?.focus()
  }
  const isDeskOpen = desk === 'open'
  useHeldFocus()
  useSeat(sight, setPerson)

  return (
    <>
      <a className="skip" href="#panes">
        Skip to Slack and Teams
      </a>
      <Header
        people={sight?.people ?? []}
        person={person}
        onPerson={setPerson}
        theme={theme}
        onTheme={toggleTheme}
        connected={live.connected}
        isDeskOpen={isDeskOpen}
        deskButton={deskButton}
        onDesk={() => openDesk(!isDeskOpen)}
        guide={guide}
        scene={sight?.guide.scene?.name}
      />
      <div className="guides">
        {sight && (
          <Guide
            sight={sight.guide}
            guide={guide}
            trouble={scene.trouble}
            onBack={() => void scene.set('')}
          />
        )}
      </div>
      <main className="panes" id="panes" tabIndex={-1} aria-busy={!sight}>
        {scene.isSetting && (
          <p className="setting" role="status">
            Setting the scene…
          </p>
        )}
        {sight && <Panes sight={sight} theme={theme} />}
      </main>
      <Desk open={isDeskOpen} takesFocus={deskOpened} onClose={() => openDesk(false)} />
      {sight && <Announcer key={toPlace(sight)} sight={sight} />}
    </>
  )
}

function Panes({ sight, theme }: { readonly sight: PlaygroundSight; readonly theme: Theme }) {
  const { person, now, commands, slack, teams } = sight
  const shared = { person, now, commands, theme }
  const place = toPlace(sight)
  return (
    <BotTime value={now}>
      <SlackPane key={`slack-${place}`} sight={slack} {...shared} />
      <TeamsPane key={`teams-${place}`} sight={teams} {...shared} />
    </BotTime>
  )
}

/** Whose desk in which sandbox: nothing of one is left when another is shown. */
function toPlace({ person, guide }: PlaygroundSight): string {
  return `${toSandbox(guide)}-${person.key}`
}

function toSandbox({ scene }: PlaygroundSight['guide']): string {
  return scene === undefined ? 'own' : `${scene.name}-${scene.setAt}`
}

/** A scene says who is at the desk; after that it is whoever was chosen. */
function useSeat(sight: PlaygroundSight | undefined, seat: (person: PersonKey) => void): void {
  const sandbox = sight && toSandbox(sight.guide)
  const wanted = sight?.guide.scene?.person
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each sandbox
  useEffect(() => {
    if (wanted) seat(wanted)
  }, [sandbox])
}
