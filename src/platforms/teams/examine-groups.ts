// Whether Microsoft Graph tells who is in the groups of the access list.
import { z } from 'zod'
import type { Check } from '../../domain/check.js'
import { findReason } from '../../domain/connection.js'
import { PlatformError } from '../../errors.js'
import type { Clock, Fetch } from '../../ports.js'
import { groupCalls } from './calls.js'
import { withDeadline } from './deadline.js'
import type { Transport } from './transport.js'

interface GroupsAsked {
  readonly transport: Pick<Transport, 'authorizeForGraph'>
  readonly fetch: Fetch
  readonly graphUrl: string
  readonly accessGroups: readonly string[]
  readonly clock: Clock
}

/** One line a group, so a long access list is looked at in part. */
const mostGroups = 20
const callMilliseconds = 5_000

/** Of everything that is asked about groups: with those of the doctor's call alone nobody would get a role yet. */
const permissions = [...new Set(groupCalls.flatMap((call) => call.permissions))]

const grant = {
  result: 'problem',
  found: 'Microsoft Graph refuses to tell about groups: nobody gets a role through them.',
  remedy: `Give the bot's app registration the application permissions ${permissions.join(' and ')}, and let an administrator consent.`,
} as const
const silent = {
  result: 'problem',
  found: 'Microsoft Graph did not answer: nobody gets a role through groups while it does not.',
  remedy:
    'Check that this machine reaches Microsoft Graph, through its proxy if there is one, and ask again.',
} as const

export async function examineGroups(asked: GroupsAsked, signal: AbortSignal): Promise<readonly Check[]> {
  const checks: Check[] = []
  for (const group of asked.accessGroups.slice(0, mostGroups)) {
    if (signal.aborted) break
    checks.push({ name: `Group ${group}`, ...(await examineGroup(asked, group)) })
  }
  const left = asked.accessGroups.length - checks.length
  if (left === 0) return checks
  const found = `${left} were not looked at: there are many, or time was up.`
  return [...checks, { name: 'Further groups', result: 'skipped', found, remedy: '' }]
}

const groupSchema = z.object({ displayName: z.string().min(1) })

async function examineGroup(asked: GroupsAsked, group: string): Promise<Omit<Check, 'name'>> {
  const toError = () => new PlatformError('Graph did not answer within 5 s', { code: 'unavailable' })
  const { clock } = asked
  try {
    const { status, text } = await withDeadline(
      { clock, milliseconds: callMilliseconds, toError },
      (signal) => readGroup(asked, group, signal),
    )
    if (status === 401 || status === 403) return grant
    if (status === 404)
      return {
        result: 'problem',
        found: 'There is no such group in the home tenant.',
        remedy: 'Correct the id of the group in the access list.',
      }
    if (status !== 200) return { ...silent, found: `Microsoft Graph answered ${status}.` }
    return { result: 'ok', found: `Known as ${toName(text)}.`, remedy: '' }
  } catch (error) {
    const reason = findReason(error)
    if (reason === undefined) return silent
    const found = `Microsoft Graph could not be reached: ${reason}. Nobody gets a role through groups while it cannot.`
    return { ...silent, found }
  }
}

async function readGroup({ transport, fetch, graphUrl }: GroupsAsked, group: string, signal: AbortSignal) {
  const authorization = await transport.authorizeForGraph()
  const response = await fetch(`${graphUrl}/v1.0/groups/${encodeURIComponent(group)}?$select=displayName`, {
    // The token must not follow a redirect to somewhere else.
    redirect: 'error',
    signal,
    headers: { authorization },
  })
  return { status: response.status, text: await response.text() }
}

function toName(text: string): string {
  return groupSchema.parse(JSON.parse(text)).displayName
}
