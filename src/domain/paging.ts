// How the pages of an incident move: asked for by a step of the ladder, answered here or there, over with the incident.
import { type Incident, isClosed } from './incident.js'
import type { Instant } from './instant.js'
import type { Page, PageState } from './page.js'

/** So many of one incident are kept; those before are over. */
const mostPages = 10

function toPageKey(incidentId: string, round: number): string {
  return round === 0 ? incidentId : `${incidentId}:${round + 1}`
}

export function toIncidentId(pageKey: string): string {
  return pageKey.split(':')[0] ?? ''
}

/** The one that rings goes on; one that was acknowledged is over, and another one rings. */
export function openPage(incident: Incident, pager: string, now: Instant): Incident {
  const pages = incident.pages ?? []
  const own = pages.filter((one) => one.pager === pager)
  if (own.some(({ wanted }) => wanted === 'ringing')) return incident
  const over = pages.map((one) => (one.pager === pager ? { ...one, wanted: 'resolved' as const } : one))
  const page: Page = { pager, key: toPageKey(incident.id, own.length), at: now, wanted: 'ringing' }
  return { ...incident, pages: [...over, page].slice(-mostPages) }
}

/** Somebody is on it, or need not be: nothing rings. Over is over. The same incident when that is so already. */
export function settlePages(incident: Incident, isWaiting: boolean): Incident {
  const { pages = [] } = incident
  const settled = pages.map((page) => {
    const wanted = toWanted(page.wanted, { isOver: isClosed(incident), isWaiting })
    return wanted === page.wanted ? page : { ...page, wanted }
  })
  return settled.every((page, at) => page === pages[at]) ? incident : { ...incident, pages: settled }
}

function toWanted(
  wanted: PageState,
  { isOver, isWaiting }: { readonly isOver: boolean; readonly isWaiting: boolean },
): PageState {
  if (isOver || wanted === 'resolved') return 'resolved'
  return isWaiting ? wanted : 'acknowledged'
}

/**
 * What one page is from now on; of a page that is not there, the same incident. Another pager may know its own by the same
 * key, and what one was told the other has not heard.
 */
export function changePage(
  incident: Incident,
  { pager, key }: Pick<Page, 'pager' | 'key'>,
  change: Partial<Page>,
): Incident {
  const { pages = [] } = incident
  const isIt = (one: Page) => one.pager === pager && one.key === key
  if (!pages.some(isIt)) return incident
  return { ...incident, pages: pages.map((one) => (isIt(one) ? { ...one, ...change } : one)) }
}

/** Those that the pager has not been told of as they are. One that it never heard of needs no end. */
export function listUntold({ pages = [] }: Incident, pager: string): readonly Page[] {
  return pages.filter(
    (one) =>
      one.pager === pager &&
      one.told !== one.wanted &&
      (one.told !== undefined || one.wanted === 'ringing') &&
      one.told !== 'resolved',
  )
}
