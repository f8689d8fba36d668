// reprieve contain: takes an account back, step by step with one Yes, from a terminal. The same flow, policy and journal as
// in chat.
import type { Plain } from '../domain/said.js'
import type { ChoiceRow, ContainedRow, PlainCard, PlainViews } from '../features/cards.js'
import type { PressName } from '../features/index.js'
import type { Line } from './ask.js'
import { isConfirmed } from './confirm.js'
import { toDeadLine } from './dead-text.js'
import { isNamed, requireAnswer, toRefusal } from './refusal.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

export interface ContainOptions {
  /** Steps by id, `advised` or `all`; undefined asks. */
  readonly step?: readonly string[]
  readonly yes?: boolean
  /** How long to wait for all answers, in seconds. */
  readonly wait: number
}

interface Console {
  readonly terminal: Terminal
  readonly line: Line
}

type Page = PlainViews['containment']
type Send = (
  action: PressName,
  confirmationId?: string,
  values?: Readonly<Record<string, string>>,
) => Promise<PlainCard>

/** @throws ExitError unless every step that was meant is done. */
export async function contain(
  { terminal, line }: Console,
  entity: string,
  options: ContainOptions,
): Promise<void> {
  if (!terminal.isInteractive && (options.yes !== true || options.step === undefined))
    throw new ExitError(
      exitCodes.usage,
      'Nobody is there to ask. Say --yes and --step, such as --step advised.',
    )
  const shown = requireAnswer(await line.ask({ kind: 'command', text: `show ${entity}` }), 'show')
  const { incidentId } = shown
  const send: Send = (action, confirmationId = '', values = {}) =>
    line.ask({ kind: 'press', action, incidentId, confirmationId, values })
  const page = requireAnswer(await send('containment'), 'containment')
  const choices = page.groups.flatMap((group) => group.choices)
  if (choices.length === 0)
    throw new ExitError(
      exitCodes.no,
      toDeadLine(page.nothingText || `Nothing can be done for ${page.entity} from here.`),
    )
  showPage(terminal, page)
  const wanted = options.step ?? (await askForSteps(terminal))
  const meant = choose(page, choices, wanted)
  const yes = `Yes, ${meant.map(({ title }) => title).join(', ')}`
  if (options.yes !== true && !(await isConfirmed(terminal, yes, page.entity)))
    throw new ExitError(exitCodes.no, toDeadLine(`Nothing is done to ${page.entity}.`))
  const answer = await send('contain-set', page.confirmationId, toValues(page, meant))
  if (isNamed(answer, 'containment')) throw new ExitError(exitCodes.no, toDeadLine(answer.view.problem))
  if (!isNamed(answer, 'contain-live')) throw toRefusal(answer)
  await tellEnd(terminal, await follow(options.wait, send))
}

function showPage(terminal: Terminal, page: Page): void {
  for (const { text } of page.cautions) terminal.err(toDeadLine(text))
  for (const { choices, ticked } of page.groups)
    for (const choice of choices) terminal.err(toDeadLine(toChoiceLine(choice, ticked)))
  for (const { text } of page.gaps) terminal.err(toDeadLine(text))
}

function toChoiceLine(
  { choiceId, title, text, undoText }: Plain<ChoiceRow>,
  ticked: Page['groups'][number]['ticked'],
): string {
  const isAdvised = ticked.some((one) => one.choiceId === choiceId)
  const undo = undoText === '' ? '' : ` (${undoText})`
  return `  ${isAdvised ? '[advised] ' : ''}${choiceId}: ${title}. ${text}${undo}`
}

async function askForSteps(terminal: Terminal): Promise<readonly string[]> {
  const typed = (await terminal.ask('Which, by comma; empty for those that are advised? ')) ?? ''
  const named = typed
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  return named.length === 0 ? ['advised'] : named
}

/** @throws ExitError naming what there is, when nothing of what was named can be done. */
function choose(
  page: Page,
  choices: readonly Plain<ChoiceRow>[],
  wanted: readonly string[],
): readonly Plain<ChoiceRow>[] {
  const advised = new Set(page.groups.flatMap(({ ticked }) => ticked.map(({ choiceId }) => choiceId)))
  const isNamedBy = ({ choiceId }: Plain<ChoiceRow>, name: string) =>
    name === 'all' ||
    (name === 'advised' && advised.has(choiceId)) ||
    choiceId === name ||
    // A step alone stands for all that it is about.
    choiceId.startsWith(`${name}:`)
  const unknown = wanted.filter((name) => !choices.some((one) => isNamedBy(one, name)))
  if (unknown.length > 0)
    throw new ExitError(
      exitCodes.usage,
      toDeadLine(
        `Not to be done: ${unknown.join(', ')}. There is: ${choices.map(({ choiceId }) => choiceId).join(', ')}.`,
      ),
    )
  return choices.filter((one) => wanted.some((name) => isNamedBy(one, name)))
}

/** Each list of the form carries its own. */
function toValues(page: Page, meant: readonly Plain<ChoiceRow>[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    page.groups.map(({ inputId, choices }) => [
      inputId,
      choices
        .filter((one) => meant.includes(one))
        .map(({ choiceId }) => choiceId)
        .join(','),
    ]),
  )
}

const betweenMilliseconds = 250

/** As it is once nothing is on its way any more, or when that takes longer than we wait. */
async function follow(seconds: number, send: Send): Promise<PlainViews['contain-live']> {
  const until = Date.now() + seconds * 1_000
  for (;;) {
    const live = requireAnswer(await send('contain-live'), 'contain-live')
    if (!live.isRunning || Date.now() >= until) return live
    await new Promise((resolve) => {
      setTimeout(resolve, betweenMilliseconds)
    })
  }
}

async function tellEnd(
  terminal: Terminal,
  { rows, doneText, isRunning }: PlainViews['contain-live'],
): Promise<void> {
  for (const row of rows) await terminal.out(toDeadLine(toRowText(row)))
  if (isRunning)
    throw new ExitError(exitCodes.no, 'No answer yet. The bot goes on; look again with "reprieve show".')
  if (rows.some(({ result }) => result !== 'done')) throw new ExitError(exitCodes.no, toDeadLine(doneText))
}

function toRowText({ word, title, detail, handText }: Plain<ContainedRow>): string {
  return `[${word}] ${title}${detail === '' ? '' : `: ${detail}`}${handText === '' ? '' : ` ${handText}`}`
}
