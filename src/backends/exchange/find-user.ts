// Finds the Entra account behind a restricted sender.
import { BackendError } from '../../errors.js'
import type { Graph, GraphRecord } from './graph.js'

interface UserQuestion {
  readonly graph: Pick<Graph, 'get' | 'list'>
  /** As Exchange lists it: the UPN of a hosted mailbox, else the address that the sender uses. */
  readonly address: string
  /** Properties to ask for; `id` comes along. */
  readonly select: readonly string[]
  readonly signal: AbortSignal
}

/** The account with this UPN or, when there is none, with this proxy address. Undefined when there is neither. */
export async function findUser({
  graph,
  address,
  select,
  signal,
}: UserQuestion): Promise<GraphRecord | undefined> {
  const selected = `$select=${[...new Set(['id', ...select])].join(',')}`
  try {
    return await graph.get(`/v1.0/users/${encodeURIComponent(address)}?${selected}`, signal)
  } catch (error) {
    // Exchange lists some addresses that cannot be a UPN; those Graph declines instead of not finding them.
    if (!(error instanceof BackendError)) throw error
    if (error.code !== 'not-found' && error.code !== 'rejected') throw error
  }
  // OData doubles a quote inside a text.
  const quoted = address.replaceAll("'", "''")
  const filter = encodeURIComponent(`proxyAddresses/any(p:p eq 'smtp:${quoted}') or mail eq '${quoted}'`)
  const found = await graph.list(`/v1.0/users?$filter=${filter}&${selected}`, signal, 2)
  if (found.length > 1)
    throw new BackendError('Entra has more than one account with this address.', {
      code: 'rejected',
      outcome: 'unchanged',
    })
  return found[0]
}
