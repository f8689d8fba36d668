// What the values of one section say about each other. Each check is handed what could be read so far, wrong values included, and
// complains only about what is certain.
import { z } from 'zod'
import { findUnheard, type Heeded } from '../domain/route.js'

/** Runs a check although other values are wrong: every problem is reported at once. */
export const always = { when: () => true }

export interface Context {
  addIssue(issue: {
    readonly code: 'custom'
    readonly path: (string | number)[]
    readonly message: string
    readonly params: { readonly remedy: string }
  }): void
}

interface Complaint {
  readonly at?: readonly (string | number)[]
  readonly what: string
  readonly remedy: string
}

export function complain(context: Context, { at = [], what, remedy }: Complaint): void {
  context.addIssue({ code: 'custom', path: [...at], message: what, params: { remedy } })
}

export function toPresentKeys<Key extends string>(given: unknown, keys: readonly Key[]): readonly Key[] {
  if (typeof given !== 'object' || given === null) return []
  const values = new Map<string, unknown>(Object.entries(given))
  return keys.filter((key) => values.get(key) !== undefined)
}

export const platformKeys = ['slack', 'teams'] as const
/** Each names one person; several of them in one entry are the same person. */
export const personKeys = ['slack', 'entra', 'console'] as const
export const groupKeys = ['slackGroup', 'entraGroup'] as const
export const whoKeys = ['slack', 'slackGroup', 'entra', 'entraGroup', 'console'] as const

export function checkRoute(given: unknown, context: Context): void {
  checkExactlyOne(given, platformKeys, context)
  checkLadders(given, context)
}

export const stepKeys = ['mention', 'channel', 'pager'] as const

export function checkStep(given: unknown, context: Context): void {
  checkExactlyOne(given, stepKeys, context)
}

const hoursSchema = z.looseObject({ from: z.string(), to: z.string() })

export function checkHours(given: unknown, context: Context): void {
  const { from = '', to = '' } = hoursSchema.safeParse(given).data ?? {}
  if (from >= to && to !== '')
    complain(context, {
      at: ['to'],
      what: 'is not later than "from"',
      remedy: 'Write hours of one day; 24:00 is its end',
    })
}

const laddersSchema = z.looseObject({
  slack: z.unknown().optional(),
  teams: z.unknown().optional(),
  businessHours: z.unknown().optional(),
  escalate: z.array(
    z.looseObject({
      steps: z.array(
        z.looseObject({
          mention: z.string().optional().catch(undefined),
          name: z.unknown().optional(),
          when: z.string().optional().catch(undefined),
        }),
      ),
    }),
  ),
})

const slackMember = /^[SUW][A-Z0-9]{1,30}$/

/** What the steps say, held against the channel whose people they are for. */
function checkLadders(given: unknown, context: Context): void {
  const { data } = laddersSchema.safeParse(given)
  const steps = (data?.escalate ?? []).flatMap((ladder, at) =>
    ladder.steps.map((step, index) => ({ ...step, at: ['escalate', at, 'steps', index] })),
  )
  for (const { at, mention, name, when = 'always' } of steps) {
    if (when !== 'always' && data?.businessHours === undefined)
      complain(context, {
        at: [...at, 'when'],
        what: 'needs hours of work, and the channel has none',
        remedy: 'Add businessHours beside escalate',
      })
    if (mention === undefined) continue
    const isOfSlack = slackMember.test(mention)
    if (isOfSlack !== (data?.slack !== undefined))
      complain(context, {
        at: [...at, 'mention'],
        what: isOfSlack
          ? 'is an id of Slack, and the channel is on Teams'
          : 'is no id of Slack, and the channel is there',
        remedy: 'Mention somebody of the platform that the channel is on',
      })
    else if (!isOfSlack && name === undefined)
      complain(context, {
        at: [...at, 'name'],
        what: 'is missing',
        remedy: 'Write what Teams calls the tag or the person: the mention shows it',
      })
  }
}

export function checkAccessEntry(given: unknown, context: Context): void {
  checkWho(given, context)
  const isGroup = toPresentKeys(given, groupKeys).length > 0
  const addresses = z.looseObject({ addresses: z.array(z.unknown()).min(1) }).safeParse(given)
  if (isGroup && addresses.success)
    complain(context, {
      at: ['addresses'],
      what: 'belongs to one person, not to a group',
      remedy: 'Add an entry for that person',
    })
  checkBinding(given, context)
}

/** One group, or one person by any of the ids they act by. */
function checkWho(given: unknown, context: Context): void {
  const groups = toPresentKeys(given, groupKeys)
  const people = toPresentKeys(given, personKeys)
  const [group, other = people[0]] = groups
  if (group === undefined && people.length > 0) return
  if (group === undefined || other === undefined) checkExactlyOne(given, whoKeys, context)
  else
    complain(context, {
      what: `has ${group} and ${other}, and a group is nobody else`,
      remedy: 'Keep one; only slack, entra and console of one person belong into one entry',
    })
}

/** `entra` is the object id itself, and a group has none. */
function checkBinding(given: unknown, context: Context): void {
  const [first] = toPresentKeys(given, ['entraId', 'entraTenantId'])
  if (first === undefined) return
  const isBeside = toPresentKeys(given, ['slack', 'console']).length > 0
  if (!isBeside || toPresentKeys(given, ['entra']).length > 0)
    complain(context, {
      at: [first],
      what: isBeside ? 'says again what entra says' : 'belongs beside slack or console',
      remedy: 'Remove it; for people in Teams, entra is the object id',
    })
  else if (first === 'entraTenantId')
    complain(context, {
      at: [first],
      what: 'is of no use without entraId',
      remedy: 'Add entraId, or remove it',
    })
}

function checkExactlyOne(given: unknown, keys: readonly string[], context: Context): void {
  // What is not a section at all has been reported as such.
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return
  const present = toPresentKeys(given, keys)
  if (present.length === 1) return
  const list = `${keys.slice(0, -1).join(', ')} and ${keys.at(-1)}`
  const what = present.length === 0 ? `has none of ${list}` : `has more than one of ${list}`
  complain(context, { what, remedy: 'Write exactly one; further ones are entries of their own' })
}

export const protectedKeys = ['address', 'domain', 'group'] as const

export function checkProtected(given: unknown, context: Context): void {
  checkExactlyOne(given, protectedKeys, context)
}

/** The SDK takes an empty password for "no authentication", so what is missing must not get that far. */
export function checkCredentials(given: unknown, context: Context): void {
  const read = z.looseObject({ appType: z.string() }).safeParse(given)
  if (!read.success) return
  const { appType } = read.data
  const present = toPresentKeys(given, ['appPassword', 'certificate'])
  const [first = 'appPassword', second] = present
  if (appType === 'UserAssignedMsi' && present.length > 0)
    complain(context, {
      at: [first],
      what: 'is of no use to a UserAssignedMsi bot',
      remedy: 'Remove it, or change appType',
    })
  if (appType !== 'SingleTenant' && appType !== 'MultiTenant') return
  const remedy = `A ${appType} bot takes exactly one of the two`
  if (present.length === 0)
    complain(context, { at: [first], what: 'is missing, and so is a certificate', remedy })
  if (second !== undefined) complain(context, { at: [second], what: `is there beside ${first}`, remedy })
}

/** One way to prove who we are, and one that the chosen transport can use. */
export function checkExchange(given: unknown, context: Context): void {
  const [first, second] = toPresentKeys(given, ['certificate', 'clientSecret'])
  const remedy = 'Give exactly one of the two; Microsoft advises the certificate'
  if (first === undefined)
    complain(context, { at: ['certificate'], what: 'is missing, and so is a client secret', remedy })
  if (second !== undefined) complain(context, { at: [second], what: `is there beside ${first}`, remedy })
  const read = z
    .looseObject({ powershell: z.looseObject({ signIn: z.literal('certificate') }) })
    .safeParse(given)
  if (read.success && first === 'clientSecret')
    complain(context, {
      at: ['powershell', 'signIn'],
      what: 'is certificate, and there is none',
      remedy: 'Write token, or give a certificate',
    })
}

export function checkChannels(routes: readonly Heeded[], context: Context): void {
  if (routes.length === 0)
    complain(context, { what: 'lists no channel, so alerts would reach nobody', remedy: 'Add one' })
  const remedy = 'Add a channel without "kinds" and "severities"'
  const unheard = routes.length === 0 ? [] : findUnheard(routes)
  for (const { kind, severity } of unheard)
    complain(context, { what: `has no channel for a ${kind} of severity ${severity}`, remedy })
}
