// reprieve ask-owner
import type { Command } from 'commander'
import type { AskOwnerOptions } from '../ask-owner.js'
import { type DataOption, type TenantOption, withData, withTenant } from '../settings.js'
import type { Terminal } from '../terminal.js'
import { withMeant } from './line.js'

export function addAskOwner(program: Command, terminal: Terminal): void {
  withTenant(
    withData(
      program
        .command('ask-owner')
        .description('Ask the owner whether the mail is theirs, in a chat or by phone.'),
    ),
  )
    .argument('<entity>', 'address of a sender, or id of an incident')
    .option('--send', 'put the question in their personal chat, once')
    .option('--told <answer>', 'note what they said by phone: yes, no or unsure')
    .option('--note <text>', 'whom you reached, and how; in the review and in the record')
    .addHelpText(
      'after',
      `\nNeeds the running bot, or its database. Without an option it shows the question and what was said.\n\nExamples:\n  reprieve ask-owner laura@contoso.com\n  reprieve ask-owner laura@contoso.com --send\n  reprieve ask-owner laura@contoso.com --told no --note "Laura, on her desk phone"`,
    )
    .action(async (name: string, options: DataOption & TenantOption & AskOwnerOptions) => {
      const { askOwner } = await import('../ask-owner.js')
      await withMeant({ terminal, options, entity: name }, (line, meant) =>
        askOwner({ terminal, line }, meant, options),
      )
    })
}
