// Everything that has to work, looked at once: settings, store, access list, every tenant, every platform, and a card
// in every channel.
import { createLimit } from '../../concurrency/limit.js'
import { late, withDeadline, within } from '../../concurrency/within.js'
import type { Check } from '../../domain/check.js'
import type { DoctorSection, DoctorWish } from '../../domain/doctor.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { toChannels } from '../../domain/route.js'
import type { Tenant } from '../../domain/tenant.js'
import { BackendError, PlatformError } from '../../errors.js'
import type { Platform } from '../../ports.js'
import { getTenant } from '../entrance/get-tenant.js'
import { getBackend, type Parts } from '../feature.js'
import { toTitle } from '../words/words.js'
import { examineOurselves } from './ourselves.js'
import { testChannel, toTestName } from './test-card.js'

/** Well within the lease of the task that asks, with the grace and the last test card on top. */
const wholeMilliseconds = 3 * minuteMilliseconds
/** Many cmdlets, and PowerShell has to connect first. */
const backendMilliseconds = 75_000
/** Slack is asked about every card, some a second. */
const platformMilliseconds = 45_000
/** For what is under way when the time is up: a call of its own gives up after 10 s. */
const graceMilliseconds = 12_000
const mostAtOnce = 8

/**
 * Never rejects for what it finds, and changes nothing but the test cards.
 * @throws RefusedError when the tenant that is asked for is not in the settings, or several are meant.
 */
export async function examineAll(parts: Parts, wish: DoctorWish): Promise<readonly DoctorSection[]> {
  const all = [...parts.tenants.values()]
  const tenants = wish.tenant === undefined ? all : [getTenant(all, wish.tenant)]
  const tour = { parts, endsAt: parts.clock.now() + wholeMilliseconds }
  const [ourselves, perTenant, perPlatform] = await Promise.all([
    examineOurselves(parts),
    runAll(tenants, (tenant) => examineTenant(tour, tenant)),
    runAll([...parts.platforms.values()], (platform) => examinePlatform(tour, platform)),
  ])
  const channels = wish.postsTestCards ? toChannels(tenants.flatMap(({ routes }) => routes)) : []
  const cards = await runAll(channels, async (channel) => ({
    platform: channel.platform,
    check: await untilEnd(tour, toTestName(channel), () => testChannel(parts, channel)),
  }))
  const platforms = perPlatform.map(({ name, checks }) => ({
    name: toTitle(name),
    checks: [...checks, ...cards.filter(({ platform }) => platform === name).map(({ check }) => check)],
  }))
  return [ourselves, ...perTenant, ...platforms]
}

/** At most so many at a time, and in their order. */
function runAll<Item, Value>(
  items: readonly Item[],
  run: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> {
  const limit = createLimit(mostAtOnce)
  return Promise.all(items.map((item) => limit(() => run(item))))
}

interface Tour {
  readonly parts: Parts
  readonly endsAt: Instant
}

async function examineTenant(tour: Tour, tenant: Tenant): Promise<DoctorSection> {
  const examine = (signal: AbortSignal) => getBackend(tour.parts, tenant.id).examine(signal)
  const [checks, others] = await Promise.all([
    ask(tour, backendMilliseconds, examine),
    Promise.all(
      tour.parts.features.map(async (feature) => (await feature.examineTenant?.(tour.parts, tenant)) ?? []),
    ),
  ])
  return { name: tenant.name, checks: [...checks, ...others.flat()] }
}

async function examinePlatform(tour: Tour, { name, examine }: Platform) {
  return { name, checks: await ask(tour, platformMilliseconds, examine) }
}

/** Whoever does not keep the promise to answer is a finding too. */
async function ask(
  { parts, endsAt }: Tour,
  milliseconds: number,
  examine: (signal: AbortSignal) => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  if (parts.clock.now() >= endsAt) return [toUnreached('Checks')]
  try {
    const asking = withDeadline(parts.clock, milliseconds, examine)
    const checks = await within(parts.clock, milliseconds + graceMilliseconds, asking)
    if (checks === late) return [toSilent('Checks')]
    // Silence is an alarm: a part that says nothing is not well, it is unknown.
    return checks.length > 0 ? checks : [toSkipped('Checks', 'There was nothing to check.')]
  } catch (error) {
    if (error instanceof BackendError || error instanceof PlatformError)
      return [toProblem('Checks', error.message)]
    parts.log.error({ err: error }, 'doctor.check-failed')
    return [toProblem('Checks', 'Something broke on our side. The log has the details.')]
  }
}

async function untilEnd({ parts, endsAt }: Tour, name: string, run: () => Promise<Check>): Promise<Check> {
  if (parts.clock.now() >= endsAt) return toUnreached(name)
  const check = await within(parts.clock, 2 * graceMilliseconds, run())
  return check === late ? toSilent(name) : check
}

function toUnreached(name: string): Check {
  const remedy = 'Look at one tenant at a time: reprieve doctor --tenant NAME'
  return { ...toSkipped(name, 'There was no time left for it.'), remedy }
}

function toSkipped(name: string, found: string): Check {
  return { name, result: 'skipped', found, remedy: '' }
}

function toSilent(name: string): Check {
  return toProblem(name, 'No answer within the time it has.')
}

function toProblem(name: string, found: string): Check {
  const remedy = 'Check the network and the proxy of this machine, then ask the doctor again.'
  return { name, result: 'problem', found, remedy }
}
