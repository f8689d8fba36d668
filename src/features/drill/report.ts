// How a drill went: one card in every channel that had it, once.

import { toOrganisationId } from '../../domain/apart.js'
import { type DrillEnd, type DrillStep, findDrillEnd, listDrillTenantIds } from '../../domain/drill.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { say, tellDay } from '../../domain/said.js'
import type { ChannelRef } from '../../domain/task.js'
import { getIncident } from '../../outbox/change.js'
import { forgetPosted, sayOnce } from '../../outbox/post-once.js'
import type { Claim } from '../../ports.js'
import type { Card } from '../cards.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { toTone } from '../words/words.js'
import type { DrillReportView } from './views.js'
import { toHeadline, toMinutes } from './words.js'

interface Order {
  readonly incidentId: string
  readonly channel: ChannelRef
}

export async function reportDrill(parts: Parts, { incidentId, channel }: Order, claim: Claim): Promise<void> {
  const incident = await getIncident(parts, incidentId)
  const { key } = claim.task
  const platform = getPlatform(parts, channel.platform)
  const place = { kind: 'channel', channel } as const
  await sayOnce(parts, { claim, platform, key, place }, await toReportCard(parts, incident))
  await parts.store.commit({ settle: { claim } })
  await forgetPosted(parts, key)
}

async function toReportCard(parts: Parts, incident: Incident): Promise<Card> {
  const { drill, openedAt, id } = incident
  const end = findDrillEnd(incident) ?? 'timed-out'
  const tenant = toTenant(parts, incident.tenantId)
  const begun = say`begun by ${drill?.by.name ?? ''} ${tellDay(openedAt)}`
  return {
    name: 'drill-report',
    view: {
      ...toTone(end === 'finished' ? 'good' : 'calm'),
      title: titles[end],
      headline: toHeadline(incident),
      whereText: say`${tenant.name} · ${begun} · Exchange was not touched`,
      lines: toLines(incident, await findLast(parts, incident)),
      incidentId: id,
    },
  }
}

const titles: Readonly<Record<DrillEnd, string>> = {
  finished: 'Drill done',
  'called-off': 'Drill called off',
  'timed-out': 'Drill over',
}

/** Drills of one organisation, newest first. */
export async function listOver({ store }: Pick<Parts, 'store'>, tenantId: string, limit: number) {
  const lists = listDrillTenantIds(tenantId).map((id) => store.listClosed({ tenantId: id, limit }))
  const all = (await Promise.all(lists)).flat()
  return all.toSorted((one, other) => other.openedAt - one.openedAt).slice(0, limit)
}

/** As many are looked at for one that came before. */
const mostBefore = 20

async function findLast(parts: Parts, { id, tenantId, openedAt }: Incident): Promise<Incident | undefined> {
  const over = await listOver(parts, toOrganisationId(tenantId), mostBefore)
  return over.find((one) => one.id !== id && one.openedAt < openedAt)
}

const labels: Readonly<Record<DrillStep, string>> = {
  claimed: 'On it',
  contained: 'Taken back',
  reviewed: 'Reviewed',
  signed: 'Signed first',
  unblocked: 'Unblocked',
  flowed: 'Mail seen to flow',
}

function toLines(incident: Incident, last: Incident | undefined): DrillReportView['lines'] {
  const steps = (['claimed', 'contained', 'reviewed', 'signed', 'unblocked', 'flowed'] as const).flatMap(
    (step) => toLine(incident, step, last),
  )
  const pages = (incident.pages ?? []).map(({ pager, at, rangAt }) => ({
    icon: rangAt === undefined ? '❗' : '✅',
    label: 'Paged',
    finding: `${toMinutes((rangAt ?? at) - incident.openedAt)}, ${pager}${rangAt === undefined ? ', not reached' : ''}`,
    word: '',
  }))
  return [...steps, ...pages]
}

function toLine(incident: Incident, step: DrillStep, last: Incident | undefined): DrillReportView['lines'] {
  const mark = incident.drill?.marks[step]
  // Where one signature was enough nobody left anything undone.
  if (mark === undefined && step === 'signed') return []
  const label = labels[step]
  if (mark === undefined) return [{ icon: '◻', label, finding: 'not done', word: '' }]
  const took = toTook(mark.at, incident.openedAt)
  const before = last?.drill?.marks[step]
  const was = last === undefined || before === undefined ? '' : ` (was ${toTook(before.at, last.openedAt)})`
  const who = mark.by === undefined ? '' : `, ${mark.by.name}`
  return [{ icon: '✅', label, finding: `${took}${who}${was}`, word: '' }]
}

function toTook(at: Instant, openedAt: Instant): string {
  return toMinutes(at - openedAt)
}
