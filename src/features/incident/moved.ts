// Other channels in the settings than at the last start: what is going on is shown in those that are new, and the cards in
// those that are gone point there.

import { type CellWrite, whileOthersWrite } from '../../domain/cell.js'
import { listHearing, listMissed, listReached } from '../../domain/hearing.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { toChannels } from '../../domain/route.js'
import type { ChannelRef, Task } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import { isShownIn } from '../../domain/transitions.js'
import type { Parts } from '../feature.js'
import { toDepartedEnds } from '../forgetting/run.js'
import { channelsBeginning, channelsOf, isLeft, type Left, listEdits, standsIn } from './left.js'
import { isSame } from './reach.js'
import { toDigestTask, toPostTask } from './tasks.js'

/** A card in a channel that was left longer ago is left as it is. */
const mostLeft = 100

/** At the start, and of all tenants in one write. Until a tenant has been seen once nothing is known to have moved. */
export async function catchUpOnChannels(parts: Parts): Promise<void> {
  const { store, tenants, log } = parts
  const tasks = await whileOthersWrite(async () => {
    const found = await Promise.all([...tenants.values()].map((tenant) => compare(parts, tenant)))
    const tasks = found.flatMap((one) => one?.tasks ?? [])
    await store.commit({ cells: found.flatMap((one) => one?.cell ?? []), tasks })
    return tasks
  })
  if (tasks.length > 0) log.info({ tasks: tasks.length }, 'channels.caught-up')
}

interface Compared {
  readonly cell: CellWrite
  readonly tasks: readonly Task[]
}

interface Move {
  readonly tenant: Tenant
  /** What the last start did not have. */
  readonly added: readonly ChannelRef[]
  readonly left: Left
  readonly now: Instant
}

/** Undefined when the settings are those of the last start. */
async function compare(parts: Parts, tenant: Tenant): Promise<Compared | undefined> {
  const { value: before, version, until } = await channelsOf(tenant.id).find(parts.store)
  const here = toChannels(tenant.routes)
  const known = before?.here ?? here
  const added = here.filter((one) => !isAmong(known, one))
  const gone = [...(before?.left ?? []).filter((one) => !isAmong(known, one)), ...known]
  const left = gone.filter((one) => !isAmong(here, one)).slice(-mostLeft)
  const isSameAsBefore = added.length === 0 && left.length === before?.left.length
  // With an end it is of a tenant that was taken out for a while.
  if (isSameAsBefore && until === undefined) return undefined
  const move = { tenant, added, left, now: parts.clock.now() }
  const tasks = isSameAsBefore || before === undefined ? [] : await listTasks(parts, move)
  return { cell: channelsOf(tenant.id).put({ ...before, here, left }, { expectedVersion: version }), tasks }
}

async function listTasks({ store }: Parts, move: Move): Promise<readonly Task[]> {
  const live = await store.listLive({ tenantId: move.tenant.id })
  const alone = live.filter(({ digestId }) => digestId === undefined)
  return [...alone.flatMap((incident) => listOwn(incident, move)), ...listDigests(live, move)]
}

/** A card in each channel that is new, and an edit of what is affected: a card that is back in its channel is one again. */
function listOwn(incident: Incident, { tenant, added, left, now }: Move): readonly Task[] {
  const posts = listNew(incident, { tenant, added, left }).filter((channel) => !isShownIn(incident, channel))
  const cards = incident.cards.filter((card) => standsIn([...left, ...added], card))
  const edits = listEdits(incident, cards, { tenant, now })
  return [...posts.map((channel) => toPostTask(incident, channel, now)), ...edits]
}

/** Also what has taken the place of a channel that a worse verdict had added. */
function listNew(incident: Incident, { tenant, added, left }: Omit<Move, 'now'>): readonly ChannelRef[] {
  const hearing = listHearing(tenant.routes, incident)
  const isAddedLeft = incident.added?.some((channel) => isLeft(left, channel)) === true
  const grave = isAddedLeft ? listMissed(tenant.routes, incident) : []
  return [...hearing, ...grave].filter((channel) => isAmong(added, channel))
}

function listDigests(live: readonly Incident[], { tenant, added, left, now }: Move): readonly Task[] {
  const tasks = live.flatMap((incident) => {
    const { digestId } = incident
    if (digestId === undefined) return []
    const here = listReached(tenant.routes, incident).filter((channel) => isAmong(added, channel))
    return [...here, ...left].map((channel) => toDigestTask(digestId, channel, now))
  })
  return [...new Map(tasks.map((task) => [task.key, task])).values()]
}

function isAmong(channels: readonly ChannelRef[], channel: ChannelRef): boolean {
  return channels.some((one) => isSame(one, channel))
}

/** Of tenants that are not in the settings any more. */
export function listOverChannels(parts: Parts): Promise<readonly CellWrite[]> {
  return toDepartedEnds(parts, channelsBeginning)
}
