import { toAbsenceText } from '../../domain/absence.js'
import { findUnblock } from '../../domain/attempts.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { toUnderstood } from '../../domain/pasted/index.js'
import { isDoubt } from '../../domain/questions.js'
import { joinWords } from '../../domain/said.js'
import type { Answer } from '../../ports.js'
import { listClosedByText } from '../browse/find.js'
import { type Parts, type Typed, toTenant } from '../feature.js'
import { toNameParts } from '../incident/card.js'
import { toRecordRows } from '../incident/record.js'
import { readSight } from '../watch/sight.js'
import { toOutcomeText } from '../words/outcome.js'
import { toDateText, toStatusWords } from '../words/words.js'
import type { HistoryRow } from './views.js'

const mostRows = 10

export async function showHistory(parts: Parts, { rest }: Typed): Promise<Answer> {
  const { pasted, closed } = await listClosedByText(parts, rest, mostRows)
  const [address] = pasted.addresses
  const name = toUnderstood(address ?? pasted.words)
  return {
    name: 'history',
    view: {
      title: name === '' ? 'History, newest first' : `History of ${name}`,
      rows: closed.map((incident) => toHistoryRow(parts, incident)),
      emptyText: toAbsenceText({ of: 'endings', name }, await readSight(parts)),
    },
  }
}

function toHistoryRow(parts: Parts, incident: Incident): HistoryRow {
  return {
    incidentId: incident.id,
    dayText: toDateText(incident.state.status === 'closed' ? incident.state.closedAt : incident.changedAt),
    icon: toStatusWords(incident).icon,
    entity: toEntityName(incident.entity),
    ...toNameParts(incident),
    tenantName: toTenant(parts, incident.tenantId).name,
    outcomeText: toOutcomeText(incident),
    recordText: joinWords(
      [...toRecordRows(incident).map(({ text }) => text), ...toAnsweredTexts(incident)],
      ' · ',
    ),
  }
}

/** The doubts are in the record already. */
function toAnsweredTexts(incident: Incident): readonly string[] {
  const { questions = [] } = findUnblock(incident)?.review ?? {}
  return questions.filter((one) => !isDoubt(one)).map(({ words, answerWords }) => `${words} ${answerWords}`)
}
