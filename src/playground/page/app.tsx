import { useState } from 'react'
import type { PersonKey } from '../people.js'
import { Header } from './header.js'
import { SlackPane } from './slack-pane.js'
import { TeamsPane } from './teams-pane.js'
import { useSight } from './use-sight.js'
import { useTheme } from './use-theme.js'

export function App() {
  const [person, setPerson] = useState<PersonKey>('maya')
  const [theme, toggleTheme] = useTheme()
  const { sight, connected } = useSight(person)

  return (
    <>
      <Header
        people={sight?.people ?? []}
        person={person}
        onPerson={setPerson}
        theme={theme}
        onTheme={toggleTheme}
        connected={connected}
      />
      <main className="panes" aria-busy={!sight}>
        {sight && (
          <SlackPane
            key={`slack-${sight.person.key}`}
            person={sight.person}
            sight={sight.slack}
            theme={theme}
          />
        )}
        {sight && (
          <TeamsPane
            key={`teams-${sight.person.key}`}
            person={sight.person}
            sight={sight.teams}
            theme={theme}
          />
        )}
      </main>
    </>
  )
}
