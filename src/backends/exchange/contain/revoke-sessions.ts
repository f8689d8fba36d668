import type { Graph } from '../graph.js'
import { getAccount } from './account.js'
import { sendChange } from './change.js'
import { createRejection, type Step, withoutUndo } from './step.js'

export function createRevokeSessions(graph: Graph): Step {
  return {
    async run({ sender, signal }) {
      const { userId } = await getAccount(graph, sender, signal)
      const path = `/v1.0/users/${encodeURIComponent(userId)}/revokeSignInSessions`
      const answer = await sendChange({
        graph,
        feature: 'revokeSessions',
        userId,
        send: { method: 'POST', path },
        signal,
      })
      if (answer.value === false)
        throw createRejection('Entra did not revoke the sessions and did not say why.')
      return withoutUndo(
        'All sessions are revoked. It takes a few minutes until every app asks to sign in again.',
      )
    },
    takeBack: () =>
      Promise.reject(createRejection('Revoked sessions cannot be brought back: the user signs in again.')),
  }
}
