// What is said of a drill, on its card and when it is over.

import { type Drill, type DrillStep, findDrillEnd, isPaging } from '../../domain/drill.js'
import type { Incident } from '../../domain/incident.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { say, tellClock } from '../../domain/said.js'
import type { Mark } from '../feature.js'
import type { CardButton } from '../words/views.js'

export const drillIcon = '🧪'

export function toDrillMark({ drill, tenantId, openedAt }: Incident): Mark | undefined {
  if (drill === undefined) return undefined
  const pager = isPaging(tenantId) ? ' · the pager may ring' : ''
  return {
    icon: drillIcon,
    word: 'Drill',
    note: `${drillIcon} Invented. Exchange is not touched`,
    small: say`Begun by ${drill.by.name} ${tellClock(openedAt)} · ends ${tellClock(drill.endsAt)}${pager}`,
  }
}

export function listDrillButtons({ drill, state }: Incident): readonly CardButton[] {
  if (drill === undefined || state.status === 'closed' || state.status === 'unblocking') return []
  return [{ pressId: 'end-drill', title: 'End the drill', isMain: false, isInMenu: true }]
}

/** "On it in 3 min, unblocked in 14 min" */
export function toHeadline(incident: Incident): string {
  const { drill, openedAt } = incident
  if (drill === undefined) return ''
  const done = toDoneText(drill, openedAt)
  const end = findDrillEnd(incident)
  switch (end) {
    case 'called-off':
      return join(`Called off by ${drill.calledOff?.by.name ?? ''}`, done)
    case 'timed-out':
      return join('Its time was over', done === '' ? 'nobody took it on' : done)
    case 'finished':
    case undefined:
      return done === '' ? 'Nobody is on it yet' : done
    default:
      return end satisfies never
  }
}

function join(one: string, other: string): string {
  return other === '' ? one : `${one}: ${other.slice(0, 1).toLowerCase()}${other.slice(1)}`
}

const headSteps = { claimed: 'On it', unblocked: 'unblocked' } as const satisfies Partial<
  Record<DrillStep, string>
>

function toDoneText({ marks }: Drill, openedAt: Instant): string {
  const texts = (['claimed', 'unblocked'] as const).flatMap((step) => {
    const mark = marks[step]
    return mark === undefined ? [] : [`${headSteps[step]} in ${toMinutes(mark.at - openedAt)}`]
  })
  return texts.join(', ')
}

/** "under 1 min", "3 min" */
export function toMinutes(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / minuteMilliseconds)
  return minutes < 1 ? 'under 1 min' : `${minutes} min`
}
