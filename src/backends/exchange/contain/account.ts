// The Entra account of a sender, read anew before each step on it.
import { z } from 'zod'
import type { Sender } from '../../../domain/entity.js'
import { BackendError } from '../../../errors.js'
import { findUser } from '../find-user.js'
import type { Graph } from '../graph.js'
import { createRejection } from './step.js'

const userSchema = z.object({
  id: z.string().min(1),
  accountEnabled: z.boolean(),
  /** Null for an account that was never synced. */
  onPremisesSyncEnabled: z.boolean().nullish(),
})

export interface Account {
  readonly userId: string
  readonly signInAllowed: boolean
  /** Synced from on-premises: what is set in the cloud is reverted. */
  readonly synced: boolean
}

/** @throws BackendError, also when there is no such account: then there is nothing that could be contained. */
export async function getAccount(graph: Graph, sender: Sender, signal: AbortSignal): Promise<Account> {
  const found = await findUser({
    graph,
    address: sender.address,
    select: ['accountEnabled', 'onPremisesSyncEnabled'],
    signal,
  })
  if (found === undefined)
    throw new BackendError('Entra has no account with this address. The mail may come through a relay.', {
      code: 'not-found',
      outcome: 'unchanged',
    })
  const user = userSchema.safeParse(found)
  if (!user.success)
    throw new BackendError('Entra gave an account in an unknown form.', {
      code: 'malformed',
      outcome: 'unchanged',
      cause: user.error,
    })
  const { id, accountEnabled, onPremisesSyncEnabled } = user.data
  return { userId: id, signInAllowed: accountEnabled, synced: onPremisesSyncEnabled === true }
}

interface Remembered {
  readonly graph: Graph
  readonly sender: Sender
  readonly userId: string
  readonly signal: AbortSignal
}

/** The account that a step remembered. An address can be given to somebody else; that account is left alone. */
export async function getSameAccount({ graph, sender, userId, signal }: Remembered): Promise<Account> {
  const account = await getAccount(graph, sender, signal)
  if (account.userId !== userId) throw createRejection('This address belongs to another account now.')
  return account
}
