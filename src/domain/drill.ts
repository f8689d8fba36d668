// An exercise with real people and an invented sender.
import { z } from 'zod'
import { actorRefSchema } from './actor.js'
import { findApart, toApartId } from './apart.js'
import { type Instant, minuteMilliseconds } from './instant.js'

export function toDrillTenantId(tenantId: string, { pages }: { readonly pages: boolean }): string {
  return toApartId(pages ? 'paging-drill' : 'drill', tenantId)
}

/** Both of those that drills of an organisation may be about. */
export function listDrillTenantIds(tenantId: string): readonly string[] {
  return [false, true].map((pages) => toDrillTenantId(tenantId, { pages }))
}

export function isDrillTenantId(tenantId: string): boolean {
  const kind = findApart(tenantId)
  return kind === 'drill' || kind === 'paging-drill'
}

/** Whether a drill of this tenant rings the pager. */
export function isPaging(tenantId: string): boolean {
  return findApart(tenantId) === 'paging-drill'
}

export function isDrill({ tenantId }: { readonly tenantId: string }): boolean {
  return isDrillTenantId(tenantId)
}

/** For as long as an hour of approval and two claims; then it is over, whatever was done. */
const drillMilliseconds = 60 * minuteMilliseconds

/** What is timed, in the order in which it happens when all goes well. */
export const drillSteps = ['claimed', 'contained', 'reviewed', 'signed', 'unblocked', 'flowed'] as const
export type DrillStep = (typeof drillSteps)[number]

const markSchema = z
  .object({
    at: z.number(),
    /** Nobody where it happened by itself. */
    by: actorRefSchema.optional(),
  })
  .readonly()
export type DrillMark = z.infer<typeof markSchema>

export const drillSchema = z
  .object({
    by: actorRefSchema,
    endsAt: z.number(),
    /** When each was so for the first time. */
    marks: z
      .object({
        claimed: markSchema.optional(),
        contained: markSchema.optional(),
        reviewed: markSchema.optional(),
        signed: markSchema.optional(),
        unblocked: markSchema.optional(),
        flowed: markSchema.optional(),
      } satisfies Record<DrillStep, z.ZodType>)
      .readonly(),
    /** Who ended it before its time. */
    calledOff: z.object({ by: actorRefSchema, at: z.number() }).readonly().optional(),
  })
  .readonly()
export type Drill = z.infer<typeof drillSchema>

export type DrillEnd = 'finished' | 'called-off' | 'timed-out'

/** What an incident says of it. */
interface Practised {
  readonly drill?: Drill | undefined
  readonly state: { readonly status: string; readonly outcome?: string }
}

/** How it ended; undefined while it runs. */
export function findDrillEnd({ drill, state }: Practised): DrillEnd | undefined {
  if (drill === undefined || state.status !== 'closed') return undefined
  if (drill.calledOff !== undefined) return 'called-off'
  return drill.marks.unblocked === undefined || state.outcome !== 'unblocked' ? 'timed-out' : 'finished'
}

/** An address that nobody can have: no mail ever goes to this domain (RFC 2606). */
export function toDrillAddress(count: number): string {
  return `drill-${count}@exercise.invalid`
}

export function toDrillEnd(now: Instant): Instant {
  return now + drillMilliseconds
}
