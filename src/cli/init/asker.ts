// Gets answers: from the options and the file of answers, else from whoever is at the terminal, else from what is there.
import { toDeadLine } from '../dead-text.js'
import { ExitError, exitCodes, type Terminal } from '../terminal.js'
import { getQuestion, type QuestionId } from './questions.js'

interface Asking {
  /** What stands there already, or is likely. */
  readonly byDefault?: string | undefined
  /** Takes the answer over. @returns what is wrong with it; undefined when nothing is. */
  take(answer: string): string | undefined | Promise<string | undefined>
}

export interface Asker {
  readonly isInteractive: boolean
  /** Until there is an answer that can be taken. @throws ExitError when there is none to be had. */
  ask(id: QuestionId, asking: Asking): Promise<void>
  /** Whether somebody has said it already. */
  isGiven(id: QuestionId): boolean
  isYes(id: QuestionId, byDefault: boolean): Promise<boolean>
  choose<Choice extends string>(
    id: QuestionId,
    choices: readonly Choice[],
    byDefault: Choice,
  ): Promise<Choice>
  /** What is asked beside the answers: again, or go on? */
  pick<Choice extends string>(text: string, choices: readonly Choice[]): Promise<Choice>
  /** What somebody has to know before they are asked. */
  say(text: string): void
  /** Answers are of one try: the next time it is asked. */
  forget(ids: readonly QuestionId[]): void
}

export function createAsker(terminal: Terminal, given: ReadonlyMap<QuestionId, string>): Asker {
  const left = new Map(given)
  const { isInteractive } = terminal
  const say = (text: string) => terminal.err(text.split('\n').map(toDeadLine).join('\n'))

  function findGiven(id: QuestionId): string | undefined {
    const { secret } = getQuestion(id)
    const found =
      left.get(id) ?? (secret === undefined || isInteractive ? undefined : terminal.environment[secret])
    return found === '' ? undefined : found
  }

  async function type(id: QuestionId, byDefault: string | undefined): Promise<string> {
    const { text, help, choices, secret } = getQuestion(id)
    if (help !== undefined) say(`  ${help}`)
    const shown = byDefault === undefined ? '' : ` [${secret === undefined ? byDefault : 'as it is'}]`
    const words = choices === undefined ? text : `${text}: ${choices.join(' or ')}`
    for (;;) {
      const typed = await terminal.ask(toDeadLine(`${words}${shown}? `), { isHidden: secret !== undefined })
      if (typed === undefined) throw gone
      const answer = typed.trim() === '' ? byDefault : typed.trim()
      if (answer !== undefined) return answer
    }
  }

  async function ask(id: QuestionId, { byDefault, take }: Asking): Promise<void> {
    const found = findGiven(id)
    if (found !== undefined) {
      const problem = await take(found.trim())
      if (problem === undefined) return
      if (!isInteractive) throw new ExitError(exitCodes.usage, toDeadLine(`${id}: ${problem}`))
      say(`  ${problem}`)
      left.delete(id)
    }
    if (!isInteractive) return takeDefault(id, { byDefault, take })
    for (;;) {
      const problem = await take(await type(id, byDefault))
      if (problem === undefined) return
      say(`  ${problem}`)
    }
  }

  async function takeDefault(id: QuestionId, { byDefault, take }: Asking): Promise<void> {
    if (byDefault === undefined) throw new ExitError(exitCodes.usage, toMissing(id))
    const problem = await take(byDefault)
    if (problem !== undefined) throw new ExitError(exitCodes.usage, toDeadLine(`${id}: ${problem}`))
  }

  async function choose<Choice extends string>(
    id: QuestionId,
    choices: readonly Choice[],
    byDefault: Choice,
  ): Promise<Choice> {
    let chosen = byDefault
    await ask(id, {
      byDefault,
      take(answer) {
        const found = findChoice(choices, answer)
        if (found === undefined) return `Say ${choices.join(' or ')}.`
        chosen = found
        return undefined
      },
    })
    return chosen
  }

  return {
    isInteractive,
    say,
    ask,
    isGiven: (id) => left.has(id),
    choose,
    isYes: async (id, byDefault) => (await choose(id, ['yes', 'no'], byDefault ? 'yes' : 'no')) === 'yes',
    async pick(text, choices) {
      for (;;) {
        const typed = await terminal.ask(`${text}: ${choices.join(', ')}? `)
        if (typed === undefined) throw gone
        const found = findChoice(choices, typed)
        if (found !== undefined) return found
      }
    },
    forget: (ids) => ids.forEach((id) => void left.delete(id)),
  }
}

/** In full, or as much of it as only one has: "y". */
function findChoice<Choice extends string>(choices: readonly Choice[], typed: string): Choice | undefined {
  const wanted = typed.trim().toLowerCase()
  const exact = choices.find((one) => one === wanted)
  if (exact !== undefined || wanted === '') return exact
  const [found, ...others] = choices.filter((one) => one.startsWith(wanted))
  return others.length === 0 ? found : undefined
}

const gone = new ExitError(
  exitCodes.no,
  'Left. What was saved before stays; begin again with "reprieve init", which starts from that.',
)

function toMissing(id: QuestionId): string {
  const { text, secret } = getQuestion(id)
  const where = secret === undefined ? `Say --${id}, or write it` : `Set the variable ${secret}, or write it`
  return `An answer is missing: ${text}. ${where} as "${id}: …" into the file of --answers.`
}
