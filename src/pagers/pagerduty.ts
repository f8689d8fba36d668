// PagerDuty: Events API v2 out, webhooks v3 in. Source: developer.pagerduty.com, Events API v2 and Webhooks v3.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { hourMilliseconds } from '../domain/instant.js'
import type { PageState } from '../domain/page.js'
import type { Fetch, PageOrder, Pager, PagerNews, PagerRequest } from '../ports.js'
import { callPager, examineCall } from './call.js'

interface PagerDutySettings {
  readonly id: string
  readonly routingKey: string
  /** Of the webhook subscription; without it PagerDuty says nothing. */
  readonly webhookSecret?: string | undefined
  /** Where events go. */
  readonly url: string
}

export const pagerDutyUrls = {
  us: 'https://events.pagerduty.com/v2/enqueue',
  eu: 'https://events.eu.pagerduty.com/v2/enqueue',
} as const

const name = 'PagerDuty'

/** It tries for 48 hours. What is older was recorded by somebody: the signature has no time in it. */
const oldestMilliseconds = 49 * hourMilliseconds

const severities = { critical: 'critical', high: 'error', medium: 'warning', low: 'info' } as const
const actions = { ring: 'trigger', acknowledge: 'acknowledge', resolve: 'resolve' } as const

export function createPagerDuty(settings: PagerDutySettings, { fetch }: { readonly fetch: Fetch }): Pager {
  const { id, routingKey, webhookSecret, url } = settings
  const toCall = (event: object, signal: AbortSignal) => ({
    fetch,
    url,
    headers: {},
    signal,
    name,
    body: JSON.stringify({ routing_key: routingKey, ...event }),
  })
  return {
    id,
    speaks: webhookSecret !== undefined,
    send: (order, signal) => callPager(toCall(toEvent(order), signal)),
    hear: (request) =>
      webhookSecret === undefined || !isSigned(request, webhookSecret) ? 'forged' : readNews(request),
    async examine(signal) {
      // Of what it does not know PagerDuty drops the end; a wrong key is refused all the same.
      const event = { event_action: 'resolve', dedup_key: 'reprieve-doctor' }
      const remedy = 'Check routingKey: it is on the page of the Events API v2 integration of the service.'
      return [await examineCall(toCall(event, signal), remedy), toHearing(webhookSecret !== undefined, id)]
    },
  }
}

function toHearing(isHearing: boolean, id: string) {
  return isHearing
    ? ({ name: 'Pager is heard', result: 'ok', found: `At /pagers/${id}.`, remedy: '' } as const)
    : ({
        name: 'Pager is heard',
        result: 'warning',
        found: 'Whoever acknowledges in PagerDuty is not seen here, nor is a page that it drops.',
        remedy: `Add a webhook subscription in PagerDuty to /pagers/${id}, with all incident events, and its secret as webhookSecret.`,
      } as const)
}

function toEvent({ action, key, summary, severity, tenant, at, url }: PageOrder): object {
  const event = { event_action: actions[action], dedup_key: key }
  if (action !== 'ring') return event
  return {
    ...event,
    payload: {
      summary,
      source: tenant,
      severity: severities[severity],
      timestamp: new Date(at).toISOString(),
      component: 'Restricted entities',
      class: 'restriction',
    },
    client: 'Reprieve',
    ...(url === '' ? {} : { client_url: url, links: [{ href: url, text: 'The card' }] }),
  }
}

/** Several signatures while the secret is exchanged. */
function isSigned({ headers, body }: PagerRequest, secret: string): boolean {
  const given = headers['x-pagerduty-signature']
  const want = Buffer.from(`v1=${createHmac('sha256', secret).update(body).digest('hex')}`)
  return String(given ?? '')
    .split(',')
    .map((one) => Buffer.from(one.trim()))
    .some((one) => one.length === want.length && timingSafeEqual(one, want))
}

const bodySchema = z.object({
  event: z.object({
    id: z.string().min(1).max(200),
    event_type: z.string(),
    occurred_at: z.string(),
    agent: z.object({ id: z.string(), summary: z.string().nullish(), type: z.string() }).nullish(),
    data: z.object({ incident_key: z.string().nullish() }),
  }),
})

/** What is not among them says nothing of who is on it. */
const states: ReadonlyMap<string, PageState> = new Map([
  ['incident.triggered', 'ringing'],
  ['incident.unacknowledged', 'ringing'],
  ['incident.reopened', 'ringing'],
  ['incident.escalated', 'ringing'],
  ['incident.reassigned', 'ringing'],
  ['incident.acknowledged', 'acknowledged'],
  ['incident.resolved', 'resolved'],
])

function readNews({ body, now }: PagerRequest): PagerNews | 'nothing' {
  const event = parseBody(body)
  const state = states.get(event?.event_type ?? '')
  const key = event?.data.incident_key ?? ''
  const at = Date.parse(event?.occurred_at ?? '')
  if (event === undefined || state === undefined || key === '') return 'nothing'
  if (!(now - at < oldestMilliseconds)) return 'nothing'
  const { agent } = event
  const by =
    agent?.type.startsWith('user') === true ? { id: agent.id, name: agent.summary ?? agent.id } : undefined
  return { id: event.id, key, state, at, ...(by === undefined ? {} : { by }) }
}

function parseBody(body: string) {
  try {
    return bodySchema.safeParse(JSON.parse(body)).data?.event
  } catch {
    return undefined
  }
}
