// The keys that sign for Teams: fetched once however many ask, with a time limit, and kept while they cannot be renewed.
// Whoever makes up key ids costs Microsoft one look in five minutes, and nobody else anything.
import { createPublicKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { createBackoff } from '../../concurrency/backoff.js'
import { createJointWork } from '../../concurrency/joint-work.js'
import { withReason } from '../../domain/connection.js'
import { hourMilliseconds, minuteMilliseconds } from '../../domain/instant.js'
import { PlatformError } from '../../errors.js'
import type { Clock, Fetch, Log } from '../../ports.js'
import { withDeadline } from './deadline.js'

export interface SigningKey {
  readonly key: KeyObject
  /** The channels it may sign for; undefined when Microsoft does not say. */
  readonly endorsements: readonly string[] | undefined
}

export interface SigningKeys {
  /** Undefined when Microsoft publishes no key of this id. @throws PlatformError when that cannot be told. */
  find(keyId: string): Promise<SigningKey | undefined>
  /** Resolves when there are keys of today. @throws PlatformError in words for people. */
  look(): Promise<void>
  /** Why nothing that Teams sends can be believed; undefined when nothing speaks against it. */
  readTrouble(): string | undefined
}

/** Microsoft asks for a look once a day ("Authentication with the Bot Connector API", which has keys overlap for five). */
const freshMilliseconds = 24 * hourMilliseconds
const longestMilliseconds = 5 * 24 * hourMilliseconds
/** A key id that nobody knows is a new key or an invention. */
const unknownMilliseconds = 5 * minuteMilliseconds
const fetchMilliseconds = 8_000
const mostBytes = 512 * 1024

const documentSchema = z.object({ jwks_uri: z.url() })
const keySchema = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  n: z.string().min(1),
  e: z.string().min(1),
  endorsements: z.array(z.string()).optional(),
})
const listSchema = z.object({ keys: z.array(z.unknown()).min(1) })

interface Known {
  readonly keys: ReadonlyMap<string, SigningKey>
  readonly at: number
}

export function createSigningKeys(parts: {
  readonly metadataUrl: string
  readonly fetch: Fetch
  readonly clock: Clock
  readonly log: Log
}): SigningKeys {
  const { metadataUrl, fetch, clock, log } = parts
  const pause = createBackoff<Error>({ clock, firstMilliseconds: 2_000, longestMilliseconds: 60_000 })
  const renewing = createJointWork<Known>()
  let known: Known | undefined
  let trouble: string | undefined

  async function read(url: string, signal: AbortSignal): Promise<unknown> {
    const response = await fetch(url, { redirect: 'error', signal })
    const text = await response.text()
    if (!response.ok) throw new Error(`Status ${response.status}`)
    if (text.length > mostBytes) throw new Error('More than 512 kB')
    return JSON.parse(text)
  }

  async function load(): Promise<Known> {
    const toError = () => new Error('No answer within 8 s')
    const given = await withDeadline({ clock, milliseconds: fetchMilliseconds, toError }, async (signal) => {
      const document = documentSchema.parse(await read(metadataUrl, signal))
      return listSchema.parse(await read(document.jwks_uri, signal))
    })
    const keys = new Map(given.keys.flatMap(toKey))
    if (keys.size === 0) throw new Error('No key that can be used')
    return { keys, at: clock.monotonic() }
  }

  async function renew(): Promise<Known> {
    const failed = pause.find()
    if (failed !== undefined) throw failed.failure
    return renewing.join('', async () => {
      try {
        known = await load()
        pause.succeeded()
        trouble = undefined
        return known
      } catch (cause) {
        const message = withReason("Microsoft's signing keys could not be fetched", cause)
        const failure = new PlatformError(message, { code: 'unavailable', cause })
        pause.failed(failure)
        trouble = `${message}: nothing that Teams sends can be believed.`
        if (known === undefined) log.error({ err: cause, why: message }, 'teams.signing-keys.unavailable')
        else log.warn({ err: cause, why: message }, 'teams.signing-keys.not-renewed')
        throw failure
      }
    })
  }

  /** Those that are there serve on meanwhile. */
  function renewAside(): void {
    renew().catch(() => undefined)
  }

  const readAge = () => (known === undefined ? Number.POSITIVE_INFINITY : clock.monotonic() - known.at)

  return {
    async look() {
      if (readAge() > freshMilliseconds) await renew()
    },
    readTrouble: () => (readAge() > longestMilliseconds ? trouble : undefined),
    async find(keyId) {
      const age = readAge()
      if (known === undefined || age > longestMilliseconds) return (await renew()).keys.get(keyId)
      const key = known.keys.get(keyId)
      if (key !== undefined) {
        if (age > freshMilliseconds) renewAside()
        return key
      }
      return age < unknownMilliseconds ? undefined : (await renew()).keys.get(keyId)
    },
  }
}

/** What cannot be read is left out: another kind of key takes none of the others away. */
function toKey(given: unknown): readonly (readonly [string, SigningKey])[] {
  const { data } = keySchema.safeParse(given)
  if (data === undefined) return []
  const { kty, n, e, kid, endorsements } = data
  try {
    return [[kid, { key: createPublicKey({ key: { kty, n, e }, format: 'jwk' }), endorsements }]]
  } catch {
    return []
  }
}
