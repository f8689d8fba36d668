// reprieve storm
import type { Command } from 'commander'
import { type DataOption, withData } from '../settings.js'
import type { StormOptions } from '../storm.js'
import { ExitError, exitCodes, type Terminal } from '../terminal.js'
import { withLine } from './line.js'

interface Options extends DataOption, StormOptions {
  readonly approve?: boolean
  readonly stop?: boolean
}

export function addStorm(program: Command, terminal: Terminal): void {
  withData(
    program
      .command('storm')
      .description('Unblock together what looks like bulk mail in a storm: one signs, another approves.'),
  )
    .option('--group <id>', 'which group of a storm, as its page names it; that with most without it')
    .option('--leave-out <addresses>', 'whom not to unblock, by comma', toList)
    .option('--answer <question=answer>', 'what only people know, such as wanted=yes')
    .option('--note <text>', 'for the record of each')
    .option('--approve', 'sign as the second under the review that has waited longest, and unblock')
    .option('--stop', 'begin no more of the latest one')
    .option('--yes', 'do not ask; for scripts')
    .addHelpText(
      'after',
      '\nNeeds the running bot, or its database. Ends with 4 when the first signature is given: nothing is unblocked yet.\n\nExamples:\n  reprieve storm\n  reprieve storm --yes --answer wanted=yes --leave-out shop.it@contoso.com\n  reprieve storm --approve',
    )
    .action(async (options: Options) => {
      if (options.approve === true && options.stop === true)
        throw new ExitError(exitCodes.usage, 'Say either --approve or --stop.')
      const { approveStorm, signStorm, stopStorm } = await import('../storm.js')
      await withLine(terminal, options, async (line) => {
        const console = { terminal, line }
        if (options.stop === true) return stopStorm(console)
        return options.approve === true ? approveStorm(console, options) : signStorm(console, options)
      })
    })
}

function toList(text: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
