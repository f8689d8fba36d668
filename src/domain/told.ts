// A journal entry as it is told: with the texts that stand beside it, or the word that they were erased.
import type { JournalEntry, JournalEvent } from './journal.js'

export interface Told extends JournalEvent {
  /** Names of texts that are not there any more. */
  readonly erased: readonly string[]
  /** In words; empty when nothing is missing. */
  readonly erasedText: string
}

export function toTold({ event, texts = {}, erasedDays }: JournalEntry): Told {
  const names = Object.keys(event.digests ?? {})
  const erased = names.filter((name) => texts[name] === undefined)
  const there = names.flatMap((name) => {
    const text = texts[name]
    return text === undefined ? [] : [[name, text.value] as const]
  })
  return {
    ...event,
    data: { ...event.data, ...Object.fromEntries(there) },
    erased,
    erasedText: erased.length === 0 ? '' : toErasedText(erasedDays),
  }
}

export function toErasedText(days: number | undefined): string {
  if (days === undefined) return 'erased'
  return `erased after ${days === 1 ? 'one day' : `${days} days`}`
}
