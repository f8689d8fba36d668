// reprieve retire: no longer watching an organisation, or any. What is outstanding is said and can be given back first, its
// cards are told, and what is to be removed by a person is listed.
import type { BotSettings } from '../config/index.js'
import type { RetireAnswer } from '../doors/control.js'
import { getTenant } from '../features/entrance/get-tenant.js'
import { isLosing, type Outstanding } from '../features/retire/outstanding.js'
import { toCountText } from '../features/words/words.js'
import { readOutstanding, retireTenants } from '../run/retire.js'
import { openLine } from './ask.js'
import { toDeadJson, toDeadLine } from './dead-text.js'
import { giveBack } from './give-back.js'
import { requireRetirable, retireLive } from './retire-live.js'
import { toNames, toOutstandingText, toRemovals } from './retire-text.js'
import { isBotRunning } from './running.js'
import { type ConfigOption, load } from './settings.js'
import { planTakeOut, type TakenOut } from './take-out.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

export interface RetireOptions extends ConfigOption {
  readonly tenant?: string
  readonly giveBack?: boolean
  readonly leaveOutstanding?: boolean
  readonly yes?: boolean
  readonly wait: number
  readonly json?: boolean
}

interface Retiring {
  readonly terminal: Terminal
  readonly version: string
  readonly settings: BotSettings
  readonly tenants: BotSettings['tenants']
  readonly options: RetireOptions
}

/** @throws ExitError when it was not done. */
export async function retire(terminal: Terminal, version: string, options: RetireOptions): Promise<void> {
  const settings = await load(terminal, options)
  const tenants =
    options.tenant === undefined ? settings.tenants : [getTenant(settings.tenants, options.tenant)]
  const retiring = { terminal, version, settings, tenants, options }
  let outstanding = await readOutstanding(settings, tenants)
  terminal.err(outstanding.map(toOutstandingText).join('\n\n'))
  if (await isGivingBack(retiring, outstanding)) {
    await giveAllBack(retiring, outstanding)
    outstanding = await readOutstanding(settings, tenants)
  }
  requireNothingLost(retiring, outstanding)
  const isAll = tenants.length === settings.tenants.length
  const planned = isAll
    ? undefined
    : await planTakeOut(
        terminal,
        options,
        tenants.map(({ id }) => id),
      )
  const isRunning = await isBotRunning(settings.dataFolder)
  if (isRunning) await requireRetirable(retiring, { isAll, hasFile: planned !== undefined })
  await requireYes(retiring)
  const live = isRunning ? await retireLive(retiring, planned) : undefined
  if (!isRunning) {
    await retireStopped(retiring, outstanding)
    planned?.save()
  }
  await tellEnd(retiring, { outstanding, taken: planned?.taken, live })
}

async function retireStopped(
  { terminal, settings }: Retiring,
  outstanding: readonly Outstanding[],
): Promise<void> {
  const ended = await retireTenants(settings, { ...terminal, outstanding }, terminal)
  if (ended === 'others')
    throw new ExitError(
      exitCodes.no,
      'Other processes watch on the same database. Stop all of them first: they would go on.',
    )
  if (ended === 'late') terminal.err('Not every card could be edited yet: the next start goes on with it.')
}

async function isGivingBack(
  { terminal, options }: Retiring,
  outstanding: readonly Outstanding[],
): Promise<boolean> {
  const possible = outstanding.flatMap(({ steps }) => steps).filter(({ canBeGivenBack }) => canBeGivenBack)
  if (possible.length === 0) return false
  if (options.giveBack === true) return true
  if (!terminal.isInteractive || options.leaveOutstanding === true) return false
  const typed = await terminal.ask(
    `Give back ${toCountText(possible.length, 'change')} on accounts first? Type yes: `,
  )
  return typed?.trim().toLowerCase() === 'yes'
}

/** By whoever is at the console, in the same way as "reprieve give-back": through the running bot, else one for as long. */
async function giveAllBack(retiring: Retiring, outstanding: readonly Outstanding[]): Promise<void> {
  const { terminal, options } = retiring
  const steps = outstanding.flatMap((one) => one.steps).filter(({ canBeGivenBack }) => canBeGivenBack)
  const stop = await startWhereNoneRuns(retiring)
  try {
    const line = await openLine(terminal, options)
    try {
      for (const incidentId of new Set(steps.map((step) => step.incidentId)))
        await giveBack({ terminal, line }, incidentId, { step: ['all'], yes: true, wait: options.wait })
    } finally {
      await line.close()
    }
  } finally {
    await stop()
  }
}

async function startWhereNoneRuns({ terminal, version, settings }: Retiring): Promise<() => Promise<void>> {
  if (await isBotRunning(settings.dataFolder)) return async () => {}
  const { startBot } = await import('../run/bot.js')
  terminal.err('No bot is running: one is started until all is given back.')
  // Nothing comes in meanwhile.
  const quiet = { ...settings, logLevel: 'silent', server: { host: '127.0.0.1', port: 0 } } as const
  const onFatal = (error: unknown) => terminal.fail(error)
  const running = await startBot(quiet, { ...terminal, version, onFatal })
  return () => running.stop()
}

/** @throws ExitError when somebody has to decide, or to do something, first. */
function requireNothingLost({ options }: Retiring, outstanding: readonly Outstanding[]): void {
  const losing = outstanding.filter(isLosing)
  if (losing.length === 0 || options.leaveOutstanding === true) return
  throw new ExitError(
    exitCodes.no,
    toDeadLine(
      `Not retired: ${losing.map(({ tenant }) => tenant).join(', ')} would be left with what is listed above. Give it back (--give-back), wait for what is under way, or say --leave-outstanding.`,
    ),
  )
}

/** @throws ExitError unless somebody has typed what is to be ended. */
async function requireYes({ terminal, tenants, options }: Retiring): Promise<void> {
  if (options.yes === true) return
  const name = options.tenant === undefined ? 'everything' : (tenants[0]?.id ?? '')
  const typed = terminal.isInteractive
    ? await terminal.ask(toDeadLine(`No longer watch ${toNames(tenants)}? Type ${name} to confirm: `))
    : undefined
  if (typed?.trim().toLowerCase() !== name.toLowerCase())
    throw new ExitError(exitCodes.no, 'Nothing was retired. With --yes it is done without asking.')
}

interface End {
  readonly outstanding: readonly Outstanding[]
  readonly taken: TakenOut | undefined
  /** What the bot said that runs on. */
  readonly live: RetireAnswer | undefined
}

async function tellEnd(
  { terminal, settings, tenants, options }: Retiring,
  { outstanding, taken, live }: End,
) {
  const ids = tenants.map(({ id }) => id)
  const removals = toRemovals({ settings, tenants, taken, live })
  if (options.json === true)
    return terminal.out(
      toDeadJson(JSON.stringify({ retired: ids, outstanding, settings: taken ?? null, removals })),
    )
  await terminal.out(
    [
      `${toNames(tenants)}: no longer watched. The journal says so, and so do the cards.`,
      ...(taken === undefined || taken.places.length === 0 ? [] : [`Taken out: ${taken.places.join('; ')}.`]),
      ...(live === undefined || live.others === 0
        ? []
        : [
            `${toCountText(live.others, 'other process', 'other processes')} on the same database may have it in settings of their own: its cards end when none has.`,
          ]),
      'What is left to be removed by hand:',
      ...removals.flatMap(({ where, what }) => [`  ${where}`, ...what.map((line) => `    ${line}`)]),
    ]
      .map(toDeadLine)
      .join('\n'),
  )
}
