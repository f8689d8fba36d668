// Where people do by hand what a card speaks of. The pages are the same in every cloud of Microsoft, the hosts are not.

type Portal = 'defender' | 'entra' | 'exchange'

/** Origins of the portals of one cloud, without a slash at the end; without those that Microsoft does not document. */
export type Portals = Readonly<Partial<Record<Portal, string>>>

/** A tenant, or whatever else lives in a cloud. */
interface Housed {
  readonly portals: Portals
}

export interface PortalPage {
  readonly portal: Portal
  /** From the slash on. */
  readonly path: string
}

/** The portal's page of the list; every card links to it. */
export const restrictedEntitiesPage: PortalPage = { portal: 'defender', path: '/restrictedentities' }
export const alertPoliciesPage: PortalPage = { portal: 'defender', path: '/alertpolicies' }
export const outboundPoliciesPage: PortalPage = { portal: 'defender', path: '/antispam' }

/** Empty when the address is not known: no link is better than one into somebody else's cloud. */
export function toPortalUrl({ portals }: Housed, { portal, path }: PortalPage): string {
  const origin = portals[portal]
  return origin === undefined ? '' : `${origin}${path}`
}

/** Of several tenants the one address that all of them have. */
export function toSharedUrl(tenants: readonly Housed[], page: PortalPage): string {
  const [first = '', ...others] = new Set(tenants.map((tenant) => toPortalUrl(tenant, page)))
  return others.length === 0 ? first : ''
}
