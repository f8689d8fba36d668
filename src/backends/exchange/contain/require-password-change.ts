// A new password at the next sign-in. No password is made, sent or shown here, ever.
import { z } from 'zod'
import type { Graph } from '../graph.js'
import { getAccount, getSameAccount } from './account.js'
import { sendChange } from './change.js'
import { createRejection, parseUndo, type Step, withoutUndo } from './step.js'

const undoSchema = z.object({ userId: z.string(), forceChangePasswordNextSignIn: z.literal(false) })

export function createRequirePasswordChange(graph: Graph): Step {
  function set(userId: string, forceChangePasswordNextSignIn: boolean, signal: AbortSignal) {
    const path = `/v1.0/users/${encodeURIComponent(userId)}`
    const body = { passwordProfile: { forceChangePasswordNextSignIn } }
    return sendChange({
      graph,
      feature: 'requirePasswordChange',
      userId,
      send: { method: 'PATCH', path, body },
      signal,
    })
  }

  return {
    async run({ sender, signal }) {
      const { userId, synced } = await getAccount(graph, sender, signal)
      // Source: learn.microsoft.com, "Responding to a compromised email account".
      if (synced)
        throw createRejection(
          'The account is synced from on-premises, so its password cannot be changed from here. Reset it in on-premises Active Directory, twice.',
        )
      await set(userId, true, signal)
      return {
        detail:
          'The next sign-in asks for a new password. This is no reset: the current password stays valid until then, and nobody is locked out. Whoever knows the old one can still choose it: keep sign-in blocked until the owner can be trusted to be first, or reset the password.',
        undo: { userId, forceChangePasswordNextSignIn: false },
      }
    },
    async takeBack({ sender, signal }, undo) {
      const { userId } = parseUndo(undoSchema, undo)
      await getSameAccount({ graph, sender, userId, signal })
      await set(userId, false, signal)
      return withoutUndo('The next sign-in does not ask for a new password any more.')
    },
  }
}
