// Whether mail flows after an unblock, from message trace.
import { setMaxListeners } from 'node:events'
import { createRemembered } from '../../../concurrency/remembered.js'
import type { Connector, Entity, Sender } from '../../../domain/entity.js'
import { hourMilliseconds, type Instant } from '../../../domain/instant.js'
import type { MailTrace } from '../../../domain/mail-flow.js'
import { toClockText } from '../../../domain/words.js'
import { BackendError, lastingCodes } from '../../../errors.js'
import type { Clock, RestrictionBackend } from '../../../ports.js'
import type { Cmdlets } from '../cmdlets.js'
import { createAsking } from '../evidence/asking.js'
import { readDefinition } from '../evidence/connector/definition.js'
import { createIsIts, toFilters } from '../evidence/connector/mail.js'
import { createGivenUpError } from '../evidence/failures.js'
import { getMailboxByAddress } from '../evidence/mailbox.js'
import { readSendingAddresses } from '../evidence/sender/sending-addresses.js'
import { getUserByAddress } from '../evidence/user.js'
import { texts } from '../evidence/values.js'
import type { Graph } from '../graph.js'
import { createOwnDomains } from './domains.js'
import { judgeMail } from './judge.js'
import type { MailFilter, MailRow } from './row.js'
import { createMailOfSenders, toWindow } from './senders.js'
import type { TraceSource } from './source.js'

interface TraceMailParts {
  readonly cmdlets: Cmdlets
  readonly graph: Graph
  readonly clock: Clock
  /** That of all who ask for traces of this tenant. */
  readonly source: TraceSource
  /** From one read of several senders to the next; what Microsoft's limit leaves room for when undefined. */
  readonly apartMilliseconds?: number | undefined
}

/** 30 calls in 5 minutes; evidence has 60 of the 100. */
export const usualApartMilliseconds = 10_000
/** One call for each address of a connector. */
const mostConnectorTraces = 4
const mostAddresses = 20

const codes: Readonly<Record<Entity['kind'], readonly string[]>> = {
  sender: ['5.1.8'],
  connector: ['5.7.711', '5.1.8'],
}

export function createTraceMail(parts: TraceMailParts): RestrictionBackend['traceMail'] {
  const { cmdlets, graph, clock, source, apartMilliseconds = usualApartMilliseconds } = parts
  const toAsking = (signal: AbortSignal) => createAsking({ cmdlets, graph, signal })
  const senders = createMailOfSenders({ clock, source, createAsking: toAsking, apartMilliseconds })
  const domains = createOwnDomains(clock)
  const addresses = createRemembered<Awaited<ReturnType<typeof readSendingAddresses>>>({
    clock,
    keepMilliseconds: hourMilliseconds,
    most: 1_000,
  })

  async function readSender({ address }: Sender, since: Instant, signal: AbortSignal) {
    const sending = await addresses.get(
      address.toLowerCase(),
      (shared) => {
        const asking = toAsking(shared)
        return readSendingAddresses({
          address,
          getMailbox: () => getMailboxByAddress(asking, address),
          getUser: () => getUserByAddress(asking, address, shared),
        })
      },
      signal,
    )
    const known = sending.addresses.slice(0, mostAddresses)
    const rows = await senders.read({ addresses: known, since }, signal)
    // Nothing under the sign-in name means nothing when the mail addresses are not known.
    if (rows.length === 0 && sending.doubt !== undefined) throw sending.doubt
    return rows
  }

  async function readConnector(connector: Connector, since: Instant, signal: AbortSignal) {
    const asking = toAsking(signal)
    const definition = await readDefinition(asking, connector)
    const isIts = createIsIts(definition.senderIpAddresses)
    const rows: MailRow[] = []
    for (const filter of toMailFilters(toFilters(definition, mostConnectorTraces).map(toMailFilter))) {
      const read = await source.read(asking, { ...filter, ...toWindow(since, clock.now()) }, signal)
      rows.push(...read.rows)
    }
    return rows.filter(({ fromIp }) => isIts(fromIp))
  }

  async function trace(entity: Entity, since: Instant, signal: AbortSignal): Promise<MailTrace> {
    const rows =
      entity.kind === 'sender'
        ? await readSender(entity, since, signal)
        : await readConnector(entity, since, signal)
    if (rows.length === 0) return { known: true, value: toLimited(entity, {}) }
    const asking = toAsking(signal)
    const isInside = await domains.read(asking, signal).catch((error: unknown) => {
      throw toDomainError(error, rows)
    })
    const findDetails = (row: MailRow) => findOrUndefined(() => source.readDetails(asking, row, signal))
    const seen = await judgeMail(rows, { since, isInside, findDetails, codes: codes[entity.kind] })
    return { known: true, value: toLimited(entity, seen) }
  }

  return async (entity, since, signal) => {
    if (signal.aborted) throw createGivenUpError(signal.reason)
    // Many calls under one signal may wait here.
    setMaxListeners(0, signal)
    try {
      return await trace(entity, since, signal)
    } catch (error) {
      if (signal.aborted) throw createGivenUpError(signal.reason)
      if (error instanceof BackendError && lastingCodes.includes(error.code))
        return { known: false, why: toWhy(error, source.hasGraphTraces) }
      throw error
    }
  }
}

/** All domains in one call. */
function toMailFilters(filters: readonly MailFilter[]): readonly MailFilter[] {
  const senders = filters.flatMap(({ senders: given }) => given ?? [])
  return senders.length === 0 ? filters : [{ senders }]
}

function toMailFilter({ FromIP, SenderAddress }: ReturnType<typeof toFilters>[number]): MailFilter {
  if (typeof FromIP === 'string') return { fromIp: FromIP }
  return { senders: texts.parse(SenderAddress) }
}

/** A connector's mail that is turned away while it connects is no message yet, and in no trace. */
function toLimited<Seen extends { readonly outside?: unknown; readonly limit?: string }>(
  { kind }: Entity,
  seen: Seen,
): Seen & { readonly limit?: string } {
  if (kind === 'sender' || seen.outside !== undefined || seen.limit !== undefined) return seen
  const limit =
    'Only mail from the addresses of the connector is seen; what Exchange turns away while it connects is in no message trace'
  return { ...seen, limit }
}

/** A detail that may not be read leaves open why, and nothing else. */
async function findOrUndefined(read: () => Promise<string>): Promise<string | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof BackendError && lastingCodes.includes(error.code)) return undefined
    throw error
  }
}

function toDomainError(error: unknown, rows: readonly MailRow[]): unknown {
  if (!(error instanceof BackendError) || !lastingCodes.includes(error.code)) return error
  const last = Math.max(...rows.map(({ at }) => at))
  const why = `Mail was sent, last at ${toClockText(last)}, and whether it went outside cannot be told: ${error.message}`
  return new BackendError(why, { code: error.code, outcome: 'unchanged', cause: error })
}

function toWhy(error: BackendError, hasGraphTraces: boolean): string {
  const isRole = error.code === 'forbidden' && error.message.includes('Get-MessageTraceV2')
  if (!isRole || !hasGraphTraces) return error.message
  return `${error.message} Nor may it read message traces of Microsoft Graph (ExchangeMessageTrace.Read.All); the doctor says what is missing.`
}
