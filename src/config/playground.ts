// The few settings that make sense for a playground, by environment alone.
import { z } from 'zod'
import { ConfigError } from '../errors.js'
import { toProblems, toText } from './problem.js'
import { type Environment, findVariable } from './references.js'
import { toRows, toTyped } from './rows.js'
import { settingsSchema } from './schema.js'

const { server, dataFolder, logLevel } = settingsSchema.shape
const playgroundSchema = z.strictObject({ server, dataFolder, logLevel })

export interface Settings {
  readonly port: number
  readonly dataFolder: string
  readonly logLevel: z.infer<typeof logLevel>
}

/** @throws ConfigError with every problem. An empty variable counts as unset. */
export function readSettings(environment: Environment): Settings {
  const rows = toRows()
  const find = (path: string) => {
    const row = rows.find((one) => one.path === path)
    const value = row?.variable === undefined ? undefined : findVariable(environment, row.variable)
    return value === undefined ? undefined : toTyped(value, row)
  }
  const given = {
    server: { port: find('server.port') },
    dataFolder: find('dataFolder'),
    // Whoever tries it looks at the page: one line says where.
    logLevel: find('logLevel') ?? 'error',
  }
  const parsed = playgroundSchema.safeParse(given)
  if (parsed.success)
    return {
      port: parsed.data.server.port,
      dataFolder: parsed.data.dataFolder,
      logLevel: parsed.data.logLevel,
    }
  const toVariable = (path: string) => rows.find((row) => row.path === path)?.variable ?? path
  const problems = parsed.error.issues.flatMap((issue) => toProblems(issue, given, rows))
  throw new ConfigError(problems.map((problem) => toText({ ...problem, path: toVariable(problem.path) })))
}
