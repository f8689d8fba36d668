// A mute as it is remembered, and as it is kept on what it keeps quiet. The moves: mute.ts.
import { z } from 'zod'
import { actorRefSchema, identitySchema } from './actor.js'
import { reasonSchema } from './reason.js'
import { verdictKindSchema } from './verdict/types.js'

const told = {
  by: actorRefSchema,
  at: z.number(),
  until: z.number(),
  /** The time zone in which the end is said. */
  zone: z.string(),
  /** Outside text. */
  reason: z.string(),
}

const aboutSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('entity'), entityKey: z.string(), name: z.string() }).readonly(),
  /** Whatever Exchange restricts for it, and looks no worse. */
  z
    .object({
      kind: z.literal('cause'),
      cause: reasonSchema.unwrap().shape.cause,
      of: z.enum(['sender', 'connector']),
    })
    .readonly(),
])
export type MuteAbout = z.infer<typeof aboutSchema>

export const muteSchema = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    about: aboutSchema,
    ...told,
    /** Who muted, to tell whose own mailbox it would keep quiet. */
    identity: identitySchema,
    /** What it looked like: anything worse is told. */
    verdict: verdictKindSchema,
    /** On whose card it was said. */
    incidentId: z.string(),
  })
  .readonly()
export type Mute = z.infer<typeof muteSchema>

export const mutedSchema = z.object({ muteId: z.string(), ...told, verdict: verdictKindSchema }).readonly()
/** That no card of it is posted. */
export type Muted = z.infer<typeof mutedSchema>
