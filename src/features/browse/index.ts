import { type CardTable, type Feature, factRows } from '../feature.js'
import { listData, showData } from './data.js'
import { browseEvents } from './events.js'
import { showList } from './list.js'
import { showCard, showDetails, showHandoff, showIncident } from './show.js'
import type { BrowseCards } from './views.js'

/** Looking things up: the list, one incident in full, a person's home. */
export const browse = {
  presses: {
    show: { permission: 'read', run: showIncident },
    /** Back to what everybody sees, from a page that took its place. */
    card: { permission: 'read', leaves: true, run: showCard },
    /** The text for Microsoft Support. */
    handoff: { permission: 'read', run: showHandoff },
  },
  commands: {
    list: {
      permission: 'read',
      usage: 'list [text] [senders|connectors] [tenant NAME] [page N]',
      text: 'What is restricted now',
      run: showList,
      data: listData,
    },
    show: {
      permission: 'read',
      usage: 'show <address or connector>',
      text: 'Everything known about one, and what happened',
      hint: { usage: 'show <entity>', text: 'Everything known about one: show laura@contoso.com' },
      run: showDetails,
      data: showData,
    },
  },
  events: browseEvents,
  cards: {
    list: { isForThreads: true },
    show: {
      bounds: {
        facts: { most: factRows, keep: 'first' },
        standing: { most: 5, keep: 'first' },
        evidence: { most: 16, keep: 'first' },
        answers: { most: 16, keep: 'first' },
        timeline: { most: 20, keep: 'last' },
        menu: { most: 3, keep: 'first' },
      },
    },
    handoff: {},
    home: {
      bounds: {
        nobody: { most: 10, keep: 'first' },
        forYou: { most: 5, keep: 'first' },
        waiting: { most: 5, keep: 'first' },
        notWatched: { most: 5, keep: 'first' },
        early: { most: 5, keep: 'first' },
        standing: { most: 5, keep: 'first' },
        others: { most: 5, keep: 'first' },
        drills: { most: 3, keep: 'first' },
      },
    },
  } satisfies CardTable<BrowseCards>,
} satisfies Feature
