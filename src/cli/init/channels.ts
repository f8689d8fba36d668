import { z } from 'zod'
import { toTenantPath, type Walk } from './walk.js'

const channelsSchema = z.array(z.record(z.string(), z.unknown())).catch([])

/** Where a tenant's channel on this platform stands, or the next place for one. */
export function toChannelPath(walk: Walk, platform: 'slack' | 'teams'): readonly (string | number)[] {
  const path = toTenantPath(walk, 'channels')
  const channels = channelsSchema.parse(walk.files.draft.read(path))
  const at = channels.findIndex((one) => one[platform] !== undefined)
  return [...path, at === -1 ? channels.length : at, platform]
}
