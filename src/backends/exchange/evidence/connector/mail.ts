// How much mail came through it. Message trace knows no connectors: it is asked for the addresses the connector takes
// mail from, or for its domains, of whose mail only what came from those addresses counts. A connector that is known by
// a certificate alone cannot be told apart there.
import { BlockList, isIP } from 'node:net'
import { hourMilliseconds } from '../../../../domain/instant.js'
import { BackendError } from '../../../../errors.js'
import type { CmdletCall } from '../../cmdlets.js'
import { readTrace } from '../trace.js'
import type { Definition } from './definition.js'
import type { ConnectorQuestion, ConnectorValue } from './question.js'

const hours = 24
/** Message trace may be asked 100 times in 5 minutes, by everybody together. */
const mostTraces = 10

type Filter = CmdletCall['parameters']

export async function readMail(question: ConnectorQuestion): Promise<ConnectorValue<'mail'>> {
  const { asking, now } = question
  const definition = await question.getDefinition()
  const from = now - hours * hourMilliseconds
  const traces = await Promise.all(
    toFilters(definition).map((filter) => readTrace(asking, { filter, from, to: now })),
  )
  const since = Math.max(from, ...traces.map((trace) => trace.since))
  const isIts = createIsIts(definition.senderIpAddresses)
  const rows = traces.flatMap((trace) => trace.rows).filter(({ at, fromIp }) => at >= since && isIts(fromIp))
  const isSpam = ({ status }: { readonly status: string }) => status.toLowerCase() === 'filteredasspam'
  return {
    hours: Math.max(0.1, Math.round(((now - since) / hourMilliseconds) * 10) / 10),
    messages: new Set(rows.map(({ messageId }) => messageId)).size,
    markedAsSpam: new Set(rows.filter(isSpam).map(({ messageId }) => messageId)).size,
  }
}

/** @throws BackendError `rejected` when message trace cannot be asked in a way that gives a true answer. */
export function toFilters(
  { senderIpAddresses, senderDomains }: Definition,
  most = mostTraces,
): readonly Filter[] {
  if (senderIpAddresses.length === 0)
    throw createUntraceableError('It is not bound to addresses, so message trace cannot tell its mail apart.')
  const filters = senderIpAddresses.every((address) => isIP(address) !== 0)
    ? senderIpAddresses.map((address): Filter => ({ FromIP: address }))
    : toDomainFilters(senderDomains)
  if (filters.length <= most) return filters
  throw createUntraceableError('It takes mail from too many addresses to trace them one by one.')
}

function toDomainFilters(domains: readonly string[]): readonly Filter[] {
  if (domains.length === 0 || domains.some((domain) => domain.includes('*')))
    throw createUntraceableError(
      'It takes mail of any domain from ranges of addresses, and message trace can be asked for neither.',
    )
  return domains.map((domain): Filter => ({ SenderAddress: [`*@${domain}`] }))
}

/** Whether an address is one of these: single ones, `192.0.2.0/24`, `192.0.2.10-192.0.2.20`. */
export function createIsIts(addresses: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const address of addresses) addTo(list, address)
  return (address) => isIP(address) !== 0 && list.check(address, toFamily(address))
}

function addTo(list: BlockList, given: string): void {
  const [start = '', prefix] = given.split('/')
  const [first = '', last] = given.split('-')
  if (isIP(given) !== 0) list.addAddress(given, toFamily(given))
  else if (prefix !== undefined && isIP(start) !== 0) list.addSubnet(start, Number(prefix), toFamily(start))
  else if (last !== undefined && isIP(first) !== 0 && isIP(last) === isIP(first))
    list.addRange(first, last, toFamily(first))
}

function toFamily(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}

function createUntraceableError(why: string): BackendError {
  return new BackendError(why, { code: 'rejected', outcome: 'unchanged' })
}
