import { findUnblock } from '../../domain/attempts.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { isDoubt } from '../../domain/questions.js'
import type { Answer } from '../../ports.js'
import { toEntityKeys } from '../browse/find.js'
import { parsePasted } from '../entrance/parse.js'
import { type Parts, type Typed, toTenant } from '../feature.js'
import { toRecordRows } from '../incident/record.js'
import { toOutcomeText } from '../words/outcome.js'
import { toStatusWords, toUtcText } from '../words/words.js'

const mostRows = 10

export async function showHistory(parts: Parts, { rest }: Typed): Promise<Answer> {
  const wanted = parsePasted(rest)
  const closed = await readClosed(parts, wanted)
  return {
    name: 'history',
    view: {
      title: wanted === '' ? 'History, newest first' : `History of ${wanted}`,
      rows: closed.map((incident) => toHistoryRow(parts, incident)),
      emptyText: wanted === '' ? 'Nothing has ended yet.' : `Nothing about ${wanted} has ended yet.`,
    },
  }
}

async function readClosed(parts: Parts, wanted: string): Promise<readonly Incident[]> {
  if (wanted === '') return parts.store.listClosed({ limit: mostRows })
  const found = await Promise.all(
    toEntityKeys(wanted).map((entityKey) => parts.store.listClosed({ entityKey, limit: mostRows })),
  )
  return found.flat()
}

function toHistoryRow(parts: Parts, incident: Incident) {
  return {
    incidentId: incident.id,
    atText: toUtcText(incident.state.status === 'closed' ? incident.state.closedAt : incident.changedAt),
    icon: toStatusWords(incident).icon,
    entity: toEntityName(incident.entity),
    tenantName: toTenant(parts, incident.tenantId).name,
    outcomeText: toOutcomeText(incident),
    recordText: [...toRecordRows(incident).map(({ text }) => text), ...toAnsweredTexts(incident)].join(' · '),
  }
}

/** The doubts are in the record already. */
function toAnsweredTexts(incident: Incident): readonly string[] {
  const { questions = [] } = findUnblock(incident)?.review ?? {}
  return questions.filter((one) => !isDoubt(one)).map(({ words, answerWords }) => `${words} ${answerWords}`)
}
