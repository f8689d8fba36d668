// What is remembered of Teams. The channel that gets alerts is remembered apart from where the app is now: it stays the
// same when the app is added elsewhere, and when it is taken away and comes back.
import { z } from 'zod'
import { type ChannelIds, namesSchema } from './names.js'

export const goneReasons = ['app-removed', 'team-deleted', 'channel-deleted'] as const

const installationSchema = z
  .object({
    teamId: z.string(),
    channelId: z.string(),
    tenantId: z.string(),
    botId: z.string(),
    /** Why nothing can be posted in this team now. */
    gone: z.enum(goneReasons).optional(),
    /** Apart from `gone`, whose words an older program would not all know. */
    isArchived: z.boolean().optional(),
    /** Whether the channel was told that the app is there. */
    isWelcomed: z.boolean().optional(),
  })
  .readonly()
export type Installation = z.infer<typeof installationSchema>

const alertsSchema = z
  .object({
    teamId: z.string(),
    channelId: z.string(),
    /** An approver has said so. */
    isPinned: z.boolean(),
    /** Until when the choice that belongs to the same installation may still come. */
    openUntil: z.number().optional(),
  })
  .readonly()

export const recordSchema = z
  .object({
    serviceUrl: z.string(),
    installations: z.array(installationSchema).readonly(),
    /** Where alerts go; undefined until the app was added somewhere. */
    alerts: alertsSchema.optional(),
    deletedChannels: z.array(z.string()).readonly().default([]),
    /** The team of a channel, by its id, when that is known and the channel matters. */
    teams: z.record(z.string(), z.string()).readonly().default({}),
    names: namesSchema.readonly().default({}),
  })
  .readonly()
export type Remembered = z.infer<typeof recordSchema>

/** Remembered before `alerts` was: they went to the first installation. */
export function withAlerts(record: Remembered): Remembered {
  const [first] = record.installations
  if (record.alerts !== undefined || first === undefined) return record
  return { ...record, alerts: { teamId: first.teamId, channelId: first.channelId, isPinned: false } }
}

export function findIds({ alerts, installations, teams }: Remembered, channelId: string): ChannelIds {
  if (alerts?.channelId === channelId) return alerts
  const home = installations.find((one) => one.channelId === channelId || one.teamId === channelId)
  return { channelId, teamId: home?.teamId ?? teams[channelId] }
}

export type TeamsLoss = (typeof goneReasons)[number] | 'team-archived'

/** Why a channel cannot be reached; undefined when nothing speaks against it. */
export function findLoss(record: Remembered, channelId: string): TeamsLoss | undefined {
  const { teamId } = findIds(record, channelId)
  const home = record.installations.find((one) => one.teamId === teamId)
  if (home?.gone !== undefined) return home.gone
  if (home?.isArchived === true) return 'team-archived'
  return record.deletedChannels.includes(channelId) ? 'channel-deleted' : undefined
}
