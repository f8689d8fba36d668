import { useState } from 'react'
import type { ActResult, CommandSight, SlackSight } from '../sight.js'
import { Composer } from './composer.js'
import { Feed, NothingYet } from './feed.js'
import { SlackMessage } from './slack-message.js'
import type { Touch } from './slack-touch.js'
import { byDay } from './time.js'
import type { Theme } from './use-theme.js'

interface SlackChannelProps {
  readonly sight: SlackSight
  readonly messages: SlackSight['messages']
  readonly now: number
  readonly commands: readonly CommandSight[]
  readonly theme: Theme
  onPress(messageTs: string, touch: Touch): Promise<ActResult>
  /** Undefined where one only reads. */
  onSay?(text: string): Promise<ActResult>
}

/** The channel's messages and where one types; out of reach while a modal is open over it. */
export function SlackChannel(props: SlackChannelProps) {
  const { sight, messages, now, commands, theme, onPress, onSay } = props
  const { view, users, channelName } = sight
  const [said, setSaid] = useState(0)
  const isCovered = view !== undefined
  return (
    <>
      <Feed label="Messages in Slack" newest={messages.at(-1)?.ts} said={said} inert={isCovered}>
        {messages.length === 0 && <NothingYet />}
        {byDay(messages, now).map(({ day, items }) => (
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
                onPress={onPress}
              />
            ))}
          </div>
        ))}
      </Feed>
      {onSay && (
        <div inert={isCovered}>
          <Composer
            label={`Message #${channelName}`}
            placeholder={`Message #${channelName}`}
            commands={commands}
            prefix="/restricted"
            onSend={(text) => {
              setSaid(said + 1)
              return onSay(text)
            }}
          />
        </div>
      )}
    </>
  )
}
