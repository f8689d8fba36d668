import type { Feature } from '../feature.js'
import { settingsEvents } from './events.js'
import { examineSettings, readSettingsHealth } from './health.js'

/** What is written in the settings is in use, or it is said why not. */
export const settings = {
  events: settingsEvents,
  readHealth: readSettingsHealth,
  examine: examineSettings,
} satisfies Feature
