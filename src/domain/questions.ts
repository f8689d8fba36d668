// What Microsoft 365 cannot tell and only people know: at most three questions, in fixed words, so that records compare.
import { toEntityName } from './entity.js'
import { type Evidence, toDisplayName } from './evidence.js'
import { toOutlook } from './outlook.js'
import { type Known, recommend } from './rules/index.js'
import { isRecent } from './rules/window.js'
import type { VerdictKind } from './verdict/index.js'
import { toUtcText } from './words.js'

export interface Question {
  readonly id: string
  readonly words: string
  readonly answers: readonly { readonly value: string; readonly words: string }[]
}

const mostQuestions = 3

export function listQuestions(known: Known, outlook: VerdictKind = toOutlook(known)): readonly Question[] {
  const asked =
    known.restriction.entity.kind === 'connector' ? askConnector(known) : askSender(known, outlook)
  return asked.slice(0, mostQuestions)
}

/** Neither a Yes nor reassuring: it goes on all the same, and is marked in the record. */
export function isDoubt({ answer }: { readonly answer: string }): boolean {
  return answer !== 'yes'
}

const yes = (words: string) => ({ value: 'yes', words })
const no = { value: 'no', words: 'No' }
const unknown = { value: 'unknown', words: 'Not known' }

function askSender(known: Known, outlook: VerdictKind): readonly Question[] {
  const { evidence } = known
  if (isNobody(evidence))
    return [
      {
        id: 'senders',
        words: 'Who sends from it, and was it them?',
        answers: [yes('Yes, I asked'), unknown],
      },
    ]
  switch (outlook) {
    case 'compromised':
      return [askOwner(known), deviceQuestion, ...askPassword(known)]
    case 'unclear':
      return [askOwner(known)]
    case 'bulk':
    case 'limit-only':
      return [
        {
          id: 'wanted',
          words: 'Is this mail wanted?',
          answers: [yes('Yes, the owner says so'), no, unknown],
        },
      ]
    default:
      return outlook satisfies never
  }
}

/** A relay, or a mailbox of several: no one person to speak to. */
export function isNobody(evidence: Evidence | undefined): boolean {
  if (evidence?.kind !== 'sender') return false
  return (
    evidence.owner?.kind === 'nobody' || (evidence.account.known && evidence.account.value.kind === 'shared')
  )
}

function askOwner({ evidence, restriction }: Known): Question {
  const name = toDisplayName(evidence)
  const who = name === '' ? `the owner of ${toEntityName(restriction.entity)}` : name
  return {
    id: 'spoken',
    words: `Did you speak to ${who}, by voice?`,
    answers: [yes('Yes, it is them'), no],
  }
}

const deviceQuestion: Question = {
  id: 'device',
  words: 'Is their device clean?',
  answers: [yes('Yes, scanned or replaced'), unknown],
}

/** Only when it was changed after the restriction began: by whom Microsoft 365 does not say. */
function askPassword({ evidence, restriction: { createdAt } }: Known): readonly Question[] {
  if (evidence?.kind !== 'sender' || !evidence.password.known || createdAt === undefined) return []
  if (evidence.password.value.changedAt < createdAt) return []
  return [{ id: 'password', words: 'Was the new password given by voice?', answers: [yes('Yes'), no] }]
}

function askConnector(known: Known): readonly Question[] {
  const server = {
    id: 'server',
    words: 'Is the server behind it clean?',
    answers: [yes('Yes, checked'), unknown],
  }
  return [server, ...askChange(known)]
}

function askChange(known: Known): readonly Question[] {
  const { evidence, restriction } = known
  const isFound = recommend(known).some(
    ({ ruleId, basis }) => ruleId === 'recent-changes' && basis === 'found',
  )
  if (!isFound || evidence?.kind !== 'connector' || !evidence.changes.known) return []
  const recent = evidence.changes.value.filter(({ at }) => isRecent(at, restriction, evidence.gatheredAt))
  const last = Math.max(...recent.map(({ at }) => at))
  return [
    {
      id: 'change',
      words: `Was the change at ${toUtcText(last)} yours?`,
      answers: [yes('Yes'), no, unknown],
    },
  ]
}
