// reprieve storm: many at once from a terminal. The same pages, policy and record as in chat, and two people as there.
import type { PlainCard, PlainViews } from '../features/cards.js'
import type { PressName } from '../features/index.js'
import type { Line } from './ask.js'
import { isConfirmed } from './confirm.js'
import { toDeadLine } from './dead-text.js'
import { isNamed, requireAnswer, toRefusal } from './refusal.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'
import { toText } from './text.js'

interface Console {
  readonly terminal: Terminal
  readonly line: Line
}

export interface StormOptions {
  /** The group of a digest; that with most when undefined. */
  readonly group?: string
  readonly leaveOut?: readonly string[]
  /** `wanted=yes` */
  readonly answer?: string
  readonly note?: string
  /** Do not ask; for scripts. */
  readonly yes?: boolean
}

interface Entry {
  readonly incidentId: string
  readonly confirmationId?: string
  readonly values?: Readonly<Record<string, string>>
}

function press(line: Line, action: PressName, { confirmationId = '', values = {}, ...entry }: Entry) {
  return line.ask({ kind: 'press', action, ...entry, confirmationId, values })
}

/** The first signature. @throws ExitError, with a code of its own when it is given: a second one is waited for. */
export async function signStorm({ terminal, line }: Console, options: StormOptions): Promise<void> {
  requireSomebody(terminal, options)
  const opened = await press(line, 'storm', { incidentId: options.group ?? '' })
  const page = requireAnswer(opened, 'storm-review')
  terminal.err(`${toText({ name: 'storm-review', view: page })}\n`)
  if (!page.canSign) throw new ExitError(exitCodes.no, 'There is nothing to sign for. Nothing was unblocked.')
  const values = await toValues(terminal, page, options)
  const count = listChosen(page, options).length
  if (options.yes !== true && !(await isConfirmed(terminal, `Sign for ${count}`, String(count))))
    throw new ExitError(exitCodes.no, 'Nothing was signed, and nothing was unblocked.')
  const answer = await press(line, 'storm-sign', { incidentId: page.incidentId, values })
  if (isNamed(answer, 'storm-review')) throw new ExitError(exitCodes.no, toDeadLine(answer.view.problem))
  throw new ExitError(exitCodes.waits, toDone(answer))
}

/** The second signature, under the review that has waited longest. @throws ExitError unless it is taken. */
export async function approveStorm(
  { terminal, line }: Console,
  options: Pick<StormOptions, 'yes'>,
): Promise<void> {
  requireSomebody(terminal, options)
  const page = requireAnswer(await press(line, 'storm-approve', { incidentId: '' }), 'storm-approve')
  terminal.err(`${toText({ name: 'storm-approve', view: page })}\n`)
  const { incidentId, confirmationId, yesTitle, headline } = page
  const count = /\d+/.exec(headline)?.[0] ?? ''
  if (options.yes !== true && !(await isConfirmed(terminal, toDeadLine(yesTitle), count)))
    throw new ExitError(exitCodes.no, 'Nothing was unblocked.')
  await terminal.out(toDone(await press(line, 'storm-yes', { incidentId, confirmationId })))
}

/** The latest that goes on. */
export async function stopStorm({ terminal, line }: Console): Promise<void> {
  await terminal.out(toDone(await press(line, 'storm-stop', { incidentId: '' })))
}

function requireSomebody({ isInteractive }: Terminal, { yes, ...options }: StormOptions): void {
  if (isInteractive || yes === true) return
  const more = 'answer' in options ? '' : ', and --answer wanted=yes'
  throw new ExitError(exitCodes.usage, `Nobody is there to ask. Say --yes${more}.`)
}

/** Refusals are notices too, and none of those that say what was done is busy. */
function toDone(card: PlainCard): string {
  const { title, text, isCalm } = requireAnswer(card, 'notice')
  if (!isCalm) throw toRefusal(card)
  return toDeadLine(`${title}. ${text}`)
}

type Page = PlainViews['storm-review']

/** @throws ExitError for a name that is not on the page: it would be unblocked although it was to be left out. */
function listChosen({ groups }: Page, { leaveOut = [] }: StormOptions) {
  const out = new Set(leaveOut.map((name) => name.trim().toLowerCase()))
  const choices = groups.flatMap((group) => group.choices.map((one) => ({ ...one, inputId: group.inputId })))
  const unknown = [...out].filter((name) => !choices.some(({ title }) => title.toLowerCase() === name))
  if (unknown.length > 0)
    throw new ExitError(
      exitCodes.usage,
      `Not among them: ${unknown.join(', ')}. Say --leave-out as it is listed.`,
    )
  return choices.filter(({ title }) => !out.has(title.toLowerCase()))
}

async function toValues(
  terminal: Terminal,
  page: Page,
  options: StormOptions,
): Promise<Readonly<Record<string, string>>> {
  const values: Record<string, string> = {}
  for (const { inputId, choiceId } of listChosen(page, options))
    values[inputId] = values[inputId] === undefined ? choiceId : `${values[inputId]},${choiceId}`
  for (const question of page.questions) {
    const known = question.options.map(({ choiceId }) => choiceId)
    const start = `${question.questionId}=`
    const given = options.answer?.startsWith(start) === true ? options.answer.slice(start.length) : undefined
    const asked = given ?? (await terminal.ask(toDeadLine(`${question.words} ${known.join('/')}: `))) ?? ''
    if (!known.includes(asked.trim()))
      throw new ExitError(exitCodes.usage, `Say --answer ${start}${known.join('|')}.`)
    values[question.inputId] = asked.trim()
  }
  return options.note === undefined ? values : { ...values, [page.noteId]: options.note }
}
