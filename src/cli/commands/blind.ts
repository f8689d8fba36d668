// reprieve blind
import type { Command } from 'commander'
import type { BlindOptions } from '../blind.js'
import { type DataOption, withData } from '../settings.js'
import { ExitError, exitCodes, type Terminal } from '../terminal.js'
import { withLine } from './line.js'

type Options = DataOption & BlindOptions

export function addBlind(program: Command, terminal: Terminal): void {
  withData(program.command('blind').description('What Reprieve cannot see or say now, and who is on it.'))
    .argument('[which]', 'its id, or how that begins; needless where there is one')
    .option('--take', 'you are on it; also where somebody else was')
    .option('--try', 'read its lists at once')
    .option('--fix', 'say what mends it')
    .option('--json', 'as data')
    .addHelpText(
      'after',
      '\n--take and --try need the running bot, or its database.\n\nExamples:\n  reprieve blind\n  reprieve blind --take\n  reprieve blind --json',
    )
    .action(async (which: string | undefined, options: Options) => {
      const asked = [options.take, options.try, options.fix].filter((one) => one === true)
      if (asked.length > 1) throw new ExitError(exitCodes.usage, 'Say one of --take, --try and --fix.')
      if (asked.length === 0 && which === undefined) return show(terminal, options)
      const { actOnBlind } = await import('../blind.js')
      await withLine(terminal, options, (line) => actOnBlind({ terminal, line }, which ?? '', options))
    })
}

async function show(terminal: Terminal, options: Options): Promise<void> {
  const [{ askAnyData }, { toBlindText }] = await Promise.all([import('../ask.js'), import('../blind.js')])
  await terminal.out(toBlindText(await askAnyData(terminal, options, 'status'), options))
}
