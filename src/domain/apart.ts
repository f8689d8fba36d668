// Whom an incident is about that is no restriction of an organisation: a drill, or a sender who is not restricted yet. It is
// chosen when it is opened and never changes. Such incidents have tenants of their own, which no settings name: whoever asks
// a backend by one gets what belongs to it, and whoever counts or lists by tenants leaves it out. Ids of the settings have no
// slash in them.
const beginnings = {
  drill: 'drill/',
  /** A drill that may ring the real pager. */
  'paging-drill': 'drill-paging/',
  early: 'early/',
} as const
export type ApartKind = keyof typeof beginnings

const isKind = (name: string): name is ApartKind => Object.hasOwn(beginnings, name)
const kinds = Object.keys(beginnings).filter(isKind)

export function toApartId(kind: ApartKind, tenantId: string): string {
  return `${beginnings[kind]}${tenantId}`
}

/** Undefined for what is real. */
export function findApart(tenantId: string): ApartKind | undefined {
  return kinds.find((kind) => tenantId.startsWith(beginnings[kind]))
}

/** Every id of something apart that an organisation may have. */
export function listApartIds(tenantId: string): readonly string[] {
  return kinds.map((kind) => toApartId(kind, tenantId))
}

/** Of what is apart the organisation whose people it concerns; of any other tenant itself. */
export function toOrganisationId(tenantId: string): string {
  const kind = findApart(tenantId)
  return kind === undefined ? tenantId : tenantId.slice(beginnings[kind].length)
}
