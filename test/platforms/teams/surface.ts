// Holds the tests' Teams to what Reprieve says that it calls, sends and reads there.
import { connectorCalls, groupCalls } from '../../../src/platforms/teams/calls.js'

type Answered = Readonly<Record<string, unknown>>
type TeamsCall = (typeof connectorCalls)[number]

interface Asked {
  readonly method: string
  /** `/v3/...` or `/v1.0/...`, with its query and as it was escaped. */
  readonly url: string
  readonly body: unknown
}

/** Undefined: nobody wrote down that Reprieve asks this. */
export function findTeamsCall({ method, url, body }: Asked): TeamsCall | undefined {
  const { pathname, searchParams } = new URL(url, 'https://teams.invalid')
  const call = [...connectorCalls, ...groupCalls].find(
    (one) => one.method === method && matches(one.path, pathname),
  )
  if (call === undefined) return undefined
  const asked = [...searchParams.keys()]
  const isAsked =
    asked.every((key) => call.query.includes(key)) &&
    (call.isQueryFixed !== true || call.query.every((key) => asked.includes(key)))
  const selected = searchParams.get('$select')?.split(',') ?? []
  const isSent = listNames(body, call.sends).every((name) => call.sends.includes(name))
  return isAsked && isSent && selected.every((name) => call.reads.includes(name)) ? call : undefined
}

/** An object, or a list of them, as far as Reprieve says that it reads it. */
export function keepRead({ reads }: TeamsCall, body: unknown): unknown {
  if (!isRecord(body)) return body
  const { value } = body
  if (!Array.isArray(value) || reads.includes('value')) return keep(body, reads)
  return { ...body, value: value.map((one: unknown) => (isRecord(one) ? keep(one, reads) : one)) }
}

function matches(path: string, asked: string): boolean {
  const parts = asked.split('/')
  const wanted = path.split('/')
  return (
    parts.length === wanted.length && wanted.every((part, index) => part === '{}' || part === parts[index])
  )
}

/** Down to what is listed as a whole: `channelData.tenant.id`, but `attachments` with all that is in it. */
function listNames(
  body: unknown,
  listed: readonly string[],
  path: readonly string[] = [],
): readonly string[] {
  const name = path.join('.')
  if (name !== '' && listed.includes(name)) return [name]
  if (Array.isArray(body)) return body.flatMap((one: unknown) => listNames(one, listed, path))
  if (!isRecord(body)) return name === '' ? [] : [name]
  return Object.entries(body).flatMap(([key, value]) => listNames(value, listed, [...path, key]))
}

function keep(record: Answered, reads: readonly string[]): Answered {
  return Object.fromEntries(Object.entries(record).filter(([key]) => reads.includes(key)))
}

function isRecord(value: unknown): value is Answered {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
