import { useState } from 'react'
import type { Person } from '../people.js'
import type { SlackEntry, SlackSight } from '../sight.js'
import { act } from './act.js'
import { Composer } from './composer.js'
import { Feed, NothingYet } from './feed.js'
import { SlackMessage } from './slack-message.js'
import { SlackModal } from './slack-modal.js'
import type { Touch } from './slack-touch.js'
import { byDay } from './time.js'
import type { Theme } from './use-theme.js'

interface SlackPaneProps {
  readonly person: Person
  readonly sight: SlackSight
  readonly theme: Theme
}

export function SlackPane({ person, sight, theme }: SlackPaneProps) {
  const { messages, view, users } = sight
  const [said, setSaid] = useState(0)
  const who = { person: person.key }
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
        <h2>
          <span aria-hidden="true">#</span> {sight.channelName}
        </h2>
        <p>Senders and connectors that Exchange Online restricts</p>
      </div>
      <Feed label="Messages in Slack" newest={messages.at(-1)?.ts} said={said} inert={view !== undefined}>
        {messages.length === 0 && <NothingYet />}
        {byDay(messages).map(({ day, items }) => (
          <div key={day}>
            <p className="day">
              <span>{day}</span>
            </p>
            {items.map((message) => (
              <SlackMessage
                key={message.ts}
                message={message}
                users={users}
                theme={theme}
                onPress={(messageTs, touch) => press({ messageTs }, touch)}
              />
            ))}
          </div>
        ))}
      </Feed>
      <div inert={view !== undefined}>
        <Composer
          label={`Message #${sight.channelName}`}
          placeholder={`Message #${sight.channelName}`}
          suggestions={['/restricted list', '/restricted status', '/restricted help']}
          onSend={(text) => {
            setSaid(said + 1)
            return act('slack/say', { ...who, text })
          }}
        />
      </div>
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
