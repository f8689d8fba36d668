// What one person sees: the channel with its threads, the personal chat, and cards only this person got.
import { getPerson, type Person, type PersonKey } from '../people.js'
import type { TeamsPostSight, TeamsSight } from '../sight.js'
import type { Posts } from './posts.js'
import type { Card, StoredActivity } from './saved-tenant.js'
import { findPersonByTeamsId, TENANT, toChatId } from './team.js'

export function createLook(posts: Posts): (person: PersonKey) => TeamsSight {
  return (key) => {
    const person = getPerson(key)
    const here = posts.all().filter((one) => one.place === TENANT.channelId && isSeenBy(one, person))
    const ids = new Set(here.map((activity) => activity.id))
    // A reply whose first post is gone stands alone.
    const roots = here.filter((activity) => activity.rootId === undefined || !ids.has(activity.rootId))
    const chat = posts.all().filter((activity) => activity.place === toChatId(person))
    return {
      tenantName: TENANT.name,
      teamName: TENANT.teamName,
      channelName: TENANT.channelName,
      botName: TENANT.botName,
      posts: roots.map((root) => toSight(root, person, here)),
      chat: chat.map((activity) => toSight(activity, person, [])),
    }
  }
}

/** Others never see it, nor that it is there. */
export function isSeenBy({ onlyFor }: StoredActivity, person: Person): boolean {
  return onlyFor === undefined || onlyFor === person.teams.userId
}

function toSight(activity: StoredActivity, person: Person, here: readonly StoredActivity[]): TeamsPostSight {
  const replies = here.filter((each) => each.rootId === activity.id)
  const mine = activity.privateCards[person.teams.userId]
  const isBot = activity.from === TENANT.botId
  return {
    id: activity.id,
    author: isBot
      ? { kind: 'bot', name: TENANT.botName }
      : { kind: 'person', name: findPersonByTeamsId(activity.from)?.name ?? 'Somebody' },
    at: Number(activity.id),
    text: activity.text,
    textFormat: activity.textFormat,
    cards: mine ? [{ id: 'yours', card: mine, onlyForYou: true }] : toCards(activity),
    edited: activity.edited,
    onlyForYou: activity.onlyFor !== undefined,
    replies: replies.map((reply) => toSight(reply, person, [])),
  }
}

function toCards({ cards, onlyFor }: StoredActivity) {
  const onlyForYou = onlyFor !== undefined
  return cards.map((card: Card, index: number) => ({ id: String(index), card, onlyForYou }))
}
