// The steps that somebody has confirmed, as the pages list them.

import type { Containment } from '../../domain/containment.js'
import { findContainment, findUndoable, isTakenBack } from '../../domain/containment-moves.js'
import type { Incident } from '../../domain/incident.js'
import { isReverted } from '../../domain/offers.js'
import { say, tellClock } from '../../domain/said.js'
import type { ContainedRow } from '../cards.js'
import { stepWords, toContainmentTitle, toRestored } from './words.js'

/** Nothing for a question that still waits for its Yes. */
export function toContainedRows(one: Containment, incident: Incident): readonly ContainedRow[] {
  if (one.requestedAt === undefined) return []
  return [
    {
      containmentId: one.id,
      step: one.step,
      result: one.ended?.result ?? (isWaiting(one) ? 'waiting' : 'under-way'),
      ...toResultWords(one, incident),
      title: toRowTitle(one, incident),
      byText: say`${one.by.name}, ${tellClock(one.ended?.at ?? one.requestedAt)}`,
      detail: one.ended?.detail ?? '',
      undoTitle:
        findUndoable(incident, one.id) === undefined
          ? ''
          : (stepWords[one.step].undo?.toTitle(toRestored(one)) ?? ''),
      handText: isLeftToHands(one) ? stepWords[one.step].byHand : '',
    },
  ]
}

/** One of several that were confirmed together is not begun before those that come first. */
function isWaiting({ setId, attemptedAt }: Containment): boolean {
  return setId !== undefined && attemptedAt === undefined
}

/** A step that failed, or may have: the way back has its own button. */
function isLeftToHands({ ended, undoes }: Containment): boolean {
  return undoes === undefined && ended !== undefined && ended.result !== 'done'
}

function toRowTitle(one: Containment, incident: Incident): string {
  if (one.undoes !== undefined) return toContainmentTitle(one, toRestored(findUndone(one, incident)))
  const title = toContainmentTitle(one)
  return one.targets.length === 0 ? title : `${title}: ${listNames(one).join(', ')}`
}

/** What a way back takes back; itself when that is not in the record any more. */
export function findUndone(one: Containment, incident: Incident): Containment {
  return findContainment(incident, one.undoes ?? one.id) ?? one
}

function toResultWords(
  one: Containment,
  { containments = [], evidence }: Incident,
): Pick<ContainedRow, 'icon' | 'word'> {
  if (one.ended === undefined)
    return isWaiting(one) ? { icon: '◻', word: 'waiting' } : { icon: '⏳', word: 'under way' }
  switch (one.ended.result) {
    case 'failed':
      return { icon: '⚠️', word: 'failed' }
    case 'unknown':
      return { icon: '❔', word: 'outcome unknown' }
    case 'done':
      if (one.undoes !== undefined) return { icon: '✅', word: 'done' }
      if (isTakenBack(one, containments)) return { icon: '↩️', word: 'taken back' }
      return isReverted(one, evidence) ? { icon: '⚠️', word: 'not so any more' } : { icon: '✅', word: 'done' }
    default:
      return one.ended.result satisfies never
  }
}

/** Rules have names like "." that would be overlooked without quotes. */
export function listNames({ step, targets }: Containment): readonly string[] {
  return targets.map(({ name }) => (step === 'disable-inbox-rules' ? `"${name}"` : name))
}
