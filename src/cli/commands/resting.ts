// reprieve snooze | wake | mute | mutes | handover
import type { Command } from 'commander'
import { toDeadJson } from '../dead-text.js'
import { type ReadOptions, read } from '../reading.js'
import type { MuteOptions, SnoozeOptions } from '../resting.js'
import { type DataOption, type TenantOption, withData, withTenant } from '../settings.js'
import type { Terminal } from '../terminal.js'
import { toText } from '../text.js'
import { withLine, withMeant } from './line.js'

const entity = ['<entity>', 'address of a sender, id or name of a connector, or id of an incident'] as const
const needs = '\nNeeds the running bot, or its database.'

export function addResting(program: Command, terminal: Terminal): void {
  addSnooze(program, terminal)
  addMute(program, terminal)
  addMutes(program, terminal)
  addHandover(program, terminal)
}

function addSnooze(program: Command, terminal: Terminal): void {
  withTenant(
    withData(program.command('snooze').description('Let one wait until a moment; it comes back by itself.')),
  )
    .argument(...entity)
    .requiredOption('--until <time>', 'such as 4h, 09:00 or 2026-11-23, at most 72 hours away')
    .requiredOption('--reason <text>', 'why it can wait; on the card and in the record')
    .addHelpText(
      'after',
      `${needs}\n\nExample:\n  reprieve snooze laura@contoso.com --until 4h --reason "Laura phones back at nine"`,
    )
    .action(async (name: string, options: DataOption & TenantOption & SnoozeOptions) => {
      const { snooze } = await import('../resting.js')
      await withMeant({ terminal, options, entity: name }, (line, meant) =>
        snooze({ terminal, line }, meant, options),
      )
    })
  withTenant(withData(program.command('wake').description('End the snooze of one.')))
    .argument(...entity)
    .addHelpText('after', `${needs}\n\nExample:\n  reprieve wake laura@contoso.com`)
    .action(async (name: string, options: DataOption & TenantOption) => {
      const { wake } = await import('../resting.js')
      await withMeant({ terminal, options, entity: name }, (line, meant) => wake({ terminal, line }, meant))
    })
}

function addMute(program: Command, terminal: Terminal): void {
  withTenant(
    withData(program.command('mute').description('Keep what is known without cards, until it looks worse.')),
  )
    .argument(...entity)
    .requiredOption('--until <time>', 'such as 7d or 2026-12-01, at most 30 days away')
    .requiredOption('--reason <text>', 'what is known; on the card and in the record')
    .option('--cause', 'all of the organisation that Exchange restricts for the same')
    .addHelpText(
      'after',
      `${needs}\n\nExample:\n  reprieve mute news@contoso.com --until 30d --reason "The monthly newsletter"`,
    )
    .action(async (name: string, options: DataOption & TenantOption & MuteOptions) => {
      const { mute } = await import('../resting.js')
      await withMeant({ terminal, options, entity: name }, (line, meant) =>
        mute({ terminal, line }, meant, options),
      )
    })
}

function addMutes(program: Command, terminal: Terminal): void {
  withData(program.command('mutes').description('What is muted, and until when.'))
    .option('--end <id>', 'end this one')
    .option('--json', 'the same as JSON')
    .addHelpText('after', '\nExamples:\n  reprieve mutes\n  reprieve mutes --json')
    .action(async (options: ReadOptions & { readonly end?: string }) => {
      const { end, json } = options
      if (end === undefined) return read(terminal, options, { text: 'mutes', name: 'mutes' })
      const { endMute } = await import('../resting.js')
      await withLine(terminal, options, async (line) => {
        const view = await endMute({ terminal, line }, end)
        await terminal.out(
          json === true
            ? toDeadJson(JSON.stringify(await line.askData('mutes')))
            : toText({ name: 'mutes', view }),
        )
      })
    })
}

interface HandoverOptions extends ReadOptions {
  readonly take?: string
}

function addHandover(program: Command, terminal: Terminal): void {
  withData(program.command('handover').description('What goes to the next shift, and who is on what.'))
    .option('--take <person>', 'take over all that this one is on, by the name that stands there')
    .option('--json', 'as data')
    .addHelpText('after', '\nExamples:\n  reprieve handover\n  reprieve handover --take Maya')
    .action(async (options: HandoverOptions) => {
      const { take } = options
      if (take === undefined) return read(terminal, options, { text: 'handover', name: 'handover' })
      const { takeOver } = await import('../claim.js')
      await withLine(terminal, options, (line) => takeOver({ terminal, line }, take))
    })
}
