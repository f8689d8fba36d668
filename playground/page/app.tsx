import { useRef, useState } from 'react'
import type { PersonKey } from '../people.js'
import { Announcer } from './announcer.js'
import { Desk } from './desk/desk.js'
import { Header } from './header.js'
import { useHeldFocus } from './held-focus.js'
import { SlackPane } from './slack-pane.js'
import { TeamsPane } from './teams-pane.js'
import { useKept } from './use-kept.js'
import { useSight } from './use-sight.js'
import { useTheme } from './use-theme.js'

export function App() {
  const [person, setPerson] = useState<PersonKey>('maya')
  const [theme, toggleTheme] = useTheme()
  const { sight, connected } = useSight(person)
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
        connected={connected}
        isDeskOpen={isDeskOpen}
        deskButton={deskButton}
        onDesk={() => openDesk(!isDeskOpen)}
      />
      <main className="panes" id="panes" tabIndex={-1} aria-busy={!sight}>
        {sight && (
          <SlackPane
            key={`slack-${sight.person.key}`}
            person={sight.person}
            sight={sight.slack}
            now={sight.now}
            commands={sight.commands}
            theme={theme}
          />
        )}
        {sight && (
          <TeamsPane
            key={`teams-${sight.person.key}`}
            person={sight.person}
            sight={sight.teams}
            now={sight.now}
            commands={sight.commands}
            theme={theme}
          />
        )}
      </main>
      <Desk open={isDeskOpen} takesFocus={deskOpened} onClose={() => openDesk(false)} />
      {sight && <Announcer key={sight.person.key} sight={sight} />}
    </>
  )
}
