// What the doctor asks of Teams: a token, the channels alerts go to, the list of people, groups, the clock.
import type { Check } from '../../domain/check.js'
import { checkClock } from '../../domain/clock-check.js'
import { findReason } from '../../domain/connection.js'
import { PlatformError } from '../../errors.js'
import type { Clock, Platform } from '../../ports.js'
import type { Connector, Target } from './connector.js'
import type { ConversationRecord } from './conversations.js'
import { withDeadline } from './deadline.js'
import {
  describeInstalled,
  examineInstallations,
  examineServiceUrls,
  findChannelTrouble,
} from './examine-places.js'
import type { Groups } from './groups.js'
import type { Remembered } from './record.js'
import type { ServiceUrls } from './service-urls.js'
import type { Transport } from './transport.js'

interface ExamineParts {
  readonly transport: Pick<Transport, 'authorize' | 'keys'>
  readonly connector: Pick<Connector, 'getMembers' | 'readTime'>
  readonly conversations: Pick<ConversationRecord, 'recall'>
  readonly serviceUrls: Pick<ServiceUrls, 'readRefused'>
  readonly groups: Pick<Groups, 'examine'>
  readonly alertChannels: readonly string[]
  readonly clock: Clock
}

const tokenMilliseconds = 10_000

export function createExamine(parts: ExamineParts): Platform['examine'] {
  return async (signal) => {
    const [token, keys] = await Promise.all([examineToken(parts), examineKeys(parts)])
    const groups = await parts.groups.examine(signal)
    const addresses = examineServiceUrls(parts.serviceUrls)
    if (token.result !== 'ok') return [token, keys, ...addresses, ...groups]
    const channels = await examineChannels(parts, signal)
    return [
      token,
      keys,
      ...addresses,
      ...channels,
      ...groups,
      checkClock({ whose: 'Teams', ...parts.connector.readTime() }),
    ]
  }
}

/** Each takes a call that alerts may need. */
const mostChannels = 20

async function examineChannels(parts: ExamineParts, signal: AbortSignal): Promise<readonly Check[]> {
  const channels = [...new Set(parts.alertChannels)]
  const record = channels.length === 0 ? undefined : await recall(parts)
  if (record === 'unreadable') return [unreadable]
  const checks: Check[] = record && channels.includes('installed') ? [...examineInstallations(record)] : []
  let looked = 0
  for (const channel of channels.slice(0, mostChannels)) {
    if (signal.aborted) break
    if (record !== undefined) checks.push(...(await examineChannel(parts, record, channel)))
    looked += 1
  }
  if (looked === channels.length) return checks
  const found = `${channels.length - looked} were not looked at: there are many, or time was up.`
  return [...checks, { name: 'Further channels', result: 'skipped', found, remedy: '' }]
}

async function examineToken({ transport, clock }: ExamineParts): Promise<Check> {
  const name = 'Bot token'
  try {
    const toError = () => new PlatformError('Microsoft Entra did not answer', { code: 'unavailable' })
    await withDeadline({ clock, milliseconds: tokenMilliseconds, toError }, () => transport.authorize())
    return { name, result: 'ok', found: 'Microsoft Entra gives the bot a token.', remedy: '' }
  } catch (error) {
    return { name, result: 'problem', ...toTokenTrouble(error) }
  }
}

/** Only when there are none of today does anybody look. */
async function examineKeys({ transport }: ExamineParts): Promise<Check> {
  const name = 'Signing keys'
  try {
    await transport.keys.look()
    return {
      name,
      result: 'ok',
      found: 'They are there: what Teams sends can be told from forgeries.',
      remedy: '',
    }
  } catch (error) {
    const found = error instanceof PlatformError ? `${error.message}.` : 'They could not be fetched.'
    return { name, result: 'problem', found, remedy: reachRemedy }
  }
}

const reachRemedy =
  "Let this machine reach Microsoft's sign-in for bots (docs/connect-teams.md), through the proxy of the settings if there is one."

/** Microsoft, "Microsoft Entra authentication and authorization error codes". */
const tokenTroubles: Readonly<Record<string, { readonly found: string; readonly remedy: string }>> = {
  AADSTS700016: {
    found: 'the home tenant knows no such app.',
    remedy: 'Correct teams.appId, teams.appType or teams.tenantId in the settings.',
  },
  AADSTS7000215: {
    found: 'the secret is wrong.',
    remedy:
      "Make a new client secret on the registration's page Certificates & secrets; copy its value, not its id.",
  },
  AADSTS7000222: {
    found: 'the secret has expired.',
    remedy: "Make a new client secret on the registration's page Certificates & secrets.",
  },
  AADSTS700027: {
    found: 'the certificate is not the one that was uploaded, or it has expired.',
    remedy: "Upload the certificate on the registration's page Certificates & secrets.",
  },
  AADSTS90002: { found: 'there is no such tenant.', remedy: 'Correct teams.tenantId in the settings.' },
}

// The message may name the tenant and the app; only Microsoft's own number of the error is passed on.
function toTokenTrouble(error: unknown) {
  const code = findEntraCode(error)
  const known = code === undefined ? undefined : tokenTroubles[code]
  if (known !== undefined)
    return { found: `Microsoft Entra refuses the bot: ${known.found} (${code})`, remedy: known.remedy }
  const reason = findReason(error)
  if (reason !== undefined)
    return { found: `Microsoft Entra could not be reached: ${reason}.`, remedy: reachRemedy }
  return {
    found: `Microsoft Entra gave the bot no token${code === undefined ? '' : ` (${code})`}.`,
    remedy:
      'Check its app id, tenant and secret in the settings, and that this machine reaches the sign-in of its cloud, through its proxy if there is one.',
  }
}

function findEntraCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  return /\bAADSTS\d{4,8}\b/.exec(error.message)?.[0] ?? findEntraCode(error.cause)
}

const unreadable: Check = {
  name: 'Channel',
  result: 'problem',
  found: 'What the store remembers of Teams could not be read.',
  remedy: 'Check the data folder.',
}

async function recall({ conversations }: ExamineParts): Promise<Remembered | 'unreadable'> {
  return conversations.recall().catch(() => 'unreadable' as const)
}

async function examineChannel(
  parts: ExamineParts,
  record: Remembered,
  channel: string,
): Promise<readonly Check[]> {
  const name = channel === 'installed' ? 'Channel' : `Channel ${channel}`
  const trouble = findChannelTrouble(record, channel)
  if (trouble !== undefined) return [{ name, result: 'problem', ...trouble }]
  const found = channel === 'installed' ? describeInstalled(record) : 'Named in the settings.'
  const conversationId = channel === 'installed' ? (record.alerts?.channelId ?? '') : channel
  const members = await examineMembers(parts, { serviceUrl: record.serviceUrl, conversationId })
  return [
    { name, result: 'ok', found, remedy: '' },
    { name: `Members of the ${name.toLowerCase()}`, ...members },
  ]
}

async function examineMembers({ connector }: ExamineParts, target: Target): Promise<Omit<Check, 'name'>> {
  try {
    await connector.getMembers(target)
    return { result: 'ok', found: 'They can be read, so it is known who presses.', remedy: '' }
  } catch (error) {
    return { result: 'problem', ...toMembersTrouble(error) }
  }
}

function toMembersTrouble(error: unknown) {
  const found = error instanceof PlatformError ? `${error.message}.` : 'Teams did not answer.'
  const code = error instanceof PlatformError ? error.code : 'unavailable'
  if (code === 'forbidden' || code === 'channel-not-found')
    return { found, remedy: 'Add the app to the team again, or correct the channel id in the settings.' }
  return {
    found,
    remedy: 'Check that this machine reaches Teams, through its proxy if there is one, and ask again.',
  }
}
