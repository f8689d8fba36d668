// Beside the heading of a group on a digest: those that look alike and harmless are reviewed together, the others opened.
import { canBeReviewed } from '../../domain/incident.js'
import { isStormVerdict, mostStormRows, toStormGroup } from '../../domain/storm-review.js'
import type { DigestGroup, GroupButton } from '../feature.js'
import { toGroupId } from './group.js'
import { toAlikeText } from './words.js'

export function toStormButton({
  digestId,
  tenant,
  verdict,
  incidents,
}: DigestGroup): GroupButton | undefined {
  const [some] = incidents
  const group = some === undefined ? undefined : toStormGroup(some)
  if (group === undefined || incidents.length < 2) return undefined
  const id = toGroupId(digestId, group)
  const { length } = incidents
  if (!isStormVerdict(verdict))
    return {
      pressId: 'storm-open',
      id,
      title: `Open ${length}`,
      label: `Open ${length} that ${toAlikeText(verdict, length)}`,
    }
  const free = incidents.filter((one) => canBeReviewed(one) && one.together === undefined).length
  const count = Math.min(free, mostStormRows)
  if (tenant.isWatchOnly === true || count < 2) return undefined
  return {
    pressId: 'storm',
    id,
    title: `Review ${count}…`,
    label: `Review ${count} together that ${toAlikeText(verdict, count)}`,
  }
}
