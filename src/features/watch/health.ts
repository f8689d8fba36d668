// Whether each tenant's list is read in time.
import type { Check } from '../../domain/check.js'
import type { Tenant } from '../../domain/tenant.js'
import type { HealthPart, Parts } from '../feature.js'
import { toAgeText, toClockText, toCountText } from '../words/words.js'
import { isPollOverdue, type PollRecord, pollOf, toDoubts, toDoubtText } from './polls.js'

export async function readPollHealth(parts: Parts): Promise<readonly HealthPart[]> {
  const tenants = [...parts.tenants.values()]
  return (await Promise.all(tenants.map((tenant) => readTenantHealth(parts, tenant)))).flat()
}

/** What the last polls could not make out, for the doctor. */
export async function examineLists(parts: Parts): Promise<readonly Check[]> {
  const checks = [...parts.tenants.values()].map(async ({ id, name }): Promise<readonly Check[]> => {
    const found = toDoubtText(await pollOf(id).recall(parts.store))
    if (found === '') return []
    return [{ name: `List of ${name}`, result: 'problem', found: `${found}.`, remedy: lookThere }]
  })
  return (await Promise.all(checks)).flat()
}

const lookThere =
  'Look at Restricted entities in the Microsoft Defender portal. Nobody is taken for off the list until all of it can be read.'

async function readTenantHealth(parts: Parts, tenant: Tenant): Promise<readonly HealthPart[]> {
  const poll = await pollOf(tenant.id).recall(parts.store)
  const now = parts.clock.now()
  const watched = tenant.isWatchOnly === true ? ' (only watched)' : ''
  const about = {
    name: `Polls of ${tenant.name}${watched}`,
    reason: 'poll-overdue',
    tenantIds: [tenant.id],
  } as const
  const toGroup = (text: string) => ({ what: 'Polls', tenant: tenant.name, text })
  if (poll === undefined) {
    const detail = 'the first poll is under way'
    return [{ ...about, ok: true, detail, group: toGroup(detail) }]
  }
  const last =
    poll.lastGoodAt === undefined
      ? 'never a good one'
      : `last good poll ${toClockText(poll.lastGoodAt)}, ${toAgeText(poll.lastGoodAt, now)} ago`
  const lists = readListHealth(poll, tenant)
  if (poll.failures === 0 && !isPollOverdue(poll, tenant, now))
    return [
      {
        ...about,
        ok: true,
        detail: `${last}${toSaidText(poll)}`,
        group: {
          ...toGroup(`read in time${toSaidText(poll)}`),
          ...(poll.lastGoodAt === undefined ? {} : { at: poll.lastGoodAt }),
        },
      },
      ...lists,
    ]
  const why =
    poll.problem === '' ? 'no poll since' : `${toCountText(poll.failures, 'poll')} failed: ${poll.problem}`
  const group = toGroup(poll.problem === '' ? 'no poll since' : poll.problem.replace(/[.:]$/, ''))
  return [{ ...about, ok: !isPollOverdue(poll, tenant, now), detail: `${last}; ${why}`, group }, ...lists]
}

function readListHealth(poll: PollRecord, { id, name }: Tenant): readonly HealthPart[] {
  const detail = toDoubtText(poll)
  if (detail === '') return []
  const group = { what: 'Lists', tenant: name, text: detail }
  return [{ ok: false, name: `List of ${name}`, detail, reason: 'list-not-whole', tenantIds: [id], group }]
}

/** Beside entries a warning takes nothing away from them. */
function toSaidText(poll: PollRecord): string {
  const texts = toDoubts(poll).notices.filter(({ isBesideNothing }) => !isBesideNothing)
  return texts.map(({ text }) => `; Exchange said: ${text}`).join('')
}
