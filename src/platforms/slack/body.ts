import { parse as parseQuery } from 'node:querystring'
import { z } from 'zod'
import { isShallow } from '../../domain/shallow.js'
import { findCutOff } from './cut-off.js'
import { findOpenedHome } from './home.js'

/** Bolt looks for members in these two, and when one is a text its TypeError quotes it, straight into a log. */
const eventSchema = z.looseObject({ item: z.looseObject({}).optional() })
const bodySchema = z.looseObject({ event: eventSchema.optional() })
type SlackBody = z.infer<typeof bodySchema>

/** Without parameters: proxies add a charset, which Bolt's own receivers take for another type. */
export function toMediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** Undefined for what is no object at all, like a signed `null`, or nests deeper than anything of Slack's. */
export function parseBody(text: string, mediaType: string): SlackBody | undefined {
  if (mediaType === 'application/json') return parseObject(text)
  if (mediaType !== 'application/x-www-form-urlencoded') return undefined
  const form = parseQuery(text)
  return typeof form.payload === 'string' ? parseObject(form.payload) : bodySchema.safeParse({ ...form }).data
}

/** Bolt throws on events whose person is null (5.1.0, `event.user`); those we want have one, or no such member. */
export function isForBolt(body: unknown): boolean {
  if (!isShallow(body)) return false
  const { data } = bodySchema.safeParse(body)
  if (data === undefined) return false
  return (
    data.type !== 'event_callback' || findOpenedHome(data) !== undefined || findCutOff(data) !== undefined
  )
}

function parseObject(text: string): SlackBody | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isShallow(value) ? bodySchema.safeParse(value).data : undefined
  } catch {
    return undefined
  }
}
