// Where the journal stood when an incident ended. It stands on the card, in a chat that whoever can change the journal
// cannot change as well: `reprieve journal verify --head` says whether it is still part of the chain.
import { type Incident, isClosed } from '../../domain/incident.js'
import type { Log, Store } from '../../ports.js'

/** Enough to be found, and that nobody makes another entry with the same beginning. */
const shownDigits = 16
/** More than any incident has. */
const mostEntries = 10_000

interface AnchorParts {
  readonly store: Pick<Store, 'readJournal'>
  readonly log: Log
}

/** Empty while it is live. Never rejects: the end of an incident is told without it too. */
export async function readAnchor({ store, log }: AnchorParts, incident: Incident): Promise<string> {
  if (!isClosed(incident)) return ''
  const incidentId = incident.id
  try {
    const entries = await store.readJournal({ incidentId, limit: mostEntries })
    const end = entries.findLast(({ event }) => event.type === 'incident.closed')
    if (end === undefined) return ''
    log.info({ incidentId, seq: end.seq, head: end.hash }, 'journal.anchored')
    return `Journal head ${end.hash.slice(0, shownDigits)}.`
  } catch (error) {
    log.warn({ err: error, incidentId }, 'journal.not-anchored')
    return ''
  }
}
