// reprieve history | status | policies
import type { Command } from 'commander'
import type { AcceptOptions } from '../accept.js'
import { toTenantText } from '../meant.js'
import { type ReadOptions, read } from '../reading.js'
import { type TenantOption, withData, withTenant } from '../settings.js'
import type { Terminal } from '../terminal.js'
import { withLine } from './line.js'

export function addLooking(program: Command, terminal: Terminal): void {
  withData(program.command('history').description('What is over, newest first.'))
    .argument('[entity...]', 'address of a sender, or name of a connector; all without')
    .option('--json', 'as data')
    .addHelpText('after', '\nExamples:\n  reprieve history\n  reprieve history laura@contoso.com --json')
    .action((entity: readonly string[], options: ReadOptions) =>
      read(terminal, options, { text: ['history', ...entity].join(' '), name: 'history' }),
    )
  withTenant(withData(program.command('status').description('Whether Reprieve itself is well.')))
    .argument('[filter...]', 'as in chat: all, "page N"')
    .option('--json', 'as data')
    .addHelpText('after', '\nExamples:\n  reprieve status --tenant contoso\n  reprieve status --json')
    .action((filter: readonly string[], options: ReadOptions & TenantOption) => {
      const words = [
        'status',
        ...(options.tenant === undefined ? [] : [toTenantText(options.tenant)]),
        ...filter,
      ]
      return read(terminal, options, { text: words.join(' '), name: 'status' })
    })
  addPolicies(program, terminal)
}

interface PoliciesOptions extends ReadOptions, AcceptOptions {
  readonly refresh?: boolean
  readonly accept?: boolean
}

function addPolicies(program: Command, terminal: Terminal): void {
  withTenant(
    withData(
      program
        .command('policies')
        .description('Whether Microsoft tells anybody of a restriction, and what stops a sender.'),
    ),
  )
    .argument('[filter...]', 'as in chat: "tenant NAME", refresh, "page N"')
    .option('--refresh', 'read them anew, which takes a minute')
    .option('--accept', 'what changed is the new normal')
    .option('--yes', 'do not ask; for scripts, with --accept')
    .option('--json', 'as data')
    .addHelpText('after', '\nExamples:\n  reprieve policies\n  reprieve policies --tenant contoso --json')
    .action(async (filter: readonly string[], options: PoliciesOptions) => {
      const { tenant, refresh, accept } = options
      if (accept === true) {
        const { acceptPolicies } = await import('../accept.js')
        return withLine(terminal, options, (line) => acceptPolicies({ terminal, line }, options))
      }
      const words = [
        'policies',
        ...filter,
        ...(tenant === undefined ? [] : [toTenantText(tenant)]),
        ...(refresh === true ? ['refresh'] : []),
      ]
      return read(terminal, options, { text: words.join(' '), name: 'policies' })
    })
}
