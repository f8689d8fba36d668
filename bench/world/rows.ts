// A database as years leave it: rows made by the database itself, since a million commits would take longer than a bench.
import { closeIncident } from '../../src/domain/transitions.js'
import { tenantId } from './facts.js'
import { createIncident, createRestriction, gatherEvidence, toIncident } from './incidents.js'
import { ask } from './postgres.js'

const insert = `
  insert into reprieve.incidents (id, tenant_id, entity_key, version, opened_at, closed_at, is_standing, body)`

/** `open-0`, `open-1` and so on, each of a sender of its own, with evidence. */
export async function putOpen(url: string, count: number): Promise<void> {
  const template = { ...createIncident('open-template', await gatherEvidence()), version: 1 }
  await ask(
    url,
    `${insert}
    select 'open-' || n, $1, 'sender:open-' || n || '@contoso.com', 1, $2::double precision, null, false,
      replace($3, 'open-template', 'open-' || n)
    from generate_series(0, $4::integer - 1) as n`,
    [tenantId, template.openedAt, JSON.stringify(template), count],
  )
  await ask(url, 'analyze')
}

/** How many addresses the closed ones are of: `person-0@contoso.com` and so on. */
const formerSenders = 20_000

/** Over for a year, one after the other; evidence of what is over is forgotten in time, so they have none. */
export async function putClosed(url: string, count: number): Promise<void> {
  const restriction = createRestriction('person-template@contoso.com')
  const evidence = await gatherEvidence()
  const open = toIncident({ id: 'closed-template', tenantId, restriction, evidence })
  const endedAt = 1_111_111_111_111
  const { evidence: _, ...template } = { ...closeIncident(open, 'cleared-elsewhere', endedAt), version: 1 }
  const stepMilliseconds = Math.floor((365 * 86_400_000) / count)
  await ask(
    url,
    `${insert}
    select 'closed-' || n, $1, 'sender:person-' || n % $2::integer || '@contoso.com', 1, ended_at - 3600000, ended_at, false,
      replace(replace(replace($3, 'closed-template', 'closed-' || n), 'person-template', 'person-' || n % $2::integer),
        '${endedAt}', ended_at::text)
    from (
      select n, $4::bigint - n * $5::bigint as ended_at from generate_series(0, $6::integer - 1) as n
    ) as made`,
    [tenantId, formerSenders, JSON.stringify(template), Date.now(), stepMilliseconds, count],
  )
  await ask(url, 'insert into reprieve.closed_counts (tenant_id, closed) values ($1, $2)', [tenantId, count])
  await ask(url, 'analyze')
}
