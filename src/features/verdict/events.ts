import { type EventTable, toDatum } from '../../domain/event-words.js'
import type { JournalEvent } from '../../domain/journal.js'
import { verdictKindSchema, verdictWords } from '../../domain/verdict/index.js'

export const verdictEvents = {
  'verdict.changed': {
    timeline: (event) => `Verdict: ${toVerdictText(event, 'verdict')}`,
    report: (event, { plain }) => {
      const former = toVerdictText(event, 'from')
      const text = `Verdict: ${toVerdictText(event, 'verdict')} (${plain(toDatum(event, 'severity'))})`
      return former === '' || former === toVerdictText(event, 'verdict') ? text : `${text}, before: ${former}`
    },
  },
} as const satisfies EventTable

/** Empty when it is none that this program knows. */
function toVerdictText(event: JournalEvent, key: string): string {
  const kind = verdictKindSchema.safeParse(event.data[key]).data
  return kind === undefined ? '' : verdictWords[kind].word.toLowerCase()
}
