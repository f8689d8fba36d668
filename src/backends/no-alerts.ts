// Where Defender's alerts cannot be asked for.
import type { DefenderAlerts } from '../ports.js'

export const noAlerts: DefenderAlerts = {
  find: async () => undefined,
  read: async () => undefined,
  change: async () => undefined,
}
