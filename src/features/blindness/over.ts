// What was over long ago.
import type { CellWrite } from '../../domain/cell.js'
import type { Parts } from '../feature.js'
import { listSubjectEnds } from '../forgetting/subjects.js'
import { blindnessOf } from './record.js'

export async function listOverBlindness(parts: Parts): Promise<readonly CellWrite[]> {
  return listSubjectEnds(parts, {
    beginning: 'blindness:',
    toCell: blindnessOf,
    listCards: ({ id }) => [`blind-card:${id}:`, `blind-page:${id}:`],
    isOver: ({ endedAt }) => endedAt !== undefined,
  })
}
