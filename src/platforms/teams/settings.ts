import { createPrivateKey } from 'node:crypto'
import { z } from 'zod'
import { ConfigError } from '../../errors.js'
import { teamsCloudNames } from './clouds.js'

const guid = z
  .string()
  .trim()
  .regex(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i, 'must be a GUID')
  .toLowerCase()

/**
 * `channel`: there, where Teams is known to do that, else as `chat`: in the personal chat. `card`: what comes of a press takes
 * the place of the card that was pressed, for whoever pressed.
 */
const privatePlaces = ['channel', 'chat', 'card'] as const

// An empty app id would switch the SDK's authentication off and a mistyped type would silently mean MultiTenant
// (botbuilder 4.23.3), so both are refused here, before the SDK sees them.
const teamsSettingsSchema = z.strictObject({
  /** Application (client) id of the bot's registration. */
  appId: guid,
  appType: z.enum(['SingleTenant', 'UserAssignedMsi', 'MultiTenant']),
  /** The home tenant: only its members count as members, and only its installations are remembered. */
  tenantId: guid,
  appPassword: z.string().min(1).optional(),
  /** Instead of a password: a certificate, with its private key as PEM. */
  certificateThumbprint: z
    .string()
    .transform((text) => text.replaceAll(/[\s:]/g, ''))
    .pipe(z.string().regex(/^[\da-f]{40}$/i, 'must be the SHA-1 thumbprint: 40 hexadecimal digits'))
    .optional(),
  certificatePrivateKey: z
    .string()
    .refine(isPrivateKey, 'must be an RSA private key as PEM, without a passphrase')
    .optional(),
  /** Where the connector is until an activity has said so; Microsoft's own of the cloud when undefined. */
  serviceUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Further addresses that an activity may name, beside Microsoft's own. */
  serviceUrls: z
    .array(z.url({ protocol: /^https$/, error: 'must start with https://' }))
    .max(20)
    .readonly()
    .default([]),
  /** Entra groups that the access list gives a role to. With none, Microsoft Graph is never asked. */
  accessGroups: z
    .array(guid)
    .max(200)
    .transform((ids): readonly string[] => [...new Set(ids)])
    .default([]),
  /** Where alerts go, for the doctor to look at: channel ids and `installed`. It may change while the bot runs. */
  alertChannels: z.array(z.string()).readonly().default([]),
  /** Microsoft's cloud that the bot and its home tenant are in. */
  cloud: z.enum(teamsCloudNames).default('worldwide'),
  /** Where somebody in a channel is shown what is for them alone. */
  privateAnswers: z.enum(privatePlaces).default('channel'),
})

export type TeamsSettings = z.input<typeof teamsSettingsSchema>
export type CheckedTeamsSettings = z.output<typeof teamsSettingsSchema>

/**
 * Replaces Microsoft's keys and tokens. Handed in by code only: the playground and the tests sign with a key of their
 * own. There is no setting that leads here, and no way to go without a signature.
 */
export interface TeamsAuthentication {
  readonly appId: string
  readonly tenantId: string
  readonly openIdMetadataUrl: string
  readonly outboundToken: string
  /** Takes the place of Microsoft Graph; without it no group is ever asked about. */
  readonly graphUrl?: string
}

/** @throws ConfigError with every problem at once. */
export function parseTeamsSettings(
  given: TeamsSettings,
  authentication: TeamsAuthentication | undefined,
): CheckedTeamsSettings {
  const own = authentication && { appId: authentication.appId, tenantId: authentication.tenantId }
  const read = teamsSettingsSchema.safeParse({ ...given, ...own })
  if (!read.success) throw new ConfigError(read.error.issues.map(toProblem))
  const problems = authentication === undefined ? findCredentialProblems(read.data) : []
  if (problems.length > 0) throw new ConfigError(problems)
  return read.data
}

function toProblem(issue: z.core.$ZodIssue): string {
  return `teams.${issue.path.join('.')}: ${issue.message}`.replace('teams.: ', 'teams: ')
}

function findCredentialProblems(settings: CheckedTeamsSettings): string[] {
  const { appType, appPassword, certificateThumbprint, certificatePrivateKey } = settings
  const certificate = [certificateThumbprint, certificatePrivateKey].filter((part) => part !== undefined)
  const problems: string[] = []
  if (settings.serviceUrl?.startsWith('https://') === false)
    problems.push('teams.serviceUrl: must start with https://')
  if (certificate.length === 1)
    problems.push('teams: certificateThumbprint and certificatePrivateKey belong together')
  const secrets = (appPassword === undefined ? 0 : 1) + (certificate.length > 0 ? 1 : 0)
  if (appType === 'UserAssignedMsi' && secrets > 0)
    problems.push('teams: a UserAssignedMsi bot has neither appPassword nor certificate')
  if (appType !== 'UserAssignedMsi' && secrets !== 1)
    problems.push(`teams: a ${appType} bot needs either appPassword or a certificate`)
  return problems
}

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}
