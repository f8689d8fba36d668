// A local PagerDuty: takes events as Events API v2 does, and says in signed webhooks what people do. Its phone is a list of
// pages that one can look at and answer.
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Clock, Fetch } from '../../src/ports.js'

export interface PhonePage {
  readonly key: string
  readonly summary: string
  readonly severity: string
  readonly url: string
  readonly at: number
  readonly status: 'triggered' | 'acknowledged' | 'resolved'
  /** Who acknowledged it last; empty when nobody did, or no person. */
  readonly by: string
}

export interface PhonePerson {
  readonly id: string
  readonly name: string
}

export interface LocalPagerDuty {
  readonly routingKey: string
  readonly webhookSecret: string
  /** Newest first. */
  readonly pages: () => readonly PhonePage[]
  /** What was taken, in order, dropped ones included. */
  readonly events: readonly { readonly action: string; readonly key: string }[]
  /** Takes an event as the real one does: 202 for whatever has the form, also when it is dropped. */
  take(body: string): { readonly status: number; readonly body: object }
  /** The same for whoever calls over HTTP. */
  readonly fetch: Fetch
  /** Somebody answers on the phone. */
  press(action: 'acknowledge' | 'unacknowledge' | 'resolve', key: string, by: PhonePerson): Promise<void>
  /** From now on it is so. */
  set(faults: { readonly drops?: boolean; readonly status?: number | undefined }): void
}

const eventSchema = z.object({
  routing_key: z.string(),
  event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
  dedup_key: z.string().max(255),
  payload: z.object({ summary: z.string().max(1024), severity: z.string(), source: z.string() }).optional(),
  client_url: z.string().optional(),
})
type Event = z.infer<typeof eventSchema>

interface Parts {
  readonly clock: Pick<Clock, 'now'>
  readonly createId: () => string
  /** Brings a webhook to whoever subscribed; what becomes of it is theirs. */
  readonly deliver: (body: string, headers: Record<string, string>) => Promise<void>
}

const routingKey = 'R0123456789abcdef0123456789abcde'
const webhookSecret = 'local-webhook-secret'
const service = { id: 'PINTEG1', summary: 'Reprieve', type: 'inbound_integration_reference' }

export function createLocalPagerDuty({ clock, createId, deliver }: Parts): LocalPagerDuty {
  const pages = new Map<string, PhonePage>()
  const events: { action: string; key: string }[] = []
  let drops = false
  let refusal: number | undefined

  async function say(type: string, key: string, agent: object): Promise<void> {
    const at = new Date(clock.now()).toISOString()
    const data = { id: `P-${key}`, type: 'incident', status: pages.get(key)?.status, incident_key: key }
    const event = {
      id: createId(),
      event_type: `incident.${type}`,
      resource_type: 'incident',
      occurred_at: at,
    }
    const body = JSON.stringify({ event: { ...event, agent, client: null, data } })
    const signature = createHmac('sha256', webhookSecret).update(body).digest('hex')
    await deliver(body, { 'x-pagerduty-signature': `v1=${signature}` })
  }

  function change({
    event_action,
    dedup_key: key,
    payload,
    client_url: url = '',
  }: Event): string | undefined {
    const page = pages.get(key)
    const isOpen = page !== undefined && page.status !== 'resolved'
    if (event_action === 'trigger') {
      if (isOpen) return undefined
      const { summary = '', severity = '' } = payload ?? {}
      pages.set(key, { key, summary, severity, url, at: clock.now(), status: 'triggered', by: '' })
      return 'triggered'
    }
    if (!isOpen) return undefined
    const status = event_action === 'acknowledge' ? 'acknowledged' : 'resolved'
    if (page.status === status) return undefined
    pages.set(key, { ...page, status })
    return status
  }

  function take(body: string) {
    const read = eventSchema.safeParse(JSON.parse(body))
    if (refusal !== undefined) return { status: refusal, body: {} }
    if (!read.success || read.data.routing_key !== routingKey)
      return { status: 400, body: { status: 'invalid event' } }
    events.push({ action: read.data.event_action, key: read.data.dedup_key })
    const changed = drops ? undefined : change(read.data)
    if (changed !== undefined) void say(changed, read.data.dedup_key, service)
    return { status: 202, body: { status: 'success', dedup_key: read.data.dedup_key } }
  }

  return {
    routingKey,
    webhookSecret,
    events,
    take,
    pages: () => [...pages.values()].toReversed(),
    async fetch(_, init) {
      const { status, body } = take(String(init?.body ?? ''))
      return Response.json(body, { status })
    },
    async press(action, key, { id, name }) {
      const page = pages.get(key)
      if (page === undefined || page.status === 'resolved') return
      const status = { acknowledge: 'acknowledged', unacknowledge: 'triggered', resolve: 'resolved' } as const
      pages.set(key, { ...page, status: status[action], by: action === 'unacknowledge' ? '' : name })
      const type = action === 'unacknowledge' ? 'unacknowledged' : status[action]
      await say(type, key, { id, type: 'user_reference', summary: name })
    },
    set(faults) {
      drops = faults.drops ?? drops
      refusal = faults.status
    },
  }
}
