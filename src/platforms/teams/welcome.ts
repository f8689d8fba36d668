// Greets whoever adds the bot for themselves with their home card: once, however often Teams reports it.
import { z } from 'zod'
import { createLane, createLanes } from '../../concurrency/lanes.js'
import { cell, whileOthersWrite } from '../../domain/cell.js'
import type { Log, Memory, PlatformHandlers } from '../../ports.js'
import type { Connector } from './connector.js'
import { isAdded } from './events.js'
import { type Incoming, isPersonal } from './incoming.js'
import { toActivity } from './message.js'
import type { Render } from './render.js'
import type { Roster } from './roster.js'

/** Object ids; whoever falls off the end may be greeted a second time. */
const mostWelcomed = 2_000

const welcomed = cell('teams:welcomed', z.array(z.string()).readonly().catch([]))()

export interface Welcome {
  /** Does nothing for any other activity. Never rejects: `home` can be typed at any time. */
  receive(incoming: Incoming, handlers: PlatformHandlers): Promise<void>
}

export function createWelcome(parts: {
  readonly connector: Connector
  readonly roster: Roster
  readonly render: Render
  readonly memory: Memory
  readonly log: Log
  readonly homeTenantId: string
}): Welcome {
  const { connector, roster, render, memory, log, homeTenantId } = parts
  /** One person's events in their order: Teams reports one installation as two of them, at the same moment. */
  const events = createLanes()
  /** One after the other, so that a crowd does not fail for being one. */
  const inTurn = createLane()

  /** Undefined changes nothing. Resolves with whether something was changed. */
  function change(toNext: (before: readonly string[]) => readonly string[] | undefined): Promise<boolean> {
    const write = async () => {
      const { value: before = [], version } = await welcomed.find(memory)
      const next = toNext(before)
      if (next !== undefined) await memory.remember(welcomed.key, next, { expectedVersion: version })
      return next !== undefined
    }
    return inTurn(() => whileOthersWrite(write))
  }

  const forget = (objectId: string) => change((before) => before.filter((id) => id !== objectId))

  async function run(objectId: string, job: () => Promise<unknown>): Promise<void> {
    try {
      await events.run(objectId, job)
    } catch (error) {
      log.warn({ err: error, actorId: objectId }, 'teams.welcome.failed')
    }
  }

  /** Written down first: the two reports of one installation may reach two processes. */
  async function greet(incoming: Incoming, handlers: PlatformHandlers, objectId: string): Promise<void> {
    const isFirst = await change((before) =>
      before.includes(objectId) ? undefined : [...before, objectId].slice(-mostWelcomed),
    )
    if (!isFirst) return
    let isGreeted = false
    try {
      isGreeted = await send(incoming, handlers)
    } finally {
      // With the next report it is tried again.
      if (!isGreeted) await forget(objectId)
    }
  }

  /** False when it is nobody of ours. */
  async function send(incoming: Incoming, handlers: PlatformHandlers): Promise<boolean> {
    const actor = await roster.identify(incoming)
    if (!actor.isMember) return false
    const activity = toActivity(render(await handlers.onHome(actor)), { alert: false })
    const { serviceUrl, conversation } = incoming
    await connector.send({ serviceUrl, conversationId: conversation.id }, activity)
    return true
  }

  return {
    async receive(incoming, handlers) {
      const objectId = incoming.from.aadObjectId?.toLowerCase()
      if (!isPersonal(incoming) || incoming.tenantId !== homeTenantId || !objectId) return
      const { type, action } = incoming
      if (type === 'installationUpdate' && action === 'remove') await run(objectId, () => forget(objectId))
      else if (isAdded(incoming) && action !== 'add-upgrade')
        await run(objectId, () => greet(incoming, handlers, objectId))
    },
  }
}
