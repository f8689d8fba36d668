// Entries that could be read again, or whose tenant is not watched any more.
import type { CellWrite } from '../../domain/cell.js'
import type { Parts } from '../feature.js'
import { listSubjectEnds } from '../forgetting/subjects.js'
import { unreadOf } from './record.js'

export async function listOverUnread(parts: Parts): Promise<readonly CellWrite[]> {
  return listSubjectEnds(parts, {
    beginning: 'unread:',
    toCell: unreadOf,
    listCards: ({ id }) => [`unread-card:${id}:`],
    isOver: ({ endedAt, tenantId }) => endedAt !== undefined || !parts.tenants.has(tenantId),
  })
}
