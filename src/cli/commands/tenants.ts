// reprieve tenant add | list
import type { Command } from 'commander'
import { exchangeQuestions, type QuestionId } from '../init/questions.js'
import { type ConfigOption, withConfig } from '../settings.js'
import type { Terminal } from '../terminal.js'
import { toGiven, withAnswers, withFiles } from './init.js'

const asked = [
  'name',
  'tenant-id',
  'slack-channel',
  'teams-channel',
  'cloud',
  ...exchangeQuestions,
  'mode',
] as const satisfies readonly QuestionId[]

interface AddOptions {
  readonly config?: string
  readonly env?: string
  readonly answers?: string
  readonly folder?: string
  readonly goOn?: boolean
  readonly json?: boolean
}

export function addTenants(program: Command, terminal: Terminal): void {
  const tenant = program.command('tenant').description('The organisations that are watched.')
  const add = withFiles(
    tenant
      .command('add')
      .description('One more organisation in the settings: asks, and looks whether it works.'),
  )
    .option('--json', 'what was written as JSON')
    .addHelpText(
      'after',
      '\nWhat "defaults" say is not asked; without them, app and certificate of the first one are taken unless others are named.\nIt is written where most of the others are: the list, the CSV or the folder of the settings. A bot that runs takes it up,\nunless its secret is new.\n\nExamples:\n  reprieve tenant add\n  reprieve tenant add --name Fabrikam --organization fabrikam.onmicrosoft.com --mode watch --go-on',
    )
  withAnswers(add, asked).action(async (options: AddOptions) => {
    const { addTenant } = await import('../add-tenant.js')
    await addTenant(terminal, { ...options, given: toGiven(options) })
  })
  withConfig(tenant.command('list').description('Which there are, with their channels; needs no secret.'))
    .option('--json', 'as data')
    .addHelpText('after', '\nExample:\n  reprieve tenant list --json')
    .action(async (options: ConfigOption & { readonly json?: boolean }) => {
      const { tellTenants } = await import('../tenants.js')
      await tellTenants(terminal, options)
    })
}
