// After the answers of a part: looks whether they work, says what was found, and lets a person decide what to do about it.
import type { Check } from '../../domain/check.js'
import { resultWords } from '../../features/doctor/cards.js'
import { ExitError, exitCodes } from '../terminal.js'
import type { Asker } from './asker.js'

interface Looking {
  readonly asker: Asker
  /** "Slack" */
  readonly what: string
  /** Nobody is there to ask, and what cannot be confirmed is to be saved all the same. */
  readonly goesOn: boolean
  examine(): Promise<readonly Check[]>
}

/** `skipped`: it is saved, and does not work yet. */
export type Looked = 'works' | 'skipped' | 'anew'

/** @throws ExitError when nobody can be asked and something does not work. */
export async function look(looking: Looking): Promise<Looked> {
  const { asker, what, goesOn, examine } = looking
  for (;;) {
    asker.say(`\nLooking at ${what} …`)
    const checks = await examine()
    const troubles = checks.filter(({ result }) => result === 'problem')
    // What works is many lines, and says nothing that has to be done.
    const shown = checks.filter(({ result }) => result !== 'ok')
    for (const check of shown) asker.say(toText(check))
    const works = checks.length - shown.length
    if (works > 0) asker.say(`  [${resultWords.ok.word}] ${works === 1 ? '1 check' : `${works} checks`}`)
    if (troubles.length === 0) return 'works'
    if (!asker.isInteractive && goesOn) return 'skipped'
    if (!asker.isInteractive)
      throw new ExitError(
        exitCodes.no,
        `${what} does not work yet. Mend it, or say --go-on to save what cannot be confirmed now.`,
      )
    const choice = await asker.pick('What now', choices)
    if (choice === 'answer anew') return 'anew'
    if (choice === 'go on') return 'skipped'
  }
}

const choices = ['look again', 'answer anew', 'go on'] as const

function toText({ name, result, found, remedy }: Check): string {
  return [
    `  [${resultWords[result].word}] ${name}: ${found}`,
    ...(remedy === '' ? [] : [`      ${remedy}`]),
  ].join('\n')
}
