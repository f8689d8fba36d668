// The forms that single values take. A message completes the sentence "<path> ..."; `hint` says what to do about it.
import { z } from 'zod'
import { isTimeZone } from '../domain/time-zone.js'

/** What is known of a setting besides its type; it travels with the schema into the table and the editor's schema. */
export interface About {
  readonly description: string
  /** What to do when it is missing or wrong. */
  readonly hint?: string
  /** The environment variable of a setup without a file. */
  readonly variable?: string
  /** Never written into the file, never printed. */
  readonly isSecret?: true
}

interface Form {
  readonly pattern: RegExp
  /** Completes "is not ...". */
  readonly name: string
}

function text({ pattern, name }: Form) {
  return z.string(`is not ${name}`).regex(pattern, `is not ${name}`)
}

/** A name or path in the operator's own words. */
export function words(most: number) {
  return text({
    pattern: new RegExp(`^[^\\p{Cc}]{1,${most}}$`, 'u'),
    name: `a text of 1 to ${most} characters`,
  })
}

export function secret(about: About, form: Form = { pattern: /^\S+$/, name: 'one word' }) {
  return text(form).meta({ ...about, isSecret: true })
}

// No flags: they would be lost in the editor's schema.
export const guid = text({
  pattern: /^[\da-fA-F]{8}(-[\da-fA-F]{4}){3}-[\da-fA-F]{12}$/,
  name: 'a GUID such as 4c3b2a19-0817-4655-a4b3-c2d1e0f9a8b7',
}).toLowerCase()

/** Slack's ids are upper-case letters and digits; the first letter says of what. */
export function slackId(letters: string, of: string) {
  return text({
    pattern: new RegExp(`^[${letters}][A-Z0-9]{1,30}$`),
    name: `the id of a Slack ${of} such as ${letters[0]}0123456789`,
  })
}

export const slackToken = {
  bot: { pattern: /^(xoxe\.)?xoxb-\S+$/, name: 'a bot token: those begin with xoxb-' },
  app: { pattern: /^xapp-\S+$/, name: 'an app-level token: those begin with xapp-' },
}

export const teamsChannel = text({
  pattern: /^(installed|19:[^\s;]+@thread\.(tacv2|skype))$/,
  name: '"installed" or the id of a Teams channel such as 19:abc@thread.tacv2',
})

export const tenantId = text({
  pattern: /^[a-z0-9]([a-z0-9-]{0,62})$/,
  name: 'lower-case letters, digits and hyphens, 63 at most',
})

/** Our own word for something, which other settings name it by. */
export const shortName = text({
  pattern: /^[a-z0-9]([a-z0-9-]{0,30})$/,
  name: 'lower-case letters, digits and hyphens, 31 at most',
})

export const endTime = text({
  pattern: /^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/,
  name: 'a time such as "08:00"',
})

/** A Slack member or user group, a person by their object id in Entra, or a tag as Teams names it. */
export const stepMember = text({
  pattern:
    /^([SUW][A-Z0-9]{1,30}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[A-Za-z0-9+/_-]{32,400}={0,2})$/,
  name: 'the id of a Slack user group or member, of a Teams tag, or of a person in Entra',
})

export const stepChannel = text({
  pattern: /^([CG][A-Z0-9]{1,30}|19:[^\s;]+@thread\.(tacv2|skype))$/,
  name: 'the id of a Slack channel such as C0123456789, or of a Teams channel such as 19:abc@thread.tacv2',
})

export const routingKey = {
  pattern: /^[A-Za-z0-9]{32}$/,
  name: 'an integration key of 32 letters and digits',
}

export const webhookSecret = {
  pattern: /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/,
  name: 'a secret such as whsec_ and the base64 of 24 to 64 bytes',
}

/** Without TLS only to this machine. */
export const pagerUrl = {
  pattern: /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/])\S{1,2000}$/,
  name: 'an address that begins with https://',
}

export const host = text({
  pattern: /^[A-Za-z0-9.:-]{1,253}$/,
  name: 'a host name or an IP address',
})

const notAddress = 'is not a mail address such as maya@contoso.com'

/** What an operator types. What Exchange reports is held to less (see domain/entity.ts). */
export const mailAddress = z
  .string(notAddress)
  .regex(z.regexes.html5Email, notAddress)
  .regex(/^[^@]{1,64}@[^@]+\.[^@]+$/, notAddress)
  .max(254, notAddress)
  .toLowerCase()

const notDomain = 'is not a mail domain such as contoso.com'
export const mailDomain = z
  .string(notDomain)
  .regex(
    /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?)+$/,
    notDomain,
  )
  .toLowerCase()

/** The variable may carry the line breaks as `\n`, as hosting consoles like to do. */
export const privateKey = {
  pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  name: 'a private key as PEM',
}

export const certificateWithKey = {
  pattern:
    /-----BEGIN CERTIFICATE-----[\s\S]*-----BEGIN [A-Z ]*PRIVATE KEY-----|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*-----BEGIN CERTIFICATE-----/,
  name: 'a certificate and its private key as PEM',
}

/** Where Teams says that its connector is: no password, no question mark. */
export const connectorUrl = text({
  pattern: /^https:\/\/[A-Za-z0-9.-]{1,253}(:\d{1,5})?(\/[^\s?#]{0,500})?$/,
  name: 'an address such as https://smba.trafficmanager.net/emea/',
})

export const initialDomain = text({
  pattern: /^[A-Za-z0-9-]{1,63}\.(onmicrosoft\.(com|us)|partner\.onmschina\.cn)$/,
  name: 'a domain such as contoso.onmicrosoft.com',
}).toLowerCase()

/** May carry a password, so it is never printed. */
export const proxyUrl = text({
  pattern: /^https?:\/\/\S{1,500}$/,
  name: 'the address of a proxy such as http://proxy.example.com:8080',
})

const notZone = 'is not the name of a time zone such as Europe/Berlin or UTC'
export const timeZone = z
  .string(notZone)
  .regex(/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/, notZone)
  .refine(isTimeZone, notZone)

const notClock = 'is not a time of day such as 08:00'
export const clockTime = z.string(notClock).regex(/^([01]\d|2[0-3]):[0-5]\d$/, notClock)

export function wholeNumber(least: number, most: number) {
  const wrong = `is not a whole number from ${least} to ${most}`
  return z.int(wrong).min(least, wrong).max(most, wrong)
}
