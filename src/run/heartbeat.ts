// A sign of life for a service that raises the alarm when it stays away. The address is a password for that: nothing here
// repeats it.
import { findReason } from '../domain/connection.js'
import type { Fetch, Heartbeat } from '../ports.js'

interface HeartbeatSettings {
  readonly url: string
  readonly method: 'GET' | 'POST'
}

export function createHeartbeat(
  { url, method }: HeartbeatSettings,
  { fetch }: { readonly fetch: Fetch },
): Heartbeat {
  return {
    async beat(signal) {
      try {
        // A redirect would be taken for an answer of whoever listens.
        const response = await fetch(url, { method, redirect: 'manual', signal })
        await response.body?.cancel()
        if (response.ok) return undefined
        return `answered with HTTP ${response.status}`
      } catch (error) {
        return findReason(error) ?? (signal.aborted ? 'no answer in time' : 'no answer')
      }
    },
  }
}
