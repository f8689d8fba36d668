// `drill` begins one, `drill end` ends it, `drill list` shows those that are over.

import type { Actor } from '../../domain/actor.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { say, tellClock, tellCommand } from '../../domain/said.js'
import type { Tenant } from '../../domain/tenant.js'
import { RefusedError } from '../../errors.js'
import type { Answer } from '../../ports.js'
import { requireAccess } from '../entrance/gate.js'
import { getTenant } from '../entrance/get-tenant.js'
import type { Parts, Typed } from '../feature.js'
import type { HistoryRow } from '../history/views.js'
import { toNameParts } from '../incident/card.js'
import { toOutcomeText } from '../words/outcome.js'
import { toDateText, toTone } from '../words/words.js'
import { beginDrill, listRunning } from './begin.js'
import { callOff } from './end.js'
import { listOver } from './report.js'
import { drillIcon, toHeadline } from './words.js'

const mostRows = 10

interface Wish {
  readonly kind: 'begin' | 'end' | 'list'
  readonly pages: boolean
  /** As it was typed; empty when there is none. */
  readonly tenant: string
}

/** `drill`, `drill with pager`, `drill Contoso`, `drill end`, `drill list`. */
function parseDrill(rest: string): Wish {
  const [, verb = '', after = ''] =
    /^(list|history|end|stop|start|begin)?(?:\s+|$)?(.*)$/is.exec(rest.trim()) ?? []
  const tenant = after.replace(/(?:^|\s+)with\s+(?:the\s+)?pager\s*$/i, '').replace(/^tenant\s*[:=]?\s*/i, '')
  const kind = /^(list|history)$/i.test(verb) ? 'list' : /^(end|stop)$/i.test(verb) ? 'end' : 'begin'
  return { kind, pages: /(?:^|\s)with\s+(?:the\s+)?pager\s*$/i.test(after), tenant: tenant.trim() }
}

export async function runDrill(parts: Parts, { actor, rest }: Typed): Promise<Answer> {
  const wish = parseDrill(rest)
  switch (wish.kind) {
    case 'begin':
      return begin(parts, actor, wish)
    case 'end':
      return end(parts, actor, wish)
    case 'list':
      return showDrills(parts, wish)
    default:
      return wish.kind satisfies never
  }
}

function listTenants({ tenants }: Parts, { tenant }: Wish): readonly Tenant[] {
  const all = [...tenants.values()]
  return tenant === '' ? all : [getTenant(all, tenant)]
}

async function begin(parts: Parts, by: Actor, wish: Wish): Promise<Answer> {
  requireAccess(parts, { actor: by, permission: 'drill' })
  const [tenant, ...others] = listTenants(parts, wish)
  if (tenant === undefined) throw new RefusedError('not-found', 'There is no tenant in the settings.')
  if (others.length > 0)
    throw new RefusedError('bad-input', `Say whose people are to practise, such as: drill ${tenant.name}`)
  requireAccess(parts, { actor: by, permission: 'drill', tenantId: tenant.id })
  if (wish.pages && !hasPager(tenant))
    throw new RefusedError(
      'bad-input',
      `No step of a ladder of ${tenant.name} pages anybody, so no pager can ring. Say: drill ${tenant.name}`,
    )
  const drill = await beginDrill(parts, { by, tenant, pages: wish.pages })
  return toBegunCard(drill, tenant)
}

function hasPager({ routes }: Tenant): boolean {
  return routes.some(({ ladders = [] }) =>
    ladders.some(({ steps }) => steps.some(({ target }) => target.kind === 'pager')),
  )
}

function toBegunCard({ id, entity, drill }: Incident, { name }: Tenant): Answer {
  const until = drill === undefined ? '' : say` It ends by itself at ${tellClock(drill.endsAt)}.`
  return {
    name: 'notice',
    view: {
      ...toTone('calm'),
      icon: drillIcon,
      title: 'The drill has begun',
      text: say`The card about ${toEntityName(entity)} comes to the channels of ${name}. It is invented: Exchange and Entra are not touched, and no number counts it.${until} Type ${tellCommand('drill end')} to end it, ${tellCommand('drill list')} to see how drills went.`,
      incidentId: id,
    },
  }
}

/** @throws RefusedError */
async function end(parts: Parts, actor: Actor, wish: Wish): Promise<Answer> {
  const lists = listTenants(parts, wish).map(({ id }) => listRunning(parts, id))
  const [running, ...others] = (await Promise.all(lists)).flat()
  if (running === undefined) throw new RefusedError('not-found', 'No drill runs.')
  if (others.length > 0)
    throw new RefusedError('bad-input', 'Several drills run. Say whose, such as: drill end Contoso')
  return callOff(parts, {
    actor,
    action: 'end-drill',
    incidentId: running.id,
    confirmationId: '',
    values: {},
  })
}

async function showDrills(parts: Parts, wish: Wish): Promise<Answer> {
  const tenants = listTenants(parts, wish)
  const lists = await Promise.all(
    tenants.map(async (tenant) => {
      const all = [...(await listRunning(parts, tenant.id)), ...(await listOver(parts, tenant.id, mostRows))]
      return all.map((incident) => ({ incident, tenant }))
    }),
  )
  const newest = lists.flat().toSorted((one, other) => other.incident.openedAt - one.incident.openedAt)
  return {
    name: 'history',
    view: {
      title: 'Drills, newest first',
      rows: newest.slice(0, mostRows).map(({ incident, tenant }) => toRow(incident, tenant)),
      emptyText: say`There was no drill yet. Type ${tellCommand('drill')} to begin one: the sender is invented, the people are real.`,
    },
  }
}

function toRow(incident: Incident, { name }: Tenant): HistoryRow {
  return {
    incidentId: incident.id,
    dayText: toDateText(incident.openedAt),
    icon: drillIcon,
    entity: toEntityName(incident.entity),
    ...toNameParts(incident),
    tenantName: name,
    outcomeText: incident.state.status === 'closed' ? toHeadline(incident) : `Runs. ${toHeadline(incident)}`,
    recordText: toOutcomeText(incident),
  }
}
