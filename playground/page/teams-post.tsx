import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { ActResult, TeamsPostSight } from '../sight.js'
import { Avatar } from './avatar.js'
import { getHeldPlace, type HeldPlace } from './held-focus.js'
import { EyeIcon, ReplyIcon } from './icons.js'
import { toMessageHtml } from './markdown.js'
import { TeamsCard, type TeamsPressed } from './teams-card.js'
import { TeamsReply } from './teams-reply.js'
import { toClock, toFull } from './time.js'
import type { Theme } from './use-theme.js'

export interface TeamsPostProps {
  readonly post: TeamsPostSight
  readonly viewerId: string
  readonly theme: Theme
  onPress(activityId: string, pressed: TeamsPressed): Promise<ActResult>
  onReply?(rootId: string, text: string): Promise<ActResult>
}

/** A post with its replies, as one conversation. */
export function TeamsPost(props: TeamsPostProps) {
  const { post, onReply, onPress } = props
  const isDrawn = useRef(false)
  const opener = useRef<HeldPlace>(undefined)
  const press: TeamsPostProps['onPress'] = (activityId, pressed) => {
    opener.current = getHeldPlace()
    return onPress(activityId, pressed)
  }
  useEffect(() => {
    isDrawn.current = true
  }, [])
  return (
    <article className="teams-post">
      <TeamsMessage {...props} onPress={press} />
      {post.replies.map((reply) => (
        <TeamsReply key={reply.id} isAnswer={isDrawn.current && reply.onlyForYou} opener={opener}>
          <TeamsMessage {...props} post={reply} onPress={reply.onlyForYou ? onPress : press} />
        </TeamsReply>
      ))}
      {onReply && <Reply onSend={(text) => onReply(post.id, text)} />}
    </article>
  )
}

function TeamsMessage({ post, viewerId, theme, onPress }: TeamsPostProps) {
  return (
    <div className="teams-message" data-author={post.author.kind}>
      <Avatar author={post.author} />
      <div className="teams-message-body">
        <p className="teams-byline">
          <strong>{post.author.name}</strong>
          <time dateTime={new Date(post.at).toISOString()} title={toFull(post.at)}>
            {toClock(post.at)}
          </time>
          {post.edited && <span>Edited</span>}
        </p>
        {post.onlyForYou && post.cards.length === 0 && <OnlyForYou />}
        {post.text !== '' && <TeamsText post={post} />}
        {post.cards.map((card, place) => (
          <TeamsCard
            // biome-ignore lint/suspicious/noArrayIndexKey: a page takes the place of the card, and is another one
            key={place}
            sight={card}
            viewerId={viewerId}
            theme={theme}
            onPress={(pressed) => onPress(post.id, pressed)}
          />
        ))}
      </div>
    </div>
  )
}

function OnlyForYou() {
  return (
    <p className="teams-private">
      <EyeIcon /> Only you can see this
    </p>
  )
}

/** A bot's words are Markdown; a person's are shown as typed, with the mention lifted out of its tag. */
function TeamsText({ post }: { readonly post: TeamsPostSight }) {
  if (post.textFormat === 'markdown') {
    // biome-ignore lint/security/noDangerouslySetInnerHtml: micromark escapes HTML and drops dangerous addresses
    return <div className="teams-text" dangerouslySetInnerHTML={{ __html: toMessageHtml(post.text) }} />
  }
  const [before = '', mention, after = ''] = post.text.split(/<at>(.*?)<\/at>/)
  return (
    <p className="teams-text">
      {before}
      {mention !== undefined && <span className="teams-mention">{mention}</span>}
      {after}
    </p>
  )
}

function Reply({ onSend }: { onSend(text: string): Promise<ActResult> }) {
  const [open, setOpen] = useState(false)
  const send = async (text: string) => {
    setOpen(false)
    await onSend(text)
  }
  if (open) return <ReplyForm onSend={(text) => void send(text)} onCancel={() => setOpen(false)} />
  return (
    <button type="button" className="teams-reply-open" onClick={() => setOpen(true)}>
      <ReplyIcon /> Reply
    </button>
  )
}

function ReplyForm(props: { onSend(text: string): void; onCancel(): void }) {
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') props.onSend(text)
  }
  return (
    <form className="teams-reply-form" onSubmit={send}>
      <input
        ref={field}
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-label="Reply"
        placeholder="Reply. @Reprieve to be heard."
      />
      <button type="submit">Send</button>
      <button type="button" onClick={props.onCancel}>
        Cancel
      </button>
    </form>
  )
}
