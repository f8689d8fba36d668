// Whether requests of Slack can reach us, by the route or by Socket Mode.
import type { Check } from '../../domain/check.js'
import type { Instant } from '../../domain/instant.js'
import { toUtcText } from '../../domain/words.js'
import type { Clients } from './clients.js'
import type { SlackSettings } from './settings.js'
import type { Commons } from './shared.js'
import { toTrouble } from './trouble.js'
import type { Vitals } from './vitals.js'

interface ArrivalParts {
  readonly settings: SlackSettings
  readonly clients: Clients
  readonly vitals: Vitals
  readonly commons: Pick<Commons, 'readArrived'>
}

export async function examineArrivals({ settings, clients, vitals, commons }: ArrivalParts): Promise<Check> {
  if (settings.mode === 'socket') return examineSocket(settings.appToken, clients, vitals)
  const name = 'Signing secret'
  const here = vitals.readArrivals()
  const anywhere = await commons.readArrived()
  const genuineAt = toLater(here.genuineAt, anywhere.genuineAt)
  const forgedAt = toLater(here.forgedAt, anywhere.forgedAt)
  // Anybody can send what is not signed; one request that is proves the secret.
  if (genuineAt !== undefined)
    return { name, result: 'ok', found: `Last genuine request ${toUtcText(genuineAt)}.`, remedy: '' }
  if (forgedAt !== undefined)
    return {
      name,
      result: 'warning',
      found: `No request was signed with it, and one was refused ${toUtcText(forgedAt)}.`,
      remedy: 'If clicks do not work: copy the signing secret from the app\'s page "Basic Information".',
    }
  return {
    name,
    result: 'skipped',
    found: 'It is set. Nothing has come from Slack since the start, so it is not known whether it is right.',
    remedy: 'Type /restricted help in Slack.',
  }
}

function toLater(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  return one === undefined ? other : Math.max(one, other ?? one)
}

async function examineSocket(appToken: string, clients: Clients, vitals: Vitals): Promise<Check> {
  const name = 'Socket Mode'
  const { disconnected } = vitals.readArrivals()
  const remedy =
    'Check the app-level token (connections:write), and that this machine reaches Slack by wss, through its proxy if there is one.'
  if (disconnected !== undefined) return { name, result: 'problem', found: disconnected, remedy }
  try {
    // Hands out an address and changes nothing; that the connection itself stands, the line above would deny.
    await clients.call('apps.connections.open', () => clients.bulk.apps.connections.open({ token: appToken }))
    return { name, result: 'ok', found: 'The app-level token opens connections.', remedy: '' }
  } catch (error) {
    return { name, result: 'problem', found: toTrouble(error).found, remedy }
  }
}
