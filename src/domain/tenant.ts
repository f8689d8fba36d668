import type { ChannelRef } from './task.js'

/** One Microsoft 365 organisation with the channels that hear of it. */
export interface Tenant {
  readonly id: string
  /** As people know it: "Contoso". */
  readonly name: string
  readonly channels: readonly ChannelRef[]
  readonly pollSeconds: number
}

/** The portal's page of the list; every card links to it. */
export const portalUrl = 'https://security.microsoft.com/restrictedentities'
