// What is answered to each recommendation: on the command line, or asked one by one.

import { type AttestedAnswer, attestedAnswers } from '../domain/review.js'
import type { CardViews } from '../features/cards.js'
import { toDeadLine } from './dead-text.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

export interface GivenAnswers {
  /** Rule ids, or `all`. */
  readonly done?: readonly string[]
  readonly notNeeded?: readonly string[]
  readonly note?: string
  /** Do not ask; for scripts. */
  readonly yes?: boolean
}

type Page = CardViews['recommendations']
type Row = Page['rows'][number]

/** @throws ExitError when a recommendation is named that is not there: it would count as not done, without a word. */
export function checkAnswers(page: Page, { done = [], notNeeded = [] }: GivenAnswers): void {
  const known = page.rows.map(toRule)
  const named = [...done.filter((rule) => rule !== 'all'), ...notNeeded]
  const unknown = named.filter((rule) => !known.includes(rule))
  const both = done.filter((rule) => notNeeded.includes(rule))
  if (unknown.length > 0)
    throw new ExitError(
      exitCodes.usage,
      `There is no recommendation ${unknown.join(', ')} here. There are: ${known.join(', ')}.`,
    )
  if (both.length > 0)
    throw new ExitError(exitCodes.usage, `Say either done or not needed: ${both.join(', ')}.`)
}

/** Form values, as the press carries them. */
export async function toAnswers(
  terminal: Terminal,
  page: Page,
  given: GivenAnswers,
): Promise<Readonly<Record<string, string>>> {
  const values: Record<string, string> = {}
  for (const text of [page.problem, page.reviewText, page.othersNote])
    if (text !== '') terminal.err(toDeadLine(text))
  for (const row of page.rows)
    values[row.inputId] =
      findGiven(row, given) ?? (given.yes === true ? 'not-done' : await askAnswer(terminal, row))
  return { ...values, [page.noteId]: given.note ?? (given.yes === true ? '' : await askNote(terminal, page)) }
}

function findGiven(row: Row, { done = [], notNeeded = [] }: GivenAnswers): AttestedAnswer | undefined {
  if (notNeeded.includes(toRule(row))) return 'not-needed'
  return done.includes('all') || done.includes(toRule(row)) ? 'done' : undefined
}

function toRule({ inputId }: Row): string {
  return inputId.split('.')[1] ?? inputId
}

const letters: Readonly<Record<string, AttestedAnswer>> = { d: 'done', n: 'not-needed', x: 'not-done' }

/** Nothing typed keeps what was answered before. Whatever is no answer is asked again. */
async function askAnswer(terminal: Terminal, row: Row): Promise<AttestedAnswer> {
  const before = attestedAnswers.find((answer) => answer === row.answer) ?? 'not-done'
  if (row.stageTitle !== '') terminal.err(`\n${toDeadLine(row.stageTitle)}`)
  terminal.err(`\n  ${toDeadLine(`${row.title} (${toRule(row)})`)}`)
  terminal.err(`  ${toDeadLine(`[${row.word}] ${row.finding}`)}\n  ${toDeadLine(row.advice)}`)
  if (row.answeredText !== '') terminal.err(`  ${toDeadLine(row.answeredText)}`)
  for (;;) {
    const typed = await ask(terminal, `  d = done, n = not needed, x = not done [${before}]: `)
    const answer = typed === '' ? before : letters[typed.charAt(0).toLowerCase()]
    if (answer !== undefined) return answer
  }
}

async function askNote(terminal: Terminal, { note }: Page): Promise<string> {
  const kept = note === '' ? '' : ` [${toDeadLine(note)}]`
  const typed = await ask(terminal, `\nWhy it is safe to unblock${kept}: `)
  return typed === '' ? note : typed
}

async function ask(terminal: Terminal, question: string): Promise<string> {
  const typed = await terminal.ask(question)
  if (typed === undefined) throw new ExitError(exitCodes.no, 'Nothing was unblocked.')
  return typed.trim()
}
