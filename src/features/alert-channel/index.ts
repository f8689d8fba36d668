import type { CardTable, Feature } from '../feature.js'
import { alertChannelEvents } from './events.js'
import { pinAlerts } from './hear.js'
import type { WelcomeCards } from './views.js'

/** Which channel gets the alerts, where the platform leaves that open. */
export const alertChannel = {
  presses: { 'pin-alerts': { permission: 'pin', run: pinAlerts } },
  cards: { welcome: {} } satisfies CardTable<WelcomeCards>,
  events: alertChannelEvents,
} satisfies Feature
