// What only people know: on the command line, or asked one by one.

import type { PlainViews } from '../features/cards.js'
import { toDeadLine } from './dead-text.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

export interface GivenAnswers {
  /** Steps that were done elsewhere, by the id of their recommendation, or `all`. */
  readonly done?: readonly string[]
  /** Until 0.1 it was said of each recommendation; such a step stays open. */
  readonly notNeeded?: readonly string[]
  /** `question=answer`. */
  readonly answer?: readonly string[]
  readonly note?: string
  /** Do not ask; for scripts. */
  readonly yes?: boolean
}

type Page = PlainViews['recommendations']
type Question = Page['questions'][number]

/** @throws ExitError when something is named that is not there: it would count for nothing, without a word. */
export function checkAnswers(page: Page, { done = [], notNeeded = [], answer = [] }: GivenAnswers): void {
  const known = page.rows.map(({ ruleId }) => ruleId)
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
  for (const text of answer) checkAnswer(page, text)
}

function checkAnswer({ questions }: Page, text: string): void {
  const [id, value] = toPair(text)
  const question = questions.find(({ questionId }) => questionId === id)
  const all = questions.map((one) => `${one.questionId}=${toValues(one).join('|')}`).join(', ')
  if (question === undefined)
    throw new ExitError(exitCodes.usage, `There is no question "${id}" here. Say: --answer ${all}.`)
  if (!toValues(question).includes(value))
    throw new ExitError(
      exitCodes.usage,
      `"${value}" is no answer to "${question.words}" Say: ${id}=${toValues(question).join('|')}.`,
    )
}

function toValues({ options }: Question): readonly string[] {
  return options.map(({ choiceId }) => choiceId)
}

function toPair(text: string): readonly [id: string, value: string] {
  const at = text.indexOf('=')
  return at === -1 ? [text, ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

/** Form values, as the press carries them. */
export async function toAnswers(
  terminal: Terminal,
  page: Page,
  given: GivenAnswers,
): Promise<Readonly<Record<string, string>>> {
  for (const text of [page.problem, page.reviewText, page.othersNote, page.uncheckedText])
    if (text !== '') terminal.err(toDeadLine(text))
  const values: Record<string, string> = {
    seen: page.seen,
    [page.byHandId]: await toByHand(terminal, page, given),
  }
  if (given.done?.includes('all') === true) values.wholesale = 'yes'
  for (const question of page.questions) {
    const answer = await toAnswer(terminal, question, given)
    if (answer !== '') values[question.inputId] = answer
  }
  return { ...values, [page.noteId]: given.note ?? (given.yes === true ? '' : await askNote(terminal, page)) }
}

/** The open steps that were done elsewhere. */
async function toByHand(terminal: Terminal, page: Page, given: GivenAnswers): Promise<string> {
  const { done } = given
  const said: string[] = []
  for (const { choiceId, title, ruleId } of page.byHand) {
    const isGiven = done?.includes('all') === true || done?.includes(ruleId) === true
    const isAsked = done === undefined && given.yes !== true && given.notNeeded?.includes(ruleId) !== true
    if (isGiven || (isAsked && (await askDone(terminal, page, { title, ruleId })))) said.push(choiceId)
  }
  return said.join(',')
}

async function askDone(
  terminal: Terminal,
  page: Page,
  { title, ruleId }: { readonly title: string; readonly ruleId: string },
): Promise<boolean> {
  const row = page.rows.find((one) => one.ruleId === ruleId)
  terminal.err(`\n  ${toDeadLine(`${title} (${ruleId})`)}`)
  if (row !== undefined)
    terminal.err(`  ${toDeadLine(`[${row.word}] ${row.finding}`)}\n  ${toDeadLine(row.advice)}`)
  const typed = await ask(terminal, '  Done by hand? y = yes, anything else = no: ')
  return typed.toLowerCase().startsWith('y')
}

/** A script that says nothing of a question has not asked anybody: that is the last answer, a No or a Not known. */
async function toAnswer(terminal: Terminal, question: Question, given: GivenAnswers): Promise<string> {
  const said = given.answer?.map(toPair).find(([id]) => id === question.questionId)?.[1]
  if (said !== undefined) return said
  return given.yes === true ? (toValues(question).at(-1) ?? '') : askQuestion(terminal, question)
}

/** Whatever is no answer is asked again. */
async function askQuestion(terminal: Terminal, { words, options }: Question): Promise<string> {
  terminal.err(`\n  ${toDeadLine(words)}`)
  for (const [index, { title }] of options.entries()) terminal.err(`    ${index + 1} = ${toDeadLine(title)}`)
  for (;;) {
    const typed = await ask(terminal, `  1 to ${options.length}: `)
    const chosen = options[Number(typed) - 1]
    if (chosen !== undefined) return chosen.choiceId
  }
}

async function askNote(terminal: Terminal, { note }: Page): Promise<string> {
  const kept = note === '' ? '' : ` [${toDeadLine(note)}]`
  const typed = await ask(terminal, `\nWhy it is safe to unblock${kept}: `)
  return typed === '' ? note : typed
}

/** Why it is safe against what is seen; a script has said it in its note, or not at all. */
export async function toWhy(
  terminal: Terminal,
  { whyId }: PlainViews['confirm'],
  { yes }: GivenAnswers,
): Promise<Readonly<Record<string, string>>> {
  if (whyId === '') return {}
  if (yes === true)
    throw new ExitError(
      exitCodes.no,
      'You said done what Reprieve still sees. Say in --note why it is safe all the same, in 15 characters or more.',
    )
  return { [whyId]: await ask(terminal, 'Why is it safe all the same? ') }
}

async function ask(terminal: Terminal, question: string): Promise<string> {
  const typed = await terminal.ask(question)
  if (typed === undefined) throw new ExitError(exitCodes.no, 'Nothing was unblocked.')
  return typed.trim()
}
