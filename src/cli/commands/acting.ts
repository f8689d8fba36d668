// reprieve claim | contain | send-back | support-text
import type { Command } from 'commander'
import type { ContainOptions } from '../contain.js'
import { type DataOption, type TenantOption, withData, withTenant } from '../settings.js'
import type { Terminal } from '../terminal.js'
import { withMeant } from './line.js'
import { toList, toSeconds } from './values.js'

const entity = ['<entity>', 'address of a sender, id or name of a connector, or id of an incident'] as const
const needs = '\nNeeds the running bot, or its database.'

export function addActing(program: Command, terminal: Terminal): void {
  addClaim(program, terminal)
  addContain(program, terminal)
  addSendBack(program, terminal)
  addSupportText(program, terminal)
}

function addClaim(program: Command, terminal: Terminal): void {
  withTenant(withData(program.command('claim').description('Say that you are on it.')))
    .argument(...entity)
    .addHelpText('after', `${needs}\n\nExample:\n  reprieve claim laura@contoso.com`)
    .action(async (name: string, options: DataOption & TenantOption) => {
      const { claim } = await import('../claim.js')
      await withMeant({ terminal, options, entity: name }, (line, meant) => claim({ terminal, line }, meant))
    })
}

function addContain(program: Command, terminal: Terminal): void {
  withTenant(
    withData(program.command('contain').description('Take an account back: several steps with one Yes.')),
  )
    .argument('<entity>', 'address of a sender, or id of an incident')
    .option('--step <steps>', 'what to do, such as block-sign-in, by comma, "advised" or "all"', toList)
    .option('--yes', 'do not ask; for scripts, with --step')
    .option('--wait <seconds>', 'how long to wait for the answers', toSeconds, 60)
    .addHelpText(
      'after',
      `${needs} "reprieve give-back" takes it back.\n\nExamples:\n  reprieve contain henrik@contoso.com\n  reprieve contain henrik@contoso.com --step advised --yes`,
    )
    .action(async (name: string, options: DataOption & TenantOption & ContainOptions) => {
      const { contain } = await import('../contain.js')
      await withMeant({ terminal, options, entity: name }, (line, meant) =>
        contain({ terminal, line }, meant, options),
      )
    })
}

function addSendBack(program: Command, terminal: Terminal): void {
  withTenant(
    withData(
      program.command('send-back').description('Give the finished review of somebody else back to them.'),
    ),
  )
    .argument(...entity)
    .requiredOption('--reason <text>', 'what is missing; its author is told')
    .addHelpText(
      'after',
      `${needs}\n\nExample:\n  reprieve send-back laura@contoso.com --reason "Who spoke with Laura?"`,
    )
    .action(async (name: string, options: DataOption & TenantOption & { readonly reason: string }) => {
      const { sendBack } = await import('../claim.js')
      await withMeant({ terminal, options, entity: name }, (line, meant) =>
        sendBack({ terminal, line }, meant, options),
      )
    })
}

function addSupportText(program: Command, terminal: Terminal): void {
  withTenant(withData(program.command('support-text').description('The text for Microsoft Support.')))
    .argument(...entity)
    .addHelpText('after', `${needs}\n\nExample:\n  reprieve support-text laura@contoso.com > case.txt`)
    .action(async (name: string, options: DataOption & TenantOption) => {
      const { readSupportText } = await import('../claim.js')
      await withMeant({ terminal, options, entity: name }, (line, meant) =>
        readSupportText({ terminal, line }, meant),
      )
    })
}
