// What would be left behind, or forgotten, if an organisation were no longer watched from now on.
import type { ActorRef } from '../../domain/actor.js'
import { toOrganisationId } from '../../domain/apart.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import { toAboutText, toMuteEnd } from '../../domain/mute.js'
import { listOutstanding, listUnsure } from '../../domain/offers.js'
import type { Tenant } from '../../domain/tenant.js'
import { stepWords } from '../containment/words.js'
import type { Parts } from '../feature.js'
import { listMutes } from '../mute/record.js'

/** More at once nobody gives back from a terminal. */
const mostClosed = 1_000

interface Left {
  readonly incidentId: string
  /** Outside text. */
  readonly entity: string
}

export interface LeftStep extends Left {
  readonly title: string
  /** Otherwise by hand in the portal: how it was before is not known. */
  readonly canBeGivenBack: boolean
}

export interface Outstanding {
  readonly tenantId: string
  readonly tenant: string
  /** What Reprieve changed on accounts and nobody has given back. */
  readonly steps: readonly LeftStep[]
  /** Asked of Exchange, or about to be, and nobody knows the answer yet. */
  readonly underWay: readonly (Left & { readonly what: string })[]
  /** Cards that go on until then. */
  readonly open: readonly (Left & { readonly cards: number })[]
  readonly snoozed: readonly Left[]
  readonly mutes: readonly {
    readonly about: string
    readonly by: string
    readonly until: string
    readonly reason: string
  }[]
}

type Reading = Pick<Parts, 'store' | 'clock'>

export async function findOutstanding(
  { store, clock }: Reading,
  { id, name }: Pick<Tenant, 'id' | 'name'>,
): Promise<Outstanding> {
  const isOurs = ({ tenantId }: Incident) => toOrganisationId(tenantId) === id
  const live = (await store.listLive({})).filter(isOurs)
  const closed = (await store.listClosed({ standing: true, limit: mostClosed })).filter(isOurs)
  const all = [...live, ...closed]
  const mutes = await listMutes({ store, clock }, id)
  return {
    tenantId: id,
    tenant: name,
    steps: all.flatMap(listSteps),
    underWay: all.flatMap(listUnderWay),
    open: live.map((incident) => ({ ...toLeft(incident), cards: incident.cards.length })),
    snoozed: live.filter(({ snoozed }) => snoozed !== undefined).map(toLeft),
    mutes: mutes.map((mute) => ({
      about: toAboutText(mute.about),
      by: mute.by.name,
      until: toMuteEnd(mute),
      reason: mute.reason,
    })),
  }
}

/** Whether somebody would miss it: the rest only ends. */
export function isLosing({ steps, underWay }: Outstanding): boolean {
  return steps.length + underWay.length > 0
}

function toLeft({ id, entity }: Incident): Left {
  return { incidentId: id, entity: toEntityName(entity) }
}

function listSteps(incident: Incident): readonly LeftStep[] {
  const toStep = (canBeGivenBack: boolean) => (one: ReturnType<typeof listOutstanding>[number]) => ({
    ...toLeft(incident),
    title: stepWords[one.step].title,
    canBeGivenBack,
  })
  return [...listOutstanding(incident).map(toStep(true)), ...listUnsure(incident).map(toStep(false))]
}

function listUnderWay(incident: Incident): Outstanding['underWay'] {
  const { state, containments = [] } = incident
  const unblocks = state.status === 'unblocking' || state.status === 'uncertain' ? ['Unblock'] : []
  const steps = containments
    .filter(({ requestedAt, ended }) => requestedAt !== undefined && ended === undefined)
    .map(({ step }) => stepWords[step].title)
  return [...unblocks, ...steps].map((what) => ({ ...toLeft(incident), what }))
}

/** Who ended it, and what was left then: ids and counts, so that it may stay for ever. */
export function toRetiredEvent(
  { tenantId, steps, underWay, open, snoozed, mutes }: Outstanding,
  { by, at }: { readonly by: ActorRef; readonly at: Instant },
): JournalEvent {
  const counts = { steps, underWay, open, snoozed, mutes }
  const data = Object.fromEntries(Object.entries(counts).map(([name, list]) => [name, list.length]))
  return { at, type: 'tenant.retired', by, data: { tenantId, ...data } }
}
