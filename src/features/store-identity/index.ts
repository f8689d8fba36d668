import { toTaskRow } from '../../outbox/task-row.js'
import type { Feature } from '../feature.js'
import { storeEvents } from './events.js'
import { announceStore, readStoreHealth } from './identity.js'
import { announceDuty } from './tasks.js'

/** Which memory this is: a beginning is told, and an empty one is not taken for the old one. */
export const storeIdentity = {
  tasks: {
    announce: toTaskRow({
      words: 'saying in a channel what an old backup does not know',
      pool: 'broadcasts',
      schema: announceDuty,
      run: announceStore,
    }),
  },
  events: storeEvents,
  readHealth: readStoreHealth,
} satisfies Feature
