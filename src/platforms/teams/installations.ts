// How an activity changes what is remembered of where the app is.
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { type Event, isNewcomer, readEvent } from './events.js'
import { type Incoming, withoutThread } from './incoming.js'
import { mergeNames, readNames } from './names.js'
import { findIds, goneReasons, type Installation, type Remembered } from './record.js'

const mostInstallations = 50
const mostDeleted = 100
/** One installation is reported twice, and only one of the two reports knows which channel was chosen. */
const choosingMilliseconds = 10 * minuteMilliseconds

interface Circumstances {
  readonly now: Instant
  /** Channels that the settings name. */
  readonly named: readonly string[]
}

/** The same object when nothing changes. */
export function learnFrom(before: Remembered, incoming: Incoming, given: Circumstances): Remembered {
  const teamId = incoming.channelData?.team?.id
  if (teamId === undefined || incoming.conversation.conversationType === 'personal') return before
  const event = readEvent(incoming)
  const next = event === undefined ? before : applyEvent(before, { event, teamId, incoming, ...given })
  return withNames(withTeam(next, incoming, { teamId, ...given }), incoming)
}

interface Happening extends Circumstances {
  readonly event: Event
  readonly teamId: string
  readonly incoming: Incoming
}

function applyEvent(before: Remembered, happening: Happening): Remembered {
  const { event, teamId, incoming, named } = happening
  const channelId = incoming.channelData?.channel?.id
  switch (event) {
    case 'added':
      return add(before, happening)
    case 'app-removed':
      return leave(before, teamId, 'app-removed')
    case 'teamDeleted':
    case 'teamHardDeleted':
      return leave(before, teamId, 'team-deleted')
    case 'teamArchived':
      return changeTeam(before, teamId, (one) =>
        one.isArchived === true ? one : { ...one, isArchived: true },
      )
    case 'teamRestored':
      return isKnown(before, teamId) ? returnTo(before, teamId, ['team-deleted']) : add(before, happening)
    case 'teamUnarchived':
      return isKnown(before, teamId)
        ? unarchive(returnTo(before, teamId, ['team-deleted']), teamId)
        : add(before, happening)
    case 'channelDeleted':
      return deleteChannel(before, channelId, named)
    case 'channelRestored':
      return isKnown(before, teamId) ? restoreChannel(before, channelId) : add(before, happening)
    case 'heard':
      return restoreChannel(
        unarchive(returnTo(before, teamId, goneReasons), teamId),
        withoutThread(incoming.conversation.id),
      )
    default:
      return event satisfies never
  }
}

/** What comes back was forgotten by versions that knew only where the bot is. */
function isKnown({ installations }: Remembered, teamId: string): boolean {
  return installations.some((one) => one.teamId === teamId)
}

function add(before: Remembered, { teamId, incoming, now }: Happening): Remembered {
  const { channelData, conversation, recipient, tenantId } = incoming
  const chosen = channelData?.settings?.selectedChannel?.id
  const known = before.installations.find((one) => one.teamId === teamId)
  // `conversationUpdate` names the General channel; only `installationUpdate` knows which one was chosen.
  const channelId = chosen ?? known?.channelId ?? channelData?.channel?.id ?? withoutThread(conversation.id)
  if (!channelId.startsWith('19:')) return before
  const isWelcomed = isNewcomer(incoming) || (known?.isWelcomed === true && known.channelId === channelId)
  const entry = { teamId, channelId, tenantId, botId: recipient.id, ...(isWelcomed ? { isWelcomed } : {}) }
  if (known !== undefined && isSame(known, entry) && before.alerts !== undefined) return before
  const installations =
    known === undefined
      ? keepMost([...before.installations, entry], before.alerts?.teamId)
      : before.installations.map((one) => (one === known ? entry : one))
  return { ...before, installations, alerts: toAlerts(before, { teamId, channelId, chosen, now }) }
}

interface Addition {
  readonly teamId: string
  readonly channelId: string
  readonly chosen: string | undefined
  readonly now: Instant
}

/** The first channel the app was added to keeps the alerts; only what was chosen in that same installation moves them. */
function toAlerts({ alerts }: Remembered, { teamId, channelId, chosen, now }: Addition) {
  if (alerts === undefined) {
    const open = chosen === undefined ? { openUntil: now + choosingMilliseconds } : {}
    return { teamId, channelId, isPinned: false, ...open }
  }
  const isOpen = alerts.teamId === teamId && (alerts.openUntil ?? 0) > now
  return isOpen && chosen !== undefined ? { teamId, channelId: chosen, isPinned: false } : alerts
}

function isSame(one: Installation, other: Installation): boolean {
  return (
    one.gone === other.gone &&
    one.isArchived === other.isArchived &&
    one.channelId === other.channelId &&
    one.botId === other.botId &&
    one.isWelcomed === other.isWelcomed
  )
}

/** What is gone goes first, and never the team that gets the alerts. */
function keepMost(installations: readonly Installation[], kept: string | undefined): readonly Installation[] {
  if (installations.length <= mostInstallations) return installations
  const others = installations.filter((one) => one.teamId !== kept)
  const dropped = others.find((one) => one.gone !== undefined) ?? others.at(-1)
  return installations.filter((one) => one !== dropped)
}

function leave(before: Remembered, teamId: string, gone: NonNullable<Installation['gone']>): Remembered {
  return changeTeam(before, teamId, (one) => {
    if (one.gone !== undefined) return one
    const { isWelcomed: _, ...rest } = one
    return { ...rest, gone }
  })
}

function returnTo(
  before: Remembered,
  teamId: string,
  from: readonly NonNullable<Installation['gone']>[],
): Remembered {
  return changeTeam(before, teamId, (one) => {
    if (one.gone === undefined || !from.includes(one.gone)) return one
    const { gone: _, ...rest } = one
    return rest
  })
}

function unarchive(before: Remembered, teamId: string): Remembered {
  return changeTeam(before, teamId, (one) => {
    if (one.isArchived === undefined) return one
    const { isArchived: _, ...rest } = one
    return rest
  })
}

function changeTeam(
  before: Remembered,
  teamId: string,
  change: (one: Installation) => Installation,
): Remembered {
  const installations = before.installations.map((one) => (one.teamId === teamId ? change(one) : one))
  const isChanged = installations.some((one, at) => one !== before.installations[at])
  return isChanged ? { ...before, installations } : before
}

function deleteChannel(
  before: Remembered,
  channelId: string | undefined,
  named: readonly string[],
): Remembered {
  if (channelId === undefined || before.deletedChannels.includes(channelId)) return before
  if (!isOfInterest(before, channelId, named)) return before
  return { ...before, deletedChannels: [...before.deletedChannels, channelId].slice(-mostDeleted) }
}

function restoreChannel(before: Remembered, channelId: string | undefined): Remembered {
  if (channelId === undefined || !before.deletedChannels.includes(channelId)) return before
  return { ...before, deletedChannels: before.deletedChannels.filter((one) => one !== channelId) }
}

function isOfInterest(
  { alerts, installations }: Remembered,
  channelId: string,
  named: readonly string[],
): boolean {
  const own = [alerts?.channelId, ...installations.map((one) => one.channelId), ...named]
  return own.includes(channelId)
}

interface Whereabouts extends Circumstances {
  readonly teamId: string
}

/** A channel of the settings is lost with its team, so it has to be known which team that is. */
function withTeam(before: Remembered, incoming: Incoming, { teamId, named }: Whereabouts): Remembered {
  const spoken = [incoming.channelData?.channel?.id, withoutThread(incoming.conversation.id)]
  const channelId = spoken.find((one) => one !== undefined && named.includes(one))
  if (channelId === undefined || findIds(before, channelId).teamId === teamId) return before
  return { ...before, teams: { ...before.teams, [channelId]: teamId } }
}

function withNames(before: Remembered, incoming: Incoming): Remembered {
  const { alerts, installations, teams } = before
  const ids = [
    ...installations.flatMap((one) => [one.teamId, one.channelId]),
    ...(alerts === undefined ? [] : [alerts.teamId, alerts.channelId]),
    ...Object.entries(teams).flat(),
  ]
  const names = mergeNames(before.names, readNames(incoming), new Set(ids))
  return names === before.names ? before : { ...before, names }
}
