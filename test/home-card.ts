import type { Card } from '../src/features/cards.js'

/** A home page with nothing on it, for platforms under test. */
export const quietHome: Card = {
  name: 'home',
  view: {
    title: 'Restricted entities',
    summary: 'Nobody waits for a review.',
    roleText: 'You may review and unblock.',
    canRead: true,
    nobody: [],
    forYou: [],
    notWatched: [],
    early: [],
    drills: [],
    waiting: [],
    others: [],
    standing: [],
    waitingEmptyText: 'Nothing waits for you.',
    pollText: 'Last good poll 03:14 UTC, 4 s ago',
  },
}
