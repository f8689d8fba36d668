import { useState } from 'react'
import type { Person } from '../people.js'
import type { CommandSight, SlackEntry, SlackSight } from '../sight.js'
import { act } from './act.js'
import { SlackChannel } from './slack-channel.js'
import { SlackHome } from './slack-home.js'
import { SlackModal } from './slack-modal.js'
import type { Touch } from './slack-touch.js'
import type { Theme } from './use-theme.js'

interface SlackPaneProps {
  readonly person: Person
  readonly sight: SlackSight
  /** The bot's time. */
  readonly now: number
  readonly commands: readonly CommandSight[]
  readonly theme: Theme
}

export function SlackPane({ person, sight, now, commands, theme }: SlackPaneProps) {
  const { view, users, home } = sight
  const [place, setPlace] = useState<'channel' | 'direct' | 'home'>('channel')
  const who = { person: person.key }
  const isHome = place === 'home'
  const press = (on: object, touch: Touch, entered: readonly SlackEntry[] = []) => {
    const { blockId, actionId } = touch.element
    return act('slack/press', { ...who, on, blockId, actionId, value: touch.value, entered })
  }

  return (
    <section className="pane slack" aria-label="Slack">
      <header className="pane-top">
        <span className="pane-workspace" aria-hidden="true">
          {sight.workspaceName[0]}
        </span>
        <span>{sight.workspaceName}</span>
        <span className="pane-kind">Slack</span>
      </header>
      <div className="pane-channel">
        <h2>{place === 'channel' ? `# ${sight.channelName}` : 'Reprieve'}</h2>
        <p>{place === 'channel' ? 'Restricted senders and connectors' : 'App'}</p>
        <nav aria-label="Slack places">
          <button type="button" aria-pressed={place === 'channel'} onClick={() => setPlace('channel')}>
            Channel
          </button>
          <button type="button" aria-pressed={place === 'direct'} onClick={() => setPlace('direct')}>
            Messages
          </button>
          <button type="button" aria-pressed={isHome} onClick={() => setPlace('home')}>
            App home
          </button>
        </nav>
      </div>
      {isHome ? (
        <SlackHome
          home={home}
          users={users}
          theme={theme}
          inert={view !== undefined}
          onOpen={() => act('slack/home', who)}
          onPress={(viewId, touch) => press({ viewId }, touch)}
        />
      ) : (
        <SlackChannel
          key={place}
          sight={sight}
          messages={place === 'direct' ? sight.direct : sight.messages}
          now={now}
          commands={commands}
          theme={theme}
          onPress={(messageTs, touch) => press({ messageTs }, touch)}
          {...(place === 'direct' ? {} : { onSay: (text: string) => act('slack/say', { ...who, text }) })}
        />
      )}
      {view && (
        <SlackModal
          key={view.id}
          view={view}
          users={users}
          theme={theme}
          onPress={(touch, entered) => press({ viewId: view.id }, touch, entered)}
          onSubmit={(entered) => act('slack/submit', { ...who, viewId: view.id, entered })}
          onClose={() => void act('slack/close', { ...who, viewId: view.id })}
        />
      )}
    </section>
  )
}
