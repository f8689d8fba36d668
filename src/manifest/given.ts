// What an admin says about their installation, checked before anything is written with it.

import { z } from 'zod'
import { findUrl } from '../domain/url.js'
import { ConfigError } from '../errors.js'
import { exampleHost, exampleId } from './template.js'

const host = z
  .string()
  .trim()
  .check((context) => {
    const problem = findHostProblem(context.value)
    if (problem !== undefined) context.issues.push({ code: 'custom', message: problem, input: context.value })
  })
  .transform((text) => new URL(text).origin)

const appId = z
  .guid('must be a GUID, the application (client) id of the bot')
  .toLowerCase()
  .refine((id) => id !== exampleId, 'is the placeholder; say the application (client) id of the bot')

const page = z.url({ protocol: /^https$/, error: 'must be an https:// URL' }).max(2_048)

/** What Teams shows about who runs the app. The pages are the host's when left out. */
const publisherSchema = z.strictObject({
  name: z.string().trim().min(1, 'is empty').max(32, 'must have 32 characters or fewer').optional(),
  websiteUrl: page.optional(),
  privacyUrl: page.optional(),
  termsOfUseUrl: page.optional(),
})

const slackFields = {
  /** Where Slack and Teams reach Reprieve: `https://` and a name. Slack alone in Socket Mode needs none. */
  host: host.optional(),
  socketMode: z.boolean().default(false),
}

const teamsFields = {
  /** Application (client) id of the bot's registration; the Teams app gets the same. */
  appId,
  /** Teams takes an update only when this has grown. */
  version: z
    .string()
    .regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/, 'must be three numbers, such as 1.0.1')
    .optional(),
  publisher: publisherSchema.default({}),
}

const hostMissing = {
  path: ['host'],
  message: `is missing; say where Reprieve is reachable, such as ${exampleHost}`,
  // Otherwise other problems would hide this one.
  when: () => true,
}

export const slackGivenSchema = z
  .strictObject(slackFields)
  .refine((given) => given.socketMode || given.host !== undefined, hostMissing)

export const teamsGivenSchema = z.strictObject({ ...teamsFields, host })

/** For both at once; without an `appId` for Slack alone. */
export const bothGivenSchema = z
  .strictObject({ ...slackFields, ...teamsFields, appId: appId.optional() })
  .refine((given) => given.host !== undefined || (given.socketMode && given.appId === undefined), hostMissing)

export type SlackGiven = z.input<typeof slackGivenSchema>
export type TeamsGiven = z.input<typeof teamsGivenSchema>
export type BothGiven = z.input<typeof bothGivenSchema>

/** @throws ConfigError with every problem at once. */
export function parseGiven<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const read = schema.safeParse(given)
  if (read.success) return read.data
  throw new ConfigError(read.error.issues.map(toProblem))
}

function toProblem({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`
}

/** At least two labels, the last of them no number: neither `localhost` nor an IP address. */
const publicName = /^(?:[a-z\d-]+\.)+[a-z\d-]*[a-z][a-z\d-]*$/

function findHostProblem(text: string): string | undefined {
  if (text === '') return `is empty; say where Reprieve is reachable, such as ${exampleHost}`
  if (!text.includes('://')) return `"${text}" has no scheme; say https://${text}`
  const url = findUrl(text)
  if (url === undefined) return `"${text}" is not a URL; say something like ${exampleHost}`
  if (url.protocol !== 'https:')
    return `"${text}" must start with https://; Slack and Teams call nothing else`
  if (url.username !== '' || url.password !== '') return 'must hold no user name and no password'
  if (!publicName.test(url.hostname))
    return `"${url.hostname}" must be a name that Slack and Microsoft can reach from the internet`
  if (url.origin === text.toLowerCase()) return undefined
  return `"${text}" must be scheme and name alone, without path or trailing slash; say ${url.origin}`
}
