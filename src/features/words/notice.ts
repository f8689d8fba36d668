// Refusals, explanations and errors in words that are safe for the actor. The one place where errors become words.

import type { Gap } from '../../domain/gap.js'
import { isSaid } from '../../domain/said.js'
import { BackendError, RefusedError, StaleError, StoreError } from '../../errors.js'
import type { Card } from '../cards.js'
import { toTone } from './words.js'

/** For every alert channel, when a bot begins with nothing: as after an installation, or with the wrong data folder. */
export function toNewStoreCard(storeId: string): Card {
  const text =
    `New data folder, store id ${storeId}. After an installation that is as it should be. If I have been here before: ` +
    'cards of before are not known to me any more, and what is restricted now is announced again, unblocked already or ' +
    'not. Then stop me and bring the former data folder back.'
  return {
    name: 'notice',
    view: { ...toTone('busy'), icon: '⚠️', title: 'I start with an empty memory', text, incidentId: '' },
  }
}

/** For every alert channel, when the state is older than what has happened. */
export function toGapCard({ why, knownUntil }: Gap): Card {
  const found =
    why === 'rebuilt'
      ? 'My state was damaged and has been rebuilt from the journal.'
      : 'My data folder is not as I left it: an older state stands in its place, as after a restored backup.'
  const until =
    knownUntil === undefined
      ? ''
      : ` The last thing I know of is of ${new Date(knownUntil).toISOString().slice(0, 16).replace('T', ' ')} UTC.`
  const text =
    `${found}${until} I read every list first. Whatever was confirmed and not finished before is void: look at each open ` +
    'card and, where it is still needed, review it again. Cards that were posted since may have no memory of mine behind them.'
  return {
    name: 'notice',
    view: { ...toTone('busy'), icon: '⚠️', title: 'I may have forgotten something', text, incidentId: '' },
  }
}

/** @param incidentId offers the way to where the incident stands; empty when there is none or it may not be seen. */
export function toErrorCard(error: unknown, incidentId: string): Card {
  if (error instanceof RefusedError) {
    const seen = error.reason === 'wrong-status' || error.reason.startsWith('confirmation-') ? incidentId : ''
    return {
      name: 'notice',
      view: {
        ...toTone('busy'),
        icon: '✋',
        title: 'Not done',
        text: isSaid(error.words) ? error.words : error.message,
        incidentId: seen,
      },
    }
  }
  if (error instanceof StaleError)
    return {
      name: 'notice',
      view: { ...toTone('busy'), icon: '🔄', title: 'Something changed', text: error.message, incidentId },
    }
  if (error instanceof BackendError)
    return {
      name: 'notice',
      view: {
        ...toTone('bad'),
        icon: '⚠️',
        title: 'Exchange did not answer',
        text: error.message,
        incidentId,
      },
    }
  const text =
    error instanceof StoreError
      ? 'Reprieve could not save this, so nothing was done. Its operator has been told in the log.'
      : `Something broke on our side and nothing was done${incidentId === '' ? '' : ` (incident ${incidentId})`}. The log has the details.`
  return { name: 'notice', view: { ...toTone('bad'), icon: '⚠️', title: 'Not done', text, incidentId: '' } }
}
