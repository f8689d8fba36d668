// Takes a sign-in method off an account, so that whoever added it cannot use it again. There is no way back: a method is
// registered by the person alone. Source: learn.microsoft.com, "authentication methods", one address for each type.
import { z } from 'zod'
import { BackendError } from '../../../errors.js'
import {
  isSecondFactor,
  toMethodKind,
  toMethodPath,
  toMethodTarget,
} from '../evidence/sender/method-kinds.js'
import type { Graph, GraphRecord } from '../graph.js'
import { getAccount } from './account.js'
import { sendChange } from './change.js'
import { createRejection, type Step, withoutUndo } from './step.js'

const methodSchema = z.object({ '@odata.type': z.string(), id: z.string() })

export function createRemoveMethod(graph: Graph): Step {
  return {
    async run({ sender, targets, signal }) {
      const [target, ...more] = targets
      if (target === undefined || more.length > 0)
        throw createRejection('Exactly one sign-in method has to be chosen.')
      const { userId } = await getAccount(graph, sender, signal)
      const base = `/v1.0/users/${encodeURIComponent(userId)}/authentication`
      const methods = (await graph.list(`${base}/methods`, signal)).map(parseMethod)
      const found = methods.find((one) => toMethodTarget(one) === target)
      const path = found && toMethodPath(found)
      if (found === undefined || path === undefined)
        return withoutUndo('The account has no such sign-in method any more; nothing had to be done.')
      const send = { method: 'DELETE', path: `${base}/${path}` } as const
      await sendChange({ graph, feature: 'removeMethod', userId, send, signal })
      const left = methods.filter((one) => one !== found && isSecondFactor(one.type))
      const last =
        left.length === 0
          ? ' It was the last second factor: the next sign-in has to register one, so let the owner be first.'
          : ''
      return withoutUndo(`${toMethodKind(found.type)} is no sign-in method of this account any more.${last}`)
    },
    takeBack: () =>
      Promise.reject(createRejection('A sign-in method cannot be given back: the user registers it again.')),
  }
}

interface Method {
  readonly type: string
  readonly id: string
}

function parseMethod(record: GraphRecord): Method {
  const method = methodSchema.safeParse(record)
  if (method.success) return { type: method.data['@odata.type'], id: method.data.id }
  throw new BackendError('Entra gave a sign-in method in an unknown form.', {
    code: 'malformed',
    outcome: 'unchanged',
    cause: method.error,
  })
}
