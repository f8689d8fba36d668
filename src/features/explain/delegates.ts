// Exchange restricts the account that submitted, and a bounce shows the address it was sent as: whoever of those restricted now
// may send as that address is probably the one.

import { late, within } from '../../concurrency/within.js'
import { toAddressKey } from '../../domain/address.js'
import { toDisplayName } from '../../domain/evidence.js'
import type { Fact } from '../../domain/fact.js'
import type { Incident } from '../../domain/incident.js'
import { listSenderAddresses } from '../../domain/ownership.js'
import { BackendError } from '../../errors.js'
import { askBackend, type Parts } from '../feature.js'

/** Whoever asked waits for it. */
const longestMilliseconds = 8_000
/** Addresses in From are few; whoever pastes a list of them is asked to say one. */
const mostAddresses = 2
const mostTenants = 3

export interface Delegates {
  /** Those restricted now that may send as one of the addresses. */
  readonly incidents: readonly Incident[]
  /** Why that is not known of all of them; empty when it is. */
  readonly unknown: string
}

export async function findDelegates(
  parts: Parts,
  addresses: readonly string[],
  restricted: readonly Incident[],
): Promise<Delegates> {
  const keys = addresses.map(toAddressKey)
  const asAnother = restricted.filter((incident) => sentAs(incident, keys))
  if (asAnother.length > 0) return { incidents: asAnother, unknown: '' }
  const tenantIds = [...new Set(restricted.map(({ tenantId }) => tenantId))].slice(0, mostTenants)
  const asked = keys.slice(0, mostAddresses)
  const reads = await Promise.all(
    tenantIds.flatMap((tenantId) =>
      asked.map(async (address) => ({ tenantId, fact: await read(parts, tenantId, address) })),
    ),
  )
  const incidents = reads.flatMap(({ tenantId, fact }) =>
    fact.known ? restricted.filter((one) => one.tenantId === tenantId && isAmong(one, fact.value)) : [],
  )
  // An address that one tenant does not have may be another's: what was found anywhere is enough.
  const whys = reads.flatMap(({ fact }) => (fact.known ? [] : [fact.why]))
  return { incidents: [...new Set(incidents)], unknown: incidents.length > 0 ? '' : (whys[0] ?? '') }
}

type Rights = readonly { readonly who: string; readonly right: string }[]

/** The trace has seen it. */
function sentAs({ evidence }: Incident, keys: readonly string[]): boolean {
  if (evidence?.kind !== 'sender' || !evidence.sentMail.known) return false
  const { asAnother } = evidence.sentMail.value
  return asAnother !== undefined && keys.includes(toAddressKey(asAnother.address))
}

/** Exchange names whoever has a right by an address, or by the name that is shown. */
function isAmong(incident: Incident, rights: Rights): boolean {
  const name = toDisplayName(incident.evidence)
  const known = [...listSenderAddresses(incident), ...(name === '' ? [] : [toAddressKey(name)])]
  return rights.some(({ who }) => known.includes(toAddressKey(who)))
}

async function read(parts: Parts, tenantId: string, address: string): Promise<Fact<Rights>> {
  if (!parts.backends.has(tenantId)) return { known: false, why: 'nothing is asked while no bot runs' }
  try {
    const reading = askBackend(parts, {
      tenantId,
      milliseconds: longestMilliseconds,
      call: (backend, signal) => backend.gather({ kind: 'sender', address }, signal, ['delegates']),
    })
    const answer = await within(parts.clock, longestMilliseconds, reading)
    if (answer === late) {
      reading.catch(() => {})
      return { known: false, why: 'Exchange did not answer in time' }
    }
    return answer.kind === 'sender' ? answer.delegates : { known: false, why: 'it is no mailbox' }
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    parts.log.info({ tenantId, code: error.code }, 'explain.delegates-not-read')
    return { known: false, why: error.message }
  }
}
