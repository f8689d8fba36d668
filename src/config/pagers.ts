// What rings when nobody comes.
import { z } from 'zod'
import { pagerUrl, routingKey, secret, shortName, webhookSecret } from './formats.js'

const id = shortName.meta({
  description: 'Our own short name: steps of "escalate" name the pager by it, and it answers at /pagers/<id>',
  hint: 'Write something like night',
})

const pagerDutySchema = z.strictObject({
  kind: z.literal('pagerduty').meta({
    description: 'pagerduty: Events API v2. webhook: any that takes webhooks after Standard Webhooks',
    hint: 'Write pagerduty or webhook',
  }),
  id,
  routingKey: secret(
    {
      description: 'Integration key of the service',
      hint: 'Add an integration "Events API v2" to the service in PagerDuty, and copy its key',
    },
    routingKey,
  ),
  webhookSecret: secret({
    description:
      'Secret of the webhook subscription; without it an acknowledgement in PagerDuty is not seen here',
    hint: 'PagerDuty shows it once, when the subscription is made',
  }).optional(),
  region: z
    .enum(['us', 'eu'])
    .default('us')
    .meta({ description: 'Service region of the PagerDuty account, as in its address' }),
})

const webhookSchema = z.strictObject({
  kind: z.literal('webhook'),
  id,
  url: secret(
    {
      description: 'Address that gets what is sent; it may hold a token, so it is a secret',
      hint: 'Write an address that begins with https://',
    },
    pagerUrl,
  ),
  secret: secret(
    {
      description: 'Signs what is sent and what comes back, after Standard Webhooks',
      hint: 'Make one: echo "whsec_$(openssl rand -base64 32)"',
    },
    webhookSecret,
  ),
})

export const pagerSchema = z.discriminatedUnion('kind', [pagerDutySchema, webhookSchema])
