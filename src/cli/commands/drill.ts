// reprieve drill
import type { Command } from 'commander'
import { toDeadJson, toDeadLine } from '../dead-text.js'
import { requireAnswer, toRefusal } from '../refusal.js'
import { type DataOption, withData } from '../settings.js'
import { ExitError, exitCodes, type Terminal } from '../terminal.js'
import { toText } from '../text.js'
import { withLine } from './line.js'

interface DrillOptions extends DataOption {
  readonly withPager?: boolean
  readonly end?: boolean
  readonly list?: boolean
  readonly json?: boolean
}

export function addDrill(program: Command, terminal: Terminal): void {
  withData(
    program.command('drill').description('Begin a drill: the sender is invented, the people are real.'),
  )
    .argument('[tenant]', 'id or name, where there are several')
    .option('--with-pager', 'let the steps ring that page somebody')
    .option('--end', 'end the one that runs')
    .option('--list', 'show how drills went')
    .option('--json', 'with --list, the same as JSON')
    .addHelpText(
      'after',
      '\nNeeds the running bot, or its database; --list does not.\n\nExamples:\n  reprieve drill contoso --with-pager\n  reprieve drill --end\n  reprieve drill --list --json',
    )
    .action((tenant: string | undefined, options: DrillOptions) =>
      options.list === true ? list(terminal, tenant, options) : begin(terminal, tenant, options),
    )
}

async function list(terminal: Terminal, tenant = '', options: DrillOptions): Promise<void> {
  const { askAny } = await import('../ask.js')
  const card = await askAny(terminal, options, { kind: 'command', text: `drill list ${tenant}`.trim() })
  requireAnswer(card, 'history')
  await terminal.out(options.json === true ? toDeadJson(JSON.stringify(card.view)) : toText(card))
}

/** Refusals are notices too, and what was done is calm. */
async function begin(terminal: Terminal, tenant = '', options: DrillOptions): Promise<void> {
  const { end, withPager } = options
  if (end === true && withPager === true)
    throw new ExitError(exitCodes.usage, 'Say --end or --with-pager, not both.')
  const words = ['drill', end === true ? 'end' : '', tenant, withPager === true ? 'with pager' : '']
  const text = words.filter((word) => word !== '').join(' ')
  await withLine(terminal, options, async (line) => {
    const card = await line.ask({ kind: 'command', text })
    const { title, text: said, isCalm } = requireAnswer(card, 'notice')
    if (!isCalm) throw toRefusal(card)
    await terminal.out(toDeadLine(`${title}. ${said}`))
  })
}
