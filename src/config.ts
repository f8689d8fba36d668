// One schema for every setting. Problems are reported all at once, each with where it stands and what to do.
import { z } from 'zod'
import { ConfigError } from './errors.js'

const settingsSchema = z.object({
  port: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(0, 'must be 0 or more')
    .max(65_535, 'must be 65535 or less')
    .default(3978)
    .describe('Port of the one HTTP server; 0 takes a free one'),
  dataFolder: z.string().min(1).default('data').describe('Folder of the file store and the playground'),
  logLevel: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least important log line that is written'),
})

export type Settings = z.infer<typeof settingsSchema>

/** The environment variable of each setting. */
const variables: Readonly<Record<keyof Settings, string>> = {
  port: 'PORT',
  dataFolder: 'REPRIEVE_DATA',
  logLevel: 'REPRIEVE_LOG',
}

/** @throws ConfigError with every problem. An empty variable counts as unset. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.entries(variables)
    .map(([key, variable]) => [key, environment[variable]])
    .filter(([, value]) => value !== undefined && value !== '')
  const parsed = settingsSchema.safeParse(Object.fromEntries(given))
  if (parsed.success) return parsed.data
  throw new ConfigError(parsed.error.issues.map((issue) => toProblem(issue, environment)))
}

function toProblem(
  issue: z.core.$ZodIssue,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const variable =
    Object.entries(variables).find(([key]) => key === issue.path[0])?.[1] ?? issue.path.join('.')
  return `${variable}="${environment[variable] ?? ''}": ${issue.message}. Set it to a valid value or unset it.`
}
