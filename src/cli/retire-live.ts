// The end of an organisation in a bot that goes on with others, asked for through its door.
import type { BotSettings } from '../config/index.js'
import type { RetireAnswer } from '../doors/control.js'
import { waitUntilLeft } from '../run/retire.js'
import { askRunningToRetire } from './ask.js'
import { toDeadLine } from './dead-text.js'
import { toNames } from './retire-text.js'
import type { TakingOut } from './take-out.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

interface Living {
  readonly terminal: Terminal
  readonly settings: BotSettings
  readonly tenants: BotSettings['tenants']
}

function toAsk({ terminal, tenants }: Living) {
  const { user, host } = terminal
  return { kind: 'retire', user, host, tenants: tenants.map(({ id }) => id) } as const
}

const stopFirst =
  'Stop it (systemctl disable --now reprieve, so that nothing starts it again) and type this again: it would go on watching.'

/** @throws ExitError where a bot that runs cannot leave them. */
export async function requireRetirable(
  living: Living,
  { isAll, hasFile }: { readonly isAll: boolean; readonly hasFile: boolean },
): Promise<void> {
  if (isAll)
    throw new ExitError(
      exitCodes.no,
      `A bot is running, and nothing would be left for it to watch. ${stopFirst}`,
    )
  const ask = { ...toAsk(living), isAsked: true } as const
  const answer = hasFile ? await askRunningToRetire(living.settings.dataFolder, ask) : undefined
  if (!hasFile || answer?.status === 'no-file')
    throw new ExitError(exitCodes.no, `A bot is running, whose settings come from no file. ${stopFirst}`)
}

/** The settings first: the bot leaves what it does not find there any more, and then records who ended it. */
export async function retireLive(
  living: Living,
  planned: TakingOut | undefined,
): Promise<RetireAnswer | undefined> {
  const { terminal, settings, tenants } = living
  planned?.save()
  const answer = await askRunningToRetire(settings.dataFolder, toAsk(living))
  if (answer?.status === 'still-there')
    throw new ExitError(
      exitCodes.no,
      toDeadLine(
        `Taken out of ${planned?.taken.path ?? ''}, but the running bot ${
          answer.problems.length === 0
            ? `still has ${toNames(tenants)}: it reads another file. Type this again with that one as --config.`
            : `cannot take up its settings: ${answer.problems.join(' ')}`
        }`,
      ),
    )
  const ids = tenants.map(({ id }) => id)
  if (answer?.others === 0 && !(await waitUntilLeft(settings, ids)))
    terminal.err('Not every restriction has ended yet: the running bot goes on with it.')
  return answer
}
