// What teams and channels are called, so that people recognise them. Names come along with some events only, are
// whatever somebody typed, and decide nothing.
import { z } from 'zod'
import type { NamedChannel } from '../../domain/alert-channel.js'
import type { Incoming } from './incoming.js'

const longestName = 100

/** By `team:<id>` and `channel:<id>`: a team and its General channel share one id. */
export const namesSchema = z.record(z.string(), z.string())
export type Names = Readonly<z.infer<typeof namesSchema>>

/** What the activity calls its team and channels. */
export function readNames({ channelData }: Incoming): Names {
  const { team, channel, settings } = channelData ?? {}
  const found = [
    ['team', team] as const,
    ['channel', channel] as const,
    ['channel', settings?.selectedChannel] as const,
  ].flatMap(([kind, holder]): [string, string][] =>
    holder?.name === undefined || holder.name.trim() === ''
      ? []
      : [[`${kind}:${holder.id}`, holder.name.trim().slice(0, longestName)]],
  )
  return Object.fromEntries(found)
}

/** The same object when nothing is new. Only names of what is remembered are kept. */
export function mergeNames(names: Names, found: Names, ids: ReadonlySet<string>): Names {
  const fresh = Object.entries(found).filter(
    ([key, name]) => names[key] !== name && ids.has(key.slice(key.indexOf(':') + 1)),
  )
  return fresh.length === 0 ? names : { ...names, ...Object.fromEntries(fresh) }
}

/** "Mail Operations / On-call"; the id when nobody has said what it is called. */
export function nameChannel(names: Names, { channelId, teamId }: ChannelIds): NamedChannel {
  const team = teamId === undefined ? undefined : names[`team:${teamId}`]
  const own = names[`channel:${channelId}`] ?? (channelId === teamId ? 'General' : undefined)
  const known = [team, own].filter((one) => one !== undefined)
  return { channel: channelId, name: known.length === 0 ? channelId : known.join(' / ') }
}

export interface ChannelIds {
  readonly channelId: string
  readonly teamId: string | undefined
}
