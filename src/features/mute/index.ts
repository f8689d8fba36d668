import { toTaskRow } from '../../outbox/task-row.js'
import type { CardTable, Feature } from '../feature.js'
import { toLine } from '../incident/line.js'
import { askToMute, muteNow } from './ask.js'
import { mutesData } from './data.js'
import { endMute, endOverMute } from './end.js'
import { muteEvents } from './events.js'
import { showMutes } from './list.js'
import { followMute, openQuietly, syncMute } from './sync.js'
import { muteOverDuty, muteSyncDuty } from './tasks.js'
import type { MuteCards } from './views.js'
import {
  listMuteButtons,
  toMutedHead,
  toMutedLine,
  toMutedRow,
  toMutedWho,
  toUnmutedProgress,
} from './words.js'

/** What is known and harmless has no card for some time, by the word of one who may approve. */
export const mute = {
  presses: {
    mute: { permission: 'mute', again: 'mute', run: askToMute },
    'mute-now': { permission: 'mute', run: muteNow },
    unmute: { permission: 'unmute', run: endMute },
  },
  commands: {
    mutes: {
      permission: 'read',
      usage: 'mutes',
      text: 'What is muted, and until when',
      run: showMutes,
      data: mutesData,
    },
  },
  tasks: {
    'mute-sync': toTaskRow({
      words: 'what a mute keeps quiet',
      pool: 'broadcasts',
      schema: muteSyncDuty,
      run: syncMute,
    }),
    'mute-over': toTaskRow({
      words: 'the end of a mute',
      pool: 'broadcasts',
      schema: muteOverDuty,
      run: endOverMute,
    }),
  },
  cards: {
    mute: {
      again: 'mute',
      bounds: { scopes: { most: 2, keep: 'first' }, choices: { most: 5, keep: 'first' } },
    },
    mutes: {},
  } satisfies CardTable<MuteCards>,
  lines: {
    muted: toMutedLine,
    'mute-over': toLine('🔔', (name) => `The mute is over: ${name} waits for somebody.`),
    'mute-worse': toLine('🚨', (name) => `${name} looks worse than what was muted: it has its card.`),
  },
  events: muteEvents,
  toOpened: openQuietly,
  follow: followMute,
  toHead: toMutedHead,
  toWho: toMutedWho,
  toRowText: toMutedRow,
  toProgress: toUnmutedProgress,
  listButtons: listMuteButtons,
} satisfies Feature
