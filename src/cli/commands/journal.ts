// reprieve journal show | verify | export | prune
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ExportFormat } from '../journal.js'
import { type DataOption, findStorePlace, withData } from '../settings.js'
import { ExitError, exitCodes, type Terminal } from '../terminal.js'

interface JournalOptions extends DataOption {
  readonly incident?: string
  readonly last?: number
  readonly json?: boolean
  readonly head?: string
  readonly format: ExportFormat
}

export function addJournal(program: Command, terminal: Terminal): void {
  const journal = program
    .command('journal')
    .description('The record of who did what, and why it was judged safe; also while the bot runs.')
  addShow(journal, terminal)
  addVerify(journal, terminal)
  addExport(journal, terminal)
  addPrune(journal, terminal)
}

async function findPlace(terminal: Terminal, options: DataOption) {
  return { place: await findStorePlace(terminal, options) }
}

function withFilter(command: Command): Command {
  return withData(command)
    .option('--incident <id>', 'only of this incident; "reprieve show" says its id')
    .option('--last <number>', 'only the latest so many', toCount)
}

/** Fewer digits would be found by chance. */
function toHead(text: string): string {
  const head = text.trim().toLowerCase()
  if (/^[0-9a-f]{8,64}$/.test(head)) return head
  throw new InvalidArgumentError('Say at least its first 8 digits, of 0 to 9 and a to f.')
}

function toCount(text: string): number {
  const count = Number(text)
  if (Number.isSafeInteger(count) && count > 0) return count
  throw new InvalidArgumentError('Say a whole number from 1.')
}

function addShow(journal: Command, terminal: Terminal): void {
  withFilter(journal.command('show').description('Print entries, oldest first.'))
    .option('--json', 'one JSON entry a line')
    .addHelpText('after', '\nExample:\n  reprieve journal show --last 20')
    .action(async (options: JournalOptions) => {
      const { showJournal } = await import('../journal.js')
      await showJournal(terminal, { ...options, ...(await findPlace(terminal, options)) })
    })
}

function addVerify(journal: Command, terminal: Terminal): void {
  withData(journal.command('verify').description('Check that nothing was changed, removed or put in.'))
    .option('--json', 'the verdict as JSON')
    .option(
      '--head <hash>',
      'also that this journal head of a closed card, or of the log, is part of it',
      toHead,
    )
    .addHelpText(
      'after',
      '\nEnds with 3 when the journal is broken, and says where, or when the head is not part of it.',
    )
    .action(async (options: JournalOptions) => {
      const { checkJournal } = await import('../journal.js')
      await checkJournal(terminal, { ...options, ...(await findPlace(terminal, options)) })
    })
}

interface PruneOptions extends DataOption {
  readonly before?: number
  readonly incident?: string
  readonly yes?: boolean
}

function toDay(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isFinite(at) && at > 0) return at
  throw new InvalidArgumentError('Say a day as year-month-day: 2026-09-01.')
}

function addPrune(journal: Command, terminal: Terminal): void {
  withData(
    journal
      .command('prune')
      .description(
        'Erase evidence and notes earlier than the setting retentionDays does; who did what stays.',
      ),
  )
    .option('--before <date>', 'what is older than this day, in UTC', toDay)
    .option('--incident <id>', 'only of this incident, which must be over; without --before all of it')
    .option('--yes', 'do it without asking; otherwise it is only said where nobody can be asked')
    .addHelpText(
      'after',
      '\nThe bot must be stopped, unless it keeps everything in a database. The journal stays whole, and says what was erased.\n\nExamples:\n  reprieve journal prune --before 2026-09-01\n  reprieve journal prune --incident 4f0c1b2e --yes',
    )
    .action(async (options: PruneOptions) => {
      if (options.before === undefined && options.incident === undefined)
        throw new ExitError(
          exitCodes.usage,
          'Say what is to be erased: --before 2026-09-01, or --incident <id>.',
        )
      const { pruneJournal } = await import('../prune.js')
      await pruneJournal(terminal, { ...options, ...(await findPlace(terminal, options)) })
    })
}

function addExport(journal: Command, terminal: Terminal): void {
  const formats = ['ndjson', 'csv', 'markdown'] satisfies ExportFormat[]
  withFilter(
    journal
      .command('export')
      .description('Print the journal for other tools, or the report of one incident for its post-mortem.'),
  )
    .addOption(new Option('--format <format>', 'markdown: the report').choices(formats).default('ndjson'))
    .addHelpText(
      'after',
      '\nExamples:\n  reprieve journal export --format csv > journal.csv\n  reprieve journal export --incident 4f0c1b2e --format markdown > post-mortem.md',
    )
    .action(async (options: JournalOptions) => {
      if (options.format === 'markdown' && (options.incident === undefined || options.last !== undefined))
        throw new ExitError(
          exitCodes.usage,
          'A Markdown report is of one whole incident: say --incident <id>, and no --last.',
        )
      const { exportJournal } = await import('../journal.js')
      await exportJournal(terminal, { ...options, ...(await findPlace(terminal, options)) })
    })
}
