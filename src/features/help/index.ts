import type { CardTable, Feature } from '../feature.js'
import type { NoticeCards } from '../words/views.js'
import { runCommand, showHelp } from './command.js'
import type { HelpCards } from './views.js'

/** What can be typed; and a button that runs what could have been typed. */
export const help = {
  presses: {
    command: {
      permission: 'help',
      run: (parts, { actor, values }) => runCommand(parts, { actor, text: values.text ?? '' }),
    },
  },
  commands: {
    help: {
      permission: 'help',
      usage: 'help',
      text: 'This',
      hint: { text: 'What you may do' },
      run: (parts, { actor }) => showHelp(parts, actor, ''),
    },
  },
  cards: { help: { isForThreads: true }, notice: {} } satisfies CardTable<HelpCards & NoticeCards>,
} satisfies Feature
