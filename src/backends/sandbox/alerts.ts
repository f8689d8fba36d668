// Defender in the sandbox: an alert for each restriction, a moment after it. What is written there stays.
import type { AlertChange, AlertSubject, DefenderAlert } from '../../domain/defender-alert.js'
import { toEntityKey } from '../../domain/entity.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import type { DefenderAlerts } from '../../ports.js'
import type { SendCall } from './calls.js'
import { accounts } from './people.js'
import { findAlert, type StoredAlert } from './state.js'
import type { Tenant } from './tenant.js'

/** As late as Defender's own. */
const lateMilliseconds = minuteMilliseconds / 2
const prefix = 'sandbox-'

function toAlert({ entity }: AlertSubject, stored: StoredAlert): DefenderAlert {
  const { at: _, ...alert } = stored
  const title =
    entity.kind === 'sender' ? 'User restricted from sending email' : 'Suspicious connector activity'
  return {
    ...alert,
    id: `${prefix}${toEntityKey(entity)}`,
    title,
    assignedTo: alert.assignedTo,
    isShared: false,
  }
}

export function createSandboxAlerts(tenant: Tenant, send: SendCall, now: () => Instant): DefenderAlerts {
  const read = async (about: AlertSubject) => {
    const stored = findAlert(await tenant.look(), toEntityKey(about.entity))
    return stored === undefined ? undefined : { stored, alert: toAlert(about, stored) }
  }
  return {
    find: (about, since, signal) =>
      send({
        call: 'alerts',
        signal,
        async work() {
          const found = await read(about)
          const isThere = found !== undefined && found.stored.at + lateMilliseconds <= now()
          return isThere && found.alert.changedAt >= since ? found.alert : undefined
        },
      }),
    read: (_, about, signal) =>
      send({ call: 'alerts', signal, work: async () => (await read(about))?.alert }),
    change: (alertId, change, signal) =>
      send({
        call: 'alerts',
        signal,
        async work() {
          const key = alertId.slice(prefix.length)
          const stored = findAlert(await tenant.look(), key)
          if (stored === undefined) return undefined
          const assignedTo = findUpn(change)
          await tenant.putAlert(key, applyChange(stored, change, { assignedTo, now: now() }))
          return assignedTo
        },
      }),
  }
}

interface Applied {
  readonly assignedTo: string | undefined
  readonly now: Instant
}

function applyChange(stored: StoredAlert, change: AlertChange, { assignedTo, now }: Applied): StoredAlert {
  const { comment, ends } = change
  const isSaid = stored.comments.some((one) => one.includes(comment.mark))
  return {
    ...stored,
    changedAt: now,
    comments: isSaid ? stored.comments : [...stored.comments, comment.text],
    isResolved: stored.isResolved || ends !== undefined,
    ...(assignedTo === undefined ? {} : { assignedTo }),
  }
}

/** Whoever has an account here. */
function findUpn({ assignTo }: AlertChange): string | undefined {
  const { objectId, address } = assignTo ?? {}
  const account = accounts.find(
    ({ userId, upn }) =>
      (objectId !== undefined && userId === objectId) ||
      (address !== undefined && upn.toLowerCase() === address.toLowerCase()),
  )
  return account?.upn ?? address
}
