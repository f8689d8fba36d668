import { ConfigError } from '../src/errors.js'

const REAL_CREDENTIALS = [
  /^SLACK_/,
  /^MicrosoftApp/i,
  /^REPRIEVE_CONFIG$/,
  /^REPRIEVE_SLACK_/,
  /^REPRIEVE_TEAMS_/,
  /^REPRIEVE_EXCHANGE_/,
  /^EXCHANGE_/,
]

/**
 * The playground acts on a sandbox with everything allowed. Beside real settings that is one mistake away from acting
 * on a real tenant, so it does not start at all.
 *
 * @throws ConfigError that names every variable in the way, never their values.
 */
export function refuseRealCredentials(environment: Readonly<Record<string, string | undefined>>): void {
  const found = Object.keys(environment)
    .filter((name) => environment[name] !== undefined && environment[name] !== '')
    .filter((name) => REAL_CREDENTIALS.some((pattern) => pattern.test(name)))
    .sort()
  if (found.length === 0) return
  throw new ConfigError([`the playground refuses to run beside real credentials: unset ${found.join(', ')}`])
}
