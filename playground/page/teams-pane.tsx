import { useState } from 'react'
import type { Person } from '../people.js'
import type { CommandSight, TeamsSight } from '../sight.js'
import { act } from './act.js'
import { Composer } from './composer.js'
import { Feed, NothingYet } from './feed.js'
import { WarningIcon } from './icons.js'
import { TeamsPost } from './teams-post.js'
import { byDay } from './time.js'
import type { Theme } from './use-theme.js'

interface TeamsPaneProps {
  readonly person: Person
  readonly sight: TeamsSight
  /** The bot's time. */
  readonly now: number
  readonly commands: readonly CommandSight[]
  readonly theme: Theme
}

export function TeamsPane({ person, sight, now, commands, theme }: TeamsPaneProps) {
  const [place, setPlace] = useState<'posts' | 'chat'>('posts')
  const [trouble, setTrouble] = useState<string>()
  const [said, setSaid] = useState(0)
  const isChat = place === 'chat'
  const shown = isChat ? sight.chat : sight.posts
  const say = async (words: object) => {
    // A reply is read where it was given.
    if (!('rootId' in words)) setSaid(said + 1)
    const result = await act('teams/say', { person: person.key, ...words })
    setTrouble(result.ok ? undefined : result.trouble)
    return result
  }

  const openChat = () => {
    setPlace('chat')
    void act('teams/chat', { person: person.key })
  }

  return (
    <section className="pane teams" aria-label="Microsoft Teams">
      <header className="pane-top">
        <span className="pane-workspace" aria-hidden="true">
          {sight.tenantName[0]}
        </span>
        <span>{sight.tenantName}</span>
        <span className="pane-kind">Microsoft Teams</span>
      </header>
      <div className="pane-channel">
        <h2>{isChat ? sight.botName : sight.channelName}</h2>
        <p>{isChat ? 'Your personal chat with the bot' : sight.teamName}</p>
        <nav aria-label="Teams places">
          <button type="button" aria-pressed={!isChat} onClick={() => setPlace('posts')}>
            Posts
          </button>
          <button type="button" aria-pressed={isChat} onClick={openChat}>
            Chat with {sight.botName}
          </button>
        </nav>
      </div>
      <Feed key={place} label="Posts in Teams" newest={toNewest(shown)} said={said}>
        {shown.length === 0 && (isChat ? <EmptyChat /> : <NothingYet />)}
        {byDay(shown, now).map(({ day, items }) => (
          <div key={day}>
            <p className="day">
              <span>{day}</span>
            </p>
            {items.map((post) => (
              <TeamsPost
                key={post.id}
                post={post}
                viewerId={person.teams.userId}
                theme={theme}
                onPress={(activityId, action) =>
                  act('teams/execute', { person: person.key, activityId, action })
                }
                {...(isChat ? {} : { onReply: (rootId: string, text: string) => say({ text, rootId }) })}
              />
            ))}
          </div>
        ))}
      </Feed>
      <Composer
        key={`${place}-composer`}
        label={isChat ? `Message ${sight.botName}` : 'Start a post'}
        placeholder={isChat ? 'Type a message' : `Start a post. @${sight.botName} to be heard.`}
        commands={commands}
        prefix={isChat ? '' : `@${sight.botName}`}
        onSend={(text) => say({ text, chat: isChat })}
      >
        {trouble !== undefined && (
          <p className="trouble" role="alert">
            <WarningIcon /> {trouble}
          </p>
        )}
      </Composer>
    </section>
  )
}

/** Of the last conversation, its last word. */
function toNewest(posts: TeamsSight['posts']): string | undefined {
  const last = posts.at(-1)
  return last?.replies.at(-1)?.id ?? last?.id
}

function EmptyChat() {
  return (
    <div className="nothing-yet">
      <p>
        <strong>Nothing said yet.</strong>
      </p>
      <p>Try “help”: here the bot hears you without a mention.</p>
    </div>
  )
}
