// The last wall in front of an organisation that is only watched: whatever was asked before the settings said so, and
// whatever a bug may ask, changes nothing there.
import { BackendError } from '../errors.js'
import type { RestrictionBackend } from '../ports.js'

const refuse = (): Promise<never> =>
  Promise.reject(
    new BackendError('This organisation is only watched: nothing was sent. It is unblocked in the portal.', {
      code: 'forbidden',
      outcome: 'unchanged',
    }),
  )

export function createWatchOnly(backend: RestrictionBackend): RestrictionBackend {
  return { ...backend, unblock: refuse, contain: refuse, alerts: { ...backend.alerts, change: refuse } }
}
