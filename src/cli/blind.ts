// reprieve blind: what goes unseen, and what can be pressed on its card, from a terminal. The same rules and record as in chat.
import { z } from 'zod'
import { type Unseen, unseenData } from '../features/blindness/data.js'
import type { PressName } from '../features/index.js'
import { toDeadJson, toDeadLine } from './dead-text.js'
import { type Console, finish, toSaid } from './resting.js'
import { ExitError, exitCodes } from './terminal.js'

export interface BlindOptions {
  readonly take?: boolean
  readonly try?: boolean
  readonly fix?: boolean
  readonly json?: boolean
}

const told = z.object({ unseen: z.array(unseenData) })

/** What there is, from what `status` tells programs. */
export function toBlindText(data: object, { json }: Pick<BlindOptions, 'json'>): string {
  const { unseen } = told.parse(data)
  if (json === true) return toDeadJson(JSON.stringify({ unseen }))
  if (unseen.length === 0) return 'Nothing goes unseen.'
  return unseen.flatMap(toLines).map(toDeadLine).join('\n')
}

function toLines({ id, text, since, claimedBy }: Unseen): readonly string[] {
  return [
    `${text} since ${since.slice(0, 16).replace('T', ' ')} UTC`,
    claimedBy === null ? '  Nobody is on it' : `  ${claimedBy.name} is on it`,
    `  Which: ${id}`,
  ]
}

/** What stands on the buttons of its card. @throws ExitError unless it is done. */
export async function actOnBlind(given: Console, which: string, options: BlindOptions): Promise<void> {
  const { terminal, line } = given
  const { unseen } = told.parse(await line.askData('status'))
  const { id, canTry } = pickOne(unseen, which)
  if (options.try === true && !canTry)
    throw new ExitError(exitCodes.usage, 'There is no list to read again. Say --fix to see what mends it.')
  const action: PressName =
    options.take === true ? 'blind-take' : options.try === true ? 'blind-try' : 'blind-fix'
  const asked = { kind: 'press', action, incidentId: '', confirmationId: '' } as const
  const answer = await line.ask({ ...asked, values: { blindnessId: id } })
  if (options.json !== true) return finish(given, answer)
  const said = toSaid(answer)
  const { unseen: after } = told.parse(await line.askData('status'))
  await terminal.out(toDeadJson(JSON.stringify({ said, unseen: after })))
}

/** The only one there is, or that whose id begins so. @throws ExitError naming those there are. */
function pickOne(unseen: readonly Unseen[], which: string): Unseen {
  const meant = unseen.filter(({ id }) => id.startsWith(which.trim()))
  const [one, ...others] = meant
  if (one !== undefined && others.length === 0) return one
  if (unseen.length === 0) throw new ExitError(exitCodes.no, 'Nothing goes unseen.')
  const problem = one === undefined ? `None of them is ${which}` : 'There are several: say which'
  const lines = unseen.map(({ id, text }) => `  ${id}  ${text}`)
  throw new ExitError(exitCodes.usage, [`${problem}.`, ...lines].map(toDeadLine).join('\n'))
}
