import { z } from 'zod'
import type { Graph } from '../graph.js'
import { getAccount, getSameAccount } from './account.js'
import { sendChange } from './change.js'
import { refuseLastAdmin } from './last-admin.js'
import { parseUndo, type Step, withoutUndo } from './step.js'

const undoSchema = z.object({ userId: z.string(), signInAllowed: z.literal(true) })

const revertsBlock =
  ' The account is synced from on-premises and the next sync will revert this: disable it in on-premises Active Directory as well.'
const revertsLeave =
  ' The account is synced from on-premises: if it is disabled there, the next sync will block sign-in again.'

export function createBlockSignIn(graph: Graph): Step {
  function set(userId: string, accountEnabled: boolean, signal: AbortSignal) {
    const path = `/v1.0/users/${encodeURIComponent(userId)}`
    const send = { method: 'PATCH', path, body: { accountEnabled } } as const
    return sendChange({ graph, feature: 'blockSignIn', userId, send, signal })
  }

  return {
    async run({ sender, signal }) {
      const { userId, signInAllowed, synced } = await getAccount(graph, sender, signal)
      if (!signInAllowed) return withoutUndo('Sign-in was blocked already; nothing had to be done.')
      await refuseLastAdmin(graph, userId, signal)
      await set(userId, false, signal)
      return {
        detail: `Sign-in is blocked.${synced ? revertsBlock : ''}`,
        undo: { userId, signInAllowed },
      }
    },
    async takeBack({ sender, signal }, undo) {
      const { userId } = parseUndo(undoSchema, undo)
      const { signInAllowed, synced } = await getSameAccount({ graph, sender, userId, signal })
      if (signInAllowed) return withoutUndo('Sign-in was allowed already; nothing had to be done.')
      await set(userId, true, signal)
      return withoutUndo(`Sign-in is allowed again.${synced ? revertsLeave : ''}`)
    },
  }
}
