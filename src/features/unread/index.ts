import { toTaskRow } from '../../outbox/task-row.js'
import type { CardTable, Feature, Parts } from '../feature.js'
import { entryRows } from './cards.js'
import { unreadEvents } from './events.js'
import { listOverUnread } from './over.js'
import { publishUnread } from './publish.js'
import { unreadOf } from './record.js'
import { unreadDuty } from './tasks.js'
import type { UnreadCards } from './views.js'

/** Entries of the list that cannot be read: nobody can be named, so the entry gets a card. */
export const unread = {
  tasks: {
    unread: toTaskRow({
      words: 'a card of entries that cannot be read',
      pool: 'broadcasts',
      schema: unreadDuty,
      run: publishUnread,
      listEnds: async ({ store }: Parts, { unreadId }) => {
        const found = await unreadOf(unreadId).recall(store)
        return found === undefined ? [] : [found.endedAt ?? Number.POSITIVE_INFINITY]
      },
    }),
  },
  listOver: listOverUnread,
  cards: {
    unread: { bounds: { entries: { most: entryRows, keep: 'first' } } },
  } satisfies CardTable<UnreadCards>,
  events: unreadEvents,
} satisfies Feature
