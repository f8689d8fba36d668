import type { CardTable, Feature } from '../feature.js'
import { showHistory } from './command.js'
import { historyData } from './data.js'
import type { HistoryCards } from './views.js'

/** What is over. */
export const history = {
  commands: {
    history: {
      permission: 'read',
      usage: 'history [address or connector]',
      text: 'What is over, newest first',
      run: showHistory,
      data: historyData,
    },
  },
  cards: { history: { isForThreads: true } } satisfies CardTable<HistoryCards>,
} satisfies Feature
