// The four cmdlets of the Restricted entities list. No other parameters exist: an unknown one is an error, as is an
// address that Exchange cannot read as one.
import { type FakeCall, type FakeCmdlet, FakeCmdletError, findParameter, refuseUnknown } from './cmdlet.js'
import type { FakeState } from './model.js'

const notFound = 'Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException'

export const blockedCmdlets: Readonly<Record<string, FakeCmdlet>> = {
  'Get-BlockedSenderAddress': (call) => read(call, 'sender', 'SenderAddress'),
  'Remove-BlockedSenderAddress': (call) => remove(call, 'sender', 'SenderAddress'),
  'Get-BlockedConnector': (call) => read(call, 'connector', 'ConnectorId'),
  'Remove-BlockedConnector': (call) => remove(call, 'connector', 'ConnectorId'),
}

function read({ state, parameters }: FakeCall, kind: string, identity: string) {
  refuseUnknown(parameters, [identity])
  const wanted = findParameter(parameters, identity)
  const records = state.listings.filter(({ key }) => key.startsWith(`${kind}:`))
  if (wanted === undefined) return records.map(({ record }) => record)
  return records.filter(({ key }) => key === toKey(kind, wanted)).map(({ record }) => record)
}

function remove({ state, parameters }: FakeCall, kind: string, identity: string) {
  refuseUnknown(parameters, [identity, 'Reason'])
  const key = toKey(kind, findParameter(parameters, identity))
  const at = findListing(state, key)
  if (at < 0)
    throw new FakeCmdletError(
      notFound,
      `The operation couldn't be performed because object '${key}' couldn't be found on 'DB8PR01A02DC001.EURPR01A002.PROD.OUTLOOK.COM'.`,
      404,
    )
  state.listings.splice(at, 1)
  state.removals.push(key)
  return []
}

function findListing(state: FakeState, key: string): number {
  return state.listings.findIndex((listing) => listing.key === key)
}

function toKey(kind: string, value: unknown): string {
  if (typeof value !== 'string') throw new FakeCmdletError('ParameterBindingException', 'A value is missing.')
  return `${kind}:${value.toLowerCase()}`
}
