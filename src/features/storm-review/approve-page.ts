import { toEntityName } from '../../domain/entity.js'
import { isDoubt } from '../../domain/questions.js'
import { say, tellClock } from '../../domain/said.js'
import { listLeft, type StormReview } from '../../domain/storm-review.js'
import type { Card, TextRow } from '../cards.js'
import { type Parts, toTenant } from '../feature.js'
import { toMoment } from '../words/words.js'
import type { Out } from './judge-rows.js'
import { toOutLines } from './page.js'
import type { Found } from './rows.js'
import { toDurationText, toManyText } from './words.js'

const namesEach = 5

interface Second {
  readonly rows: Found
  readonly out: readonly Out[]
  readonly leave: StormReview['leaves'][number]
}

export function toStormApproveCard(parts: Parts, review: StormReview, { rows, out, leave }: Second): Card {
  const left = listLeft(review)
  const names = left.flatMap(({ incidentId }) => {
    const incident = rows.get(incidentId)
    return incident === undefined ? [] : [toEntityName(incident.entity)]
  })
  const fallen = out.flatMap(({ incident, why }) => (incident === undefined ? [] : [{ incident, why }]))
  return {
    name: 'storm-approve',
    view: {
      incidentId: review.id,
      confirmationId: leave.id,
      title: `Unblock ${left.length}?`,
      headline: toManyText(review.verdict, left.length),
      tenantName: toTenant(parts, review.tenantId).name,
      factLines: toFactLines(review, rows),
      note: review.note,
      nameLines: toNameLines(names),
      outLines: toOutLines(fallen),
      paceText: `One after the other, ${toDurationText(left.length)}. Each has its own record. It stops at the first No from Exchange.`,
      yesTitle: `Approve & unblock ${left.length}`,
      expiresAt: toMoment(leave.expiresAt),
    },
  }
}

function toFactLines(review: StormReview, rows: Found): readonly TextRow[] {
  const { first, answers } = review
  const read = listLeft(review).flatMap(({ incidentId }) => rows.get(incidentId)?.evidence?.gatheredAt ?? [])
  return [
    { text: say`✍️ ${first.by.name} signed ${tellClock(first.at)}` },
    ...answers.map((one) => ({ text: `${isDoubt(one) ? '❔' : '✅'} ${one.words} ${one.answerWords}` })),
    ...(read.length === 0
      ? []
      : [{ text: say`🔎 All looked at again, the oldest ${tellClock(Math.min(...read))}` }]),
  ]
}

function toNameLines(names: readonly string[]): readonly TextRow[] {
  return Array.from({ length: Math.ceil(names.length / namesEach) }, (_, at) => ({
    text: names.slice(at * namesEach, (at + 1) * namesEach).join(', '),
  }))
}
