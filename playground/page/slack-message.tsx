import { useState } from 'react'
import type { ActResult, SlackBlock, SlackMessageSight, SlackSight } from '../sight.js'
import { Avatar } from './avatar.js'
import { EyeIcon, WarningIcon } from './icons.js'
import { SlackBlocks } from './slack-blocks.js'
import type { Touch } from './slack-touch.js'
import { toClock, toFull } from './time.js'
import type { Theme } from './use-theme.js'

export interface SlackMessageProps {
  readonly message: SlackMessageSight
  readonly users: SlackSight['users']
  readonly theme: Theme
  onPress(ts: string, touch: Touch): Promise<ActResult>
}

export function SlackMessage(props: SlackMessageProps) {
  const { message, users, theme } = props
  const [trouble, setTrouble] = useState<string>()
  const press = async (touch: Touch) => {
    const result = await props.onPress(message.ts, touch)
    setTrouble(result.ok ? undefined : result.trouble)
  }
  const shared = { users, theme, onPress: press }
  // It stands in its thread as well, and no id may be twice on a page.
  const scope = message.isFromThread ? `${message.ts}-channel` : message.ts
  const own = message.blocks.length > 0 || message.text === '' ? message.blocks : [toBlock(message.text)]

  return (
    <article className="slack-message" data-private={message.onlyForYou} data-author={message.author.kind}>
      <Avatar author={message.author} />
      <div className="slack-message-body">
        {message.onlyForYou && (
          <p className="slack-private">
            <EyeIcon /> Only visible to you
          </p>
        )}
        <p className="slack-byline">
          <strong>{message.author.name}</strong>
          {message.author.kind !== 'person' && <span className="slack-app">APP</span>}
          <time dateTime={new Date(message.at).toISOString()} title={toFull(message.at)}>
            {toClock(message.at)}
          </time>
        </p>
        {message.isFromThread && <p className="slack-from-thread">replied to a thread</p>}
        <SlackBlocks blocks={own} scope={scope} {...shared} />
        {message.attachments.map(({ id, color, blocks, text }) => (
          <div className="slack-attachment" key={id} style={{ borderColor: toColor(color) }}>
            <SlackBlocks
              blocks={blocks.length > 0 ? blocks : [toBlock(text)]}
              scope={`${scope}-${id}`}
              {...shared}
            />
          </div>
        ))}
        {message.edited && <span className="slack-edited">(edited)</span>}
        {trouble !== undefined && (
          <p className="trouble" role="alert">
            <WarningIcon /> {trouble}
          </p>
        )}
        <Thread {...props} />
      </div>
    </article>
  )
}

function Thread(props: SlackMessageProps) {
  const { replies } = props.message
  const last = replies.at(-1)
  if (!last) return null
  return (
    <details className="slack-thread" open>
      <summary>
        <strong>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</strong>
        <span>Last reply at {toClock(last.at)}</span>
      </summary>
      {replies.map((reply) => (
        <SlackMessage key={reply.ts} {...props} message={reply} />
      ))}
    </details>
  )
}

const toBlock = (text: string): SlackBlock => ({
  type: 'section',
  block_id: 'text',
  text: { type: 'mrkdwn', text: text === '' ? ' ' : text },
})

const NAMED_COLORS: Readonly<Record<string, string>> = {
  good: '#2eb67d',
  warning: '#ecb22e',
  danger: '#e01e5a',
}

/** Outside data reaches a style: only what is a colour for certain. */
function toColor(color = ''): string {
  return NAMED_COLORS[color] ?? (/^#[0-9a-f]{6}$/i.test(color) ? color : 'var(--slack-bar)')
}
