// What the doctor asks of Slack: the token, what it may do, the way requests come in, groups and channels.
import type { Check } from '../../domain/check.js'
import { checkClock } from '../../domain/clock-check.js'
import type { Platform } from '../../ports.js'
import type { Clients } from './clients.js'
import { examineArrivals } from './examine-arrivals.js'
import { examineChannel } from './examine-channel.js'
import { findSlackCode } from './platform-error.js'
import { checkScopes } from './scopes.js'
import type { SlackSettings } from './settings.js'
import type { Commons } from './shared.js'
import { toTrouble } from './trouble.js'
import type { Vitals } from './vitals.js'

interface ExamineParts {
  readonly settings: SlackSettings
  readonly clients: Clients
  readonly vitals: Vitals
  readonly commons: Pick<Commons, 'readArrived'>
  /** Asks whether the cards are taken; nobody does when undefined. */
  readonly examineCards: ((signal: AbortSignal) => Promise<readonly Check[]>) | undefined
}

/** The rest can be looked at on another day; Slack counts every look (Tier 2 for groups, 3 for channels). */
const mostLooks = 20

export function createExamine(parts: ExamineParts): Platform['examine'] {
  const { settings, clients, vitals, commons, examineCards } = parts
  const { teamId, accessGroups = [], alertChannels = [] } = settings
  return async (signal) => {
    const token = await examineToken(clients, teamId)
    const arrivals = [await examineArrivals({ settings, clients, vitals, commons })]
    if (!token.isUsable) return [...token.checks, ...arrivals]
    const looks = [
      ...[...new Set(alertChannels)].map((channel) => () => examineChannel(clients, channel)),
      ...[...new Set(accessGroups)].map((group) => () => examineGroup(clients, group)),
    ]
    const checks: Check[] = []
    // One after the other: the limits that this could use up are those that alerts need.
    for (const look of looks.slice(0, mostLooks)) {
      if (signal.aborted) break
      checks.push(await look())
    }
    const cards = (await examineCards?.(signal)) ?? []
    return [...token.checks, ...arrivals, ...checks, ...toLeftOut(looks.length - checks.length), ...cards]
  }
}

function toLeftOut(count: number): readonly Check[] {
  if (count === 0) return []
  const found = `${count} channels or groups were not looked at: Slack would ask to slow down, or time was up.`
  return [{ name: 'Further channels and groups', result: 'skipped', found, remedy: '' }]
}

interface TokenFindings {
  /** Whether it makes sense to ask Slack for more. */
  readonly isUsable: boolean
  readonly checks: readonly Check[]
}

async function examineToken(clients: Clients, teamId: string): Promise<TokenFindings> {
  const name = 'Bot token'
  try {
    const found = await clients.call('auth.test', () => clients.bulk.auth.test())
    const clock = checkClock({ whose: 'Slack', ...clients.readTime() })
    const granted = found.response_metadata?.scopes
    if (found.team_id === teamId) {
      const works = `Works in the workspace ${found.team ?? teamId}.`
      const token: Check = { name, result: 'ok', found: works, remedy: '' }
      return { isUsable: true, checks: [token, ...checkScopes(granted), clock] }
    }
    const other = `It is of the workspace ${found.team ?? ''} (${found.team_id ?? 'unknown'}), not of ${teamId}.`
    const remedy =
      'Correct slack.teamId in the settings, or copy the token of the app in the right workspace.'
    return { isUsable: false, checks: [{ name, result: 'problem', found: other, remedy }, clock] }
  } catch (error) {
    return { isUsable: false, checks: [{ name, result: 'problem', ...toTrouble(error) }] }
  }
}

async function examineGroup(clients: Clients, group: string): Promise<Check> {
  const name = `User group ${group}`
  try {
    const { users = [] } = await clients.call('usergroups.users.list', () =>
      clients.bulk.usergroups.users.list({ usergroup: group }),
    )
    if (users.length > 0)
      return { name, result: 'ok', found: `Its members can be read: ${users.length}.`, remedy: '' }
    const remedy = 'Add people to the group, or take it out of the access list.'
    return { name, result: 'warning', found: 'Nobody is in it.', remedy }
  } catch (error) {
    if (findSlackCode(error) !== 'no_such_subteam') return { name, result: 'problem', ...toTrouble(error) }
    const remedy = 'Correct the id of the group in the access list.'
    return { name, result: 'problem', found: 'There is no such group.', remedy }
  }
}
