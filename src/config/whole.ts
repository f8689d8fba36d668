// What the sections say about each other. Handed what could be read so far, wrong values included, it complains only
// about what is certain.
import { z } from 'zod'
import { type Context, complain, platformKeys, toPresentKeys, whoKeys } from './conflicts.js'

const idOrNothing = z.string().optional().catch(undefined)
const nothing = { slack: undefined, teams: undefined, escalate: [] }
const stepSchema = z.looseObject({ channel: idOrNothing, pager: idOrNothing })
const ladderSchema = z.looseObject({
  steps: z.array(stepSchema.catch({ channel: undefined, pager: undefined })),
})
const wholeSchema = z.looseObject({
  slack: z.unknown().optional(),
  teams: z.unknown().optional(),
  tenants: z
    .array(
      z
        .looseObject({
          id: idOrNothing,
          name: idOrNothing,
          channels: z
            .array(
              z
                .looseObject({
                  slack: z.unknown().optional(),
                  teams: z.unknown().optional(),
                  escalate: z.array(ladderSchema.catch({ steps: [] })).catch([]),
                })
                .catch(nothing),
            )
            .catch([]),
        })
        .catch({ id: undefined, name: undefined, channels: [] }),
    )
    .catch([]),
  access: z.array(z.unknown()).catch([]),
  pagers: z.array(z.looseObject({ id: idOrNothing }).catch({ id: undefined })).catch([]),
})
type Whole = z.infer<typeof wholeSchema>

export function checkWhole(given: unknown, context: Context): void {
  const read = wholeSchema.safeParse(given)
  if (!read.success) return
  checkPlatforms(read.data, context)
  checkUnique(read.data, context)
  checkTenantsOfAccess(read.data, context)
  checkSteps(read.data, context)
}

function checkPlatforms(whole: Whole, context: Context): void {
  const missing = platformKeys.filter((platform) => whole[platform] === undefined)
  if (missing.length === platformKeys.length) {
    const what = 'set up neither Slack nor Teams, so nobody can be reached'
    complain(context, {
      what,
      remedy: 'Set up one of them: docs/connect-slack.md and docs/connect-teams.md say how',
    })
  } else
    for (const { platform, at } of toPlaces(whole))
      if (missing.includes(platform))
        complain(context, {
          at,
          what: `is a channel of ${platformNames[platform]}, which is not set up`,
          remedy: `Set up ${platformNames[platform]}, or remove the channel`,
        })
}

const platformNames = { slack: 'Slack', teams: 'Teams' } as const

function toPlaces(whole: Whole) {
  return whole.tenants.flatMap(({ channels }, tenant) =>
    channels.flatMap((channel, index) =>
      toPresentKeys(channel, platformKeys).map((platform) => ({
        platform,
        at: ['tenants', tenant, 'channels', index, platform],
      })),
    ),
  )
}

function checkUnique(whole: Whole, context: Context): void {
  const ids = whole.tenants.map(({ id }) => id)
  const names = whole.tenants.map(({ name }) => name?.toLowerCase())
  const people = whole.access.map(toWhoIds)
  for (const at of findRepeated(whole.pagers.map(({ id }) => id)))
    complain(context, {
      at: ['pagers', at, 'id'],
      what: 'is taken by a pager above',
      remedy: 'Choose another',
    })
  for (const at of findRepeated(ids))
    complain(context, {
      at: ['tenants', at, 'id'],
      what: 'is taken by a tenant above',
      remedy: 'Choose another',
    })
  for (const at of findRepeated(names))
    complain(context, {
      at: ['tenants', at, 'name'],
      what: 'is taken by a tenant above, and commands could not tell them apart',
      remedy: 'Choose another',
    })
  for (const at of findListedTwice(people))
    complain(context, {
      at: ['access', at],
      what: 'is listed above already',
      remedy: 'Keep one entry, with the highest role',
    })
}

/** A step that tells nobody is found out when nobody comes. */
function checkSteps(whole: Whole, context: Context): void {
  const pagers = whole.pagers.map(({ id }) => id)
  for (const { at, channel, pager } of listSteps(whole)) {
    if (pager !== undefined && !pagers.includes(pager) && !pagers.includes(undefined))
      complain(context, {
        at: [...at, 'pager'],
        what: 'is the id of no pager',
        remedy: 'Write an id as it stands in pagers, or add that pager',
      })
    if (channel === undefined) continue
    const platform = channel.startsWith('19:') ? 'teams' : 'slack'
    if (whole[platform] === undefined)
      complain(context, {
        at: [...at, 'channel'],
        what: `is a channel of ${platformNames[platform]}, which is not set up`,
        remedy: `Set up ${platformNames[platform]}, or remove the step`,
      })
  }
}

function listSteps({ tenants }: Whole) {
  return tenants.flatMap(({ channels }, tenant) =>
    channels.flatMap(({ escalate }, channel) =>
      escalate.flatMap(({ steps }, ladder) =>
        steps.map((step, index) => ({
          ...step,
          at: ['tenants', tenant, 'channels', channel, 'escalate', ladder, 'steps', index],
        })),
      ),
    ),
  )
}

const boundSchema = z.looseObject({ tenants: z.array(z.unknown()) })

/** Whoever is bound to a tenant that is not there would be told of nothing. */
function checkTenantsOfAccess({ access, tenants }: Whole, context: Context): void {
  const ids = tenants.map(({ id }) => id)
  if (ids.includes(undefined)) return
  for (const [at, entry] of access.entries())
    for (const [index, id] of (boundSchema.safeParse(entry).data?.tenants ?? []).entries())
      if (typeof id === 'string' && !ids.includes(id))
        complain(context, {
          at: ['access', at, 'tenants', index],
          what: 'is the id of no tenant',
          remedy: 'Write an id as it stands in tenants, or add that tenant',
        })
}

function toWhoIds(entry: unknown): readonly string[] {
  const read = z.record(z.string(), z.unknown()).safeParse(entry)
  if (!read.success) return []
  const { data } = read
  return toPresentKeys(data, whoKeys).flatMap((key) => {
    const id = data[key]
    return typeof id === 'string' && id !== '' ? [`${key}:${id}`] : []
  })
}

function findListedTwice(entries: readonly (readonly string[])[]): readonly number[] {
  return entries.flatMap((ids, at) => {
    const above = entries.slice(0, at).flat()
    return ids.some((id) => above.includes(id)) ? [at] : []
  })
}

function findRepeated(values: readonly (string | undefined)[]): readonly number[] {
  // What was to come from a variable that is not set is empty, and has been reported.
  return values.flatMap((value, at) => (value && values.indexOf(value) < at ? [at] : []))
}
