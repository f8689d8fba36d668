import { useEffect, useRef, useState } from 'react'
import type { PlaygroundSight, SlackMessageSight, TeamsPostSight } from '../sight.js'

/** Somebody who listens instead of looking cannot follow a storm word by word. */
const MOST_AT_ONCE = 3

/** Reads out, to screen readers alone, what is new or has changed in the panes since the last look. */
export function Announcer({ sight }: { readonly sight: PlaygroundSight }) {
  const [news, setNews] = useState('')
  const known = useRef<ReadonlyMap<string, string>>(undefined)
  useEffect(() => {
    const lines = toLines(sight)
    const before = known.current
    known.current = lines
    // What was there at first is found by reading, not by being told.
    if (!before) return
    const fresh = [...lines].filter(([id, line]) => before.get(id) !== line).map(([, line]) => line)
    if (fresh.length > 0) setNews(toNews(fresh))
  }, [sight])
  return (
    <p className="only-heard" role="status" aria-live="polite">
      {news}
    </p>
  )
}

function toNews(fresh: readonly string[]): string {
  const more = fresh.length - MOST_AT_ONCE
  return [...fresh.slice(-MOST_AT_ONCE), ...(more > 0 ? [`And ${more} more.`] : [])].join(' ')
}

function toLines({ slack, teams }: PlaygroundSight): ReadonlyMap<string, string> {
  return new Map([
    ...slack.messages.flatMap((message) => fromSlack(message)),
    ...teams.posts.flatMap((post) => fromTeams(post, 'Teams')),
    ...teams.chat.flatMap((post) => fromTeams(post, 'Teams, personal chat')),
  ])
}

type Line = readonly [id: string, line: string]

function fromSlack(message: SlackMessageSight): readonly Line[] {
  const { ts, author, text, onlyForYou, replies } = message
  const where = onlyForYou ? 'Slack, only visible to you' : 'Slack'
  return [[`slack ${ts}`, `${where}: ${author.name}: ${text}`], ...replies.flatMap(fromSlack)]
}

function fromTeams(post: TeamsPostSight, where: string): readonly Line[] {
  const spoken = post.cards.map(({ card, onlyForYou }) =>
    [onlyForYou ? 'Only you can see this.' : '', card.fallbackText ?? 'A card.'].join(' ').trim(),
  )
  const words = [post.text.replace(/<\/?at>/g, ''), ...spoken].filter((text) => text !== '').join(' ')
  return [
    [`teams ${post.id}`, `${where}: ${post.author.name}: ${words}`],
    ...post.replies.flatMap((reply) => fromTeams(reply, where)),
  ]
}
