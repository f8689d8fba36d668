// reprieve doctor
import type { Command } from 'commander'
import type { BotSettings } from '../../config/index.js'
import { findWorst } from '../../domain/doctor.js'
import { toDeadJson } from '../dead-text.js'
import { type ConfigOption, load, withConfig } from '../settings.js'
import { ExitError, exitCodes, type Terminal } from '../terminal.js'

interface DoctorOptions extends ConfigOption {
  readonly tenant?: string
  readonly testCard: boolean
  readonly json?: boolean
  readonly live?: boolean
  readonly entity?: string
}

export function addDoctor(program: Command, terminal: Terminal): void {
  withConfig(
    program
      .command('doctor')
      .description('Check that everything Reprieve needs works, and say how to mend what does not.'),
  )
    .option('--tenant <name>', 'only this tenant and its channels, by id, name or a part only one has')
    .option('--no-test-card', 'post no card to the channels')
    .option('--json', 'every check as JSON')
    .option('--live', 'read a real organisation once, and print what came without a single name, to send on')
    .option('--entity <address>', 'with --live: whose evidence is read when nobody is restricted')
    .addHelpText(
      'after',
      '\nThrough the running bot, or without one by the settings. Ends with 3 when something needs mending.\n\nExamples:\n  reprieve doctor -c reprieve.yaml\n  reprieve doctor --tenant contoso --no-test-card --json',
    )
    .action(async (options: DoctorOptions) => {
      const settings = await load(terminal, options)
      if (options.live === true) return printLive(terminal, settings, options)
      const { askDoctor, toDoctorText } = await import('../doctor.js')
      const { tenant, testCard: postsTestCards } = options
      const report = await askDoctor({ terminal, settings }, { tenant, postsTestCards })
      await terminal.out(
        options.json === true
          ? toDeadJson(JSON.stringify({ worst: findWorst(report), ...report }))
          : toDoctorText(report),
      )
      if (findWorst(report) === 'problem') throw new ExitError(exitCodes.no)
    })
}

async function printLive(
  terminal: Terminal,
  settings: BotSettings,
  { tenant, entity, json }: DoctorOptions,
): Promise<void> {
  const { readLive } = await import('../../run/live.js')
  const { toLiveText } = await import('../live.js')
  terminal.err('Reading everything once, which changes nothing and may take some minutes …')
  const report = await readLive(settings, { tenant, address: entity }, terminal)
  await terminal.out(json === true ? toDeadJson(JSON.stringify(report)) : toLiveText(report))
}
