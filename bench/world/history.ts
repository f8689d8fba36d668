// A store folder as a year leaves it: closed incidents and their journal in monthly files, written without the store.
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toEntityKey } from '../../src/domain/entity.js'
import { closeIncident } from '../../src/domain/transitions.js'
import type { JournalType } from '../../src/features/events.js'
import { type ChainHead, chainStart, toEntry } from '../../src/stores/chain.js'
import { addChecksum } from '../../src/stores/file/checksum.js'
import { ownFormat } from '../../src/stores/file/format.js'
import { tenantId } from './facts.js'
import { createIncident, gatherEvidence } from './incidents.js'

/** Four entries each. */
const types: readonly JournalType[] = [
  'incident.opened',
  'card.posted',
  'evidence.gathered',
  'incident.closed',
]
const began = Date.UTC(2026, 0, 1)
const months = 12
/** Lines of one incident are small; files grow by so many at once. */
const batch = 1_000

export async function writeHistory(folder: string, closed: number): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const evidence = await gatherEvidence()
  let head: ChainHead = chainStart
  for (let from = 0; from < closed; from += batch) {
    const at = Date.UTC(2026, Math.floor((from / closed) * months), 15)
    const month = new Date(at).toISOString().slice(0, 7)
    const archive: string[] = []
    const journal: string[] = []
    for (let index = from; index < Math.min(from + batch, closed); index += 1) {
      const id = `incident-${index}`
      const incident = { ...closeIncident(createIncident(id, evidence), 'cleared-elsewhere', at), version: 2 }
      const entityKey = toEntityKey(incident.entity)
      const header = { seq: index + 1, id, version: 2, tenantId, entityKey, closedAt: at, standing: false }
      archive.push(JSON.stringify({ ...header, incident }))
      for (const type of types) {
        const entry = toEntry(head, {
          at: began,
          type,
          tenantId,
          incidentId: id,
          data: { reason: 'OutboundSpamLast24Hours=182' },
        })
        head = entry
        journal.push(JSON.stringify(entry))
      }
    }
    await appendFile(join(folder, `archive-${month}.ndjson`), `${archive.join('\n')}\n`)
    await appendFile(join(folder, `journal-${month}.ndjson`), `${journal.join('\n')}\n`)
  }
  const { seq, hash } = head
  const records = { journal: { seq, hash, outbox: [] }, archive: { seq: closed, outbox: [] } }
  const state = { ...ownFormat, ...records, memory: [], tasks: [], incidents: [] }
  await writeFile(join(folder, 'state.json'), addChecksum([Buffer.from(JSON.stringify(state).slice(0, -1))]))
}
