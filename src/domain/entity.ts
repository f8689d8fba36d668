import { z } from 'zod'
import { toLowerAscii } from './look-alike.js'

// What Exchange reports is never dropped because a pattern dislikes it: UPNs such as
// `user_contoso.com#EXT#@x.onmicrosoft.com` are valid here. Only emptiness, length and control characters are refused.
const exchangeText = z
  .string()
  .min(1)
  .max(320)
  .refine((text) => !/\p{Cc}/u.test(text), 'must not contain control characters')

export const senderSchema = z.object({ kind: z.literal('sender'), address: exchangeText }).readonly()

export const connectorSchema = z
  .object({ kind: z.literal('connector'), connectorId: exchangeText, name: z.string().max(320) })
  .readonly()

export const entitySchema = z.discriminatedUnion('kind', [senderSchema, connectorSchema])

/** A mailbox or relaying address, exactly as Exchange lists it (for a hosted mailbox that is the UPN, not `mail`). */
export type Sender = z.infer<typeof senderSchema>
/** An inbound connector; `name` is empty when Exchange did not give one. */
export type Connector = z.infer<typeof connectorSchema>
export type Entity = z.infer<typeof entitySchema>

/**
 * Two entities are the same when their keys are: Exchange compares addresses and GUIDs without regard to the case of A to
 * Z. Two that only Unicode takes for one stay two.
 */
export function toEntityKey(entity: Entity): string {
  return entity.kind === 'sender'
    ? `sender:${toLowerAscii(entity.address)}`
    : `connector:${toLowerAscii(entity.connectorId)}`
}

/** The one string a person knows the entity by. */
export function toEntityName(entity: Entity): string {
  if (entity.kind === 'sender') return entity.address
  return entity.name === '' ? entity.connectorId : entity.name
}
