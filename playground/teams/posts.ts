// Everything said in the channel and in personal chats; every change is saved and announced.
import type { Clock } from '../../src/ports.js'
import type { Changes } from '../changes.js'
import type { SavedState } from '../saved.js'
import type { Card, SavedTenant, StoredActivity } from './saved-tenant.js'

/** Older posts scroll out of sight; the file stays small. */
const KEPT_ACTIVITIES = 1000

export type Said = Pick<StoredActivity, 'text' | 'textFormat' | 'cards'>
type Draft = Said & Pick<StoredActivity, 'place' | 'rootId' | 'from' | 'onlyFor'>
/** What one member alone sees goes after this (Microsoft: "Send and receive targeted messages"). */
const TARGETED_MILLISECONDS = 24 * 3_600_000

export interface Posts {
  all(): readonly StoredActivity[]
  find(id: string): StoredActivity | undefined
  post(draft: Draft): Promise<StoredActivity>
  change(activity: StoredActivity, said: Said): Promise<void>
  showPrivately(activity: StoredActivity, to: string, card: Card): Promise<void>
  remove(activity: StoredActivity): Promise<void>
  nextId(): string
}

export function createPosts(parts: {
  readonly state: SavedState<SavedTenant>
  readonly clock: Pick<Clock, 'now'>
  readonly changes: Changes
}): Posts {
  const { state, clock, changes } = parts
  const saved = state.value
  /** Teams message ids are epoch milliseconds. */
  const nextId = () => {
    saved.lastId = Math.max(clock.now(), saved.lastId + 1)
    return String(saved.lastId)
  }
  const keep = async () => {
    changes.publish()
    await state.commit()
  }

  const isThere = ({ onlyFor, id }: StoredActivity) =>
    onlyFor === undefined || clock.now() - Number(id) < TARGETED_MILLISECONDS

  return {
    all: () => saved.activities.filter(isThere),
    find: (id) => saved.activities.find((activity) => activity.id === id && isThere(activity)),
    nextId,
    async post(draft) {
      const activity: StoredActivity = { ...draft, id: nextId(), edited: false, privateCards: {} }
      saved.activities.push(activity)
      if (saved.activities.length > KEPT_ACTIVITIES) saved.activities.shift()
      await keep()
      return activity
    },
    async change(activity, said) {
      // An edit reaches everybody and ends what one person had in its place; a card's `refresh` then asks the bot for
      // that person's own version again (Microsoft: "Up-to-date cards").
      Object.assign(activity, said, { edited: true, privateCards: {} })
      await keep()
    },
    async showPrivately(activity, to, card) {
      activity.privateCards[to] = card
      await keep()
    },
    async remove(activity) {
      saved.activities = saved.activities.filter((each) => each !== activity)
      await keep()
    },
  }
}
