// The page after the Yes to several steps: what is done, what is being done, what waits, and what to do by hand.

import type { Containment } from '../../domain/containment.js'
import type { Incident } from '../../domain/incident.js'
import { say } from '../../domain/said.js'
import { isReviewOffered } from '../../domain/watch-only.js'
import type { Card } from '../cards.js'
import type { Reader } from '../review/cards.js'
import { toSubject } from '../words/words.js'
import { toContainedRows } from './rows.js'
import { toSecondText } from './words.js'

export function toContainLiveCard({ incident, tenant }: Reader): Card {
  const asked = (incident.containments ?? []).filter(({ requestedAt }) => requestedAt !== undefined)
  const set = listLastSet(asked)
  const done = set.filter(({ ended }) => ended?.result === 'done').length
  const isRunning = asked.some(({ ended }) => ended === undefined)
  return {
    name: 'contain-live',
    view: {
      ...toSubject(incident, tenant),
      doneText: `${done} of ${set.length} done`,
      isRunning,
      rows: asked.flatMap((one) => toLiveRows(one, incident)),
      note: isRunning
        ? 'You may close this. The card and its thread follow.'
        : 'Each step is in the record. What has a button can be given back.',
      canReview: isReviewOffered(incident, tenant),
    },
  }
}

/** Those that were confirmed with the last Yes to several. */
function listLastSet(asked: readonly Containment[]): readonly Containment[] {
  const setId = asked.findLast((one) => one.setId !== undefined)?.setId
  return setId === undefined ? asked : asked.filter((one) => one.setId === setId)
}

function toLiveRows(one: Containment, incident: Incident) {
  const at = one.ended?.at ?? one.requestedAt
  return toContainedRows(one, incident).map((row) =>
    at === undefined || row.result === 'waiting'
      ? { ...row, byText: '' }
      : { ...row, byText: say`${one.by.name}, ${toSecondText(at)}` },
  )
}
