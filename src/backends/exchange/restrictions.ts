// The Restricted entities list in cmdlets. The parameters are complete: none of the four has -Confirm, and -Reason of
// Remove-BlockedSenderAddress means the reason of the block, not ours for lifting it.
import { type Entity, toEntityKey } from '../../domain/entity.js'
import { isWhole, type Listed } from '../../domain/listed.js'
import type { Restriction } from '../../domain/restriction.js'
import { BackendError } from '../../errors.js'
import type { RestrictionBackend } from '../../ports.js'
import { readEntries } from '../records.js'
import { scrub } from '../scrub.js'
import type { CmdletCall, CmdletName, Cmdlets } from './cmdlets.js'

type Restrictions = Pick<RestrictionBackend, 'list' | 'find' | 'unblock'>

const lists = {
  sender: 'Get-BlockedSenderAddress',
  connector: 'Get-BlockedConnector',
} as const satisfies Readonly<Record<Entity['kind'], CmdletName>>

export function createRestrictions(cmdlets: Cmdlets): Restrictions {
  async function read(
    kind: Entity['kind'],
    parameters: CmdletCall['parameters'],
    signal: AbortSignal,
  ): Promise<Listed> {
    const { records, warnings } = await cmdlets.run({ cmdlet: lists[kind], parameters }, signal)
    const isBesideNothing = records.length === 0
    const notices = warnings.map((text) => ({ kind, text: scrub(text), isBesideNothing }))
    return { ...readEntries(kind, records), notices }
  }

  async function find(entity: Entity, signal: AbortSignal): Promise<Restriction | undefined> {
    const listed = await readOne(entity, signal)
    const found = findIn(listed, entity)
    if (found === undefined && !isWhole(listed, entity.kind)) throw createDoubtfulError(listed)
    return found
  }

  // What Exchange says about an entry that is not there is documented nowhere, nor what it makes of an odd address
  // (it lists some that are no SMTP address). So a refusal to look one up, or a word about it, is settled by the whole list.
  async function readOne(entity: Entity, signal: AbortSignal): Promise<Listed> {
    try {
      const listed = await read(entity.kind, toParameters(entity), signal)
      if (findIn(listed, entity) !== undefined || isWhole(listed, entity.kind)) return listed
    } catch (error) {
      if (!(error instanceof BackendError)) throw error
      if (error.code !== 'not-found' && error.code !== 'rejected') throw error
    }
    return read(entity.kind, {}, signal)
  }

  return {
    async list(signal) {
      const [senders, connectors] = await Promise.all([
        read('sender', {}, signal),
        read('connector', {}, signal),
      ])
      return {
        restrictions: [...senders.restrictions, ...connectors.restrictions],
        unreadable: [...senders.unreadable, ...connectors.unreadable],
        notices: [...senders.notices, ...connectors.notices],
      }
    },
    find,
    async unblock(entity, signal) {
      // Exchange wants the very string it lists, which for a hosted mailbox is the UPN and not the mail address.
      const listed = await find(entity, signal)
      if (listed === undefined) return { alreadyGone: true }
      try {
        await cmdlets.run(toRemoval(listed.entity), signal)
        return { alreadyGone: false }
      } catch (error) {
        if (await isGoneAfter(error, listed.entity, signal)) return { alreadyGone: true }
        throw toRefusal(error)
      }
    },
  }

  // Somebody else was faster between the look and the call. Only a refusal is worth this look: after a lost answer the
  // caller decides by later ones.
  async function isGoneAfter(error: unknown, entity: Entity, signal: AbortSignal): Promise<boolean> {
    if (!(error instanceof BackendError) || error.outcome === 'unknown') return false
    if (error.code !== 'not-found' && error.code !== 'rejected') return false
    try {
      return (await find(entity, signal)) === undefined
    } catch (failure) {
      if (failure instanceof BackendError) return false
      throw failure
    }
  }
}

// A parameter that Exchange ignores would give everybody: only the entry that was asked for counts.
function findIn({ restrictions }: Listed, entity: Entity): Restriction | undefined {
  return restrictions.find((one) => toEntityKey(one.entity) === toEntityKey(entity))
}

/** It may be the one that cannot be read. */
function createDoubtfulError({ unreadable: [entry], notices: [notice] }: Listed): BackendError {
  const why =
    entry === undefined ? `the list was empty, and Exchange said: ${notice?.text ?? ''}` : entry.what
  return new BackendError(`Whether it is on the list cannot be told: ${why}`, {
    code: entry === undefined ? 'partial' : 'malformed',
    outcome: 'unchanged',
  })
}

function toParameters(entity: Entity): CmdletCall['parameters'] {
  return entity.kind === 'sender' ? { SenderAddress: entity.address } : { ConnectorId: entity.connectorId }
}

function toRemoval(entity: Entity): CmdletCall {
  const parameters = toParameters(entity)
  return entity.kind === 'sender'
    ? { cmdlet: 'Remove-BlockedSenderAddress', parameters }
    : { cmdlet: 'Remove-BlockedConnector', parameters }
}

/** Microsoft documents that there is a limit and an error when it is exceeded, and neither its number nor its text. */
const limitWords = /\b(limit|limits|exceed\w*|maximum|too many times|number of times)\b/i

function toRefusal(error: unknown): unknown {
  if (!(error instanceof BackendError) || error.code !== 'rejected' || !limitWords.test(error.message))
    return error
  return new BackendError(
    `${error.message} Microsoft limits how often one account can be unblocked; beyond that only Microsoft Support can lift it.`,
    { code: 'limit-reached', outcome: error.outcome, cause: error },
  )
}
