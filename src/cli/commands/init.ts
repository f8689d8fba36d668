// reprieve init
import { type Command, Option } from 'commander'
import type { InitOptions } from '../init/index.js'
import { findQuestion, getQuestion, type QuestionId, questionIds, stepNames } from '../init/questions.js'
import type { Terminal } from '../terminal.js'

type Options = Omit<InitOptions, 'given'>

export function addInit(program: Command, terminal: Terminal): void {
  const command = withFiles(
    program
      .command('init')
      .description(
        'Set everything up: asks, looks whether each answer works, writes settings, ends with the doctor.',
      ),
  )
    .addOption(new Option('--step <name>', 'this part alone').choices([...stepNames]))
    .option(
      '--tenant <name>',
      'with --step exchange: of this organisation, by id, name or a part only one has',
    )
    .option('--no-doctor', 'do not end with the doctor')
    .option('--no-test-card', 'the doctor posts no card to the channels')
    .option('--json', 'what was written, and the doctor, as JSON')
    .addHelpText('after', help)
  withAnswers(command).action(async (options: Options) => {
    const { init } = await import('../init/index.js')
    await init(terminal, { ...options, given: toGiven(options) })
  })
}

const help = `
Whatever is there already is what Enter takes, so that any part can be answered anew. Each part is saved when it is whole:
Ctrl-C leaves the old file or the new one. Secrets are never options: they are typed, or stand in the file of --answers or in
the variables that docs/settings.md names.
Ends with 3 when something needs mending.

Examples:
  reprieve init
  reprieve init --step slack
  reprieve init --answers answers.yaml --go-on --json`

/** For all that writes settings. */
export function withFiles(command: Command): Command {
  return command
    .option('-c, --config <file>', 'settings file (default: REPRIEVE_CONFIG, else reprieve.yaml)')
    .option('--env <file>', 'file for the secrets (default: beside it, with the ending .env)')
    .option(
      '--answers <file>',
      'answers as YAML, "slack-channel: C0123456789" a line; what is there is not asked',
    )
    .option(
      '--folder <folder>',
      'where what has to be uploaded is written (default: upload, beside the settings)',
    )
    .option('--go-on', 'without a terminal: save also what cannot be confirmed now')
}

/** Each question that is no secret is an option. */
export function withAnswers(command: Command, ids: readonly QuestionId[] = questionIds): Command {
  for (const id of ids) {
    const { text, secret, choices } = getQuestion(id)
    if (secret !== undefined) continue
    const isFile = id.startsWith('certificate')
    const option = new Option(
      `--${id} <${isFile ? 'file' : id === 'data-folder' ? 'folder' : 'answer'}>`,
      toLower(text),
    )
    command.addOption(choices === undefined ? option : option.choices([...choices]))
  }
  return command
}

const toLower = (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`

/** What was said as options. */
export function toGiven(options: object): ReadonlyMap<QuestionId, string> {
  return new Map(
    Object.entries(options).flatMap(([key, value]: [string, unknown]) => {
      const id = findQuestion(key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
      return id === undefined || typeof value !== 'string' ? [] : [[id, value] as const]
    }),
  )
}
